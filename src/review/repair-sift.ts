// Takes a round apart that was found wanting, until what is to blame stands alone.
import { type Finding, fixOf } from '../model/finding.ts';
import type { Complaint } from './repair-complaint.ts';
import { keyOf, leaveOut, look, type Trial, topOf, tried, type View, type Work } from './repair-work.ts';

/** What of the batch holds; the rest is left out, or waits for another round. Undefined when nothing holds. */
export async function sift(work: Work, batch: readonly Finding[]): Promise<Trial | undefined> {
  const known = work.passed.size + work.doubted.size;
  let held = batch;
  let isNarrow = true;
  for (let attempt = 0; attempt < attempts; attempt++) {
    const trial = await tried(work, held);
    if (trial.complaints.length === 0 && held.length > 0) return trial;
    if (held.length === 0) break;
    const sure = trial.complaints.filter(({ isSure }) => isSure === true);
    for (const { suspects, would, isOthers } of sure)
      for (const finding of suspects) leaveOut(work, finding, would, isOthers !== true);
    if (sure.length > 0)
      held = without(
        held,
        sure.flatMap(({ suspects }) => suspects),
      );
    else {
      const groups = groupsOf(trial);
      held = without(
        held,
        groups.flatMap(({ suspects }) => suspects),
      );
      // What a look at some folders does not show is looked for everywhere the next time.
      for (const part of isNarrow ? partsOf(groups) : [{ groups, folders: undefined }])
        held = await holding(
          work,
          await viewOf(work, part.folders),
          held,
          part.groups.map(({ suspects }) => suspects),
        );
      isNarrow = false;
    }
  }
  // Nothing is left. What was found out by now is progress; without it the next round would be this one again.
  if (work.passed.size + work.doubted.size === known)
    for (const finding of batch) leaveOut(work, finding, 'not hold beside the others', true);
  return undefined;
}

/** How often complaints may mislead us in one round. */
const attempts = 20;

function without(all: readonly Finding[], some: readonly Finding[]): readonly Finding[] {
  const left = new Set(some);
  return all.filter((finding) => !left.has(finding));
}

/** Suspects that are to be told apart, and the folders in which they write and in which it shows. */
interface Group {
  readonly suspects: readonly Finding[];
  readonly folders: ReadonlySet<string>;
}

/** Those together that one complaint names together. */
function groupsOf({ complaints }: Trial): readonly Group[] {
  let groups: Group[] = [];
  for (const complaint of complaints) {
    const own = new Set(complaint.suspects);
    const touched = groups.filter(({ suspects }) => suspects.some((finding) => own.has(finding)));
    groups = groups.filter((group) => !touched.includes(group));
    groups.push(joined([...touched, { suspects: complaint.suspects, folders: foldersOf(complaint) }]));
  }
  return groups;
}

function joined(groups: readonly Group[]): Group {
  return {
    suspects: [...new Set(groups.flatMap(({ suspects }) => suspects))],
    folders: new Set(groups.flatMap(({ folders }) => [...folders])),
  };
}

function foldersOf({ suspects, about }: Complaint): ReadonlySet<string> {
  const files = suspects.flatMap((finding) => [
    finding.at.file,
    ...(fixOf(finding)?.edits ?? []).map(({ span }) => span.file),
  ]);
  return new Set([...about, ...files].map(topOf));
}

interface Part {
  readonly groups: readonly Group[];
  /** Undefined: the whole project. */
  readonly folders: readonly string[] | undefined;
}

/**
 * In a tree of several projects, the groups of each: a look at its folder tells whom to blame. Whether a round holds is
 * judged on the whole all the same.
 */
function partsOf(groups: readonly Group[]): readonly Part[] {
  let parts: { groups: Group[]; folders: Set<string> }[] = [];
  for (const group of groups) {
    const touched = parts.filter(({ folders }) => [...group.folders].some((folder) => folders.has(folder)));
    parts = parts.filter((part) => !touched.includes(part));
    parts.push({
      groups: [...touched.flatMap((part) => part.groups), group],
      folders: new Set([...touched.flatMap(({ folders }) => [...folders]), ...group.folders]),
    });
  }
  if (parts.some(({ folders }) => folders.has(''))) return [{ groups, folders: undefined }];
  return parts.map((part) => ({ groups: part.groups, folders: [...part.folders].sort() }));
}

/**
 * Halves each group until what is to blame stands alone. All groups at once: they are of different files as a rule, and
 * each trial is a review of all that is in view.
 */
async function holding(
  work: Work,
  view: View,
  good: readonly Finding[],
  groups: readonly (readonly Finding[])[],
): Promise<readonly Finding[]> {
  if (groups.length === 0) return good;
  const halves = groups.map((group) => group.slice(0, (group.length + 1) >> 1));
  const { complaints } = await tried(work, [...good, ...halves.flat()], view);
  const named = new Set(complaints.flatMap(({ suspects }) => suspects));
  const blamed = halves.filter((half) => half.some((finding) => named.has(finding)));
  // A complaint about what was good before is the fault of what came to it.
  const bad = new Set(complaints.length > 0 && blamed.length === 0 ? halves : blamed);
  const next: (readonly Finding[])[] = [];
  for (const [index, group] of groups.entries()) {
    const half = halves[index] ?? [];
    const rest = group.slice(half.length);
    const [first] = half;
    if (bad.has(half) && half.length > 1) next.push(half, rest);
    else next.push(rest);
    if (bad.has(half) && half.length === 1 && first !== undefined) await blame(work, first, complaints);
  }
  const held = [...good, ...halves.filter((half) => !bad.has(half)).flat()];
  return holding(
    work,
    view,
    held,
    next.filter((group) => group.length > 0),
  );
}

async function viewOf(work: Work, folders: readonly string[] | undefined): Promise<View> {
  return { state: folders === undefined ? work.state : await look(work, work.changed, folders), folders };
}

/** Beside others the fault may be theirs: it has another try in the next round, on top of them, and then by itself. */
async function blame(work: Work, finding: Finding, complaints: Trial['complaints']): Promise<void> {
  const alone = complaints.find(({ suspects }) => suspects.length === 1 && suspects[0] === finding);
  if (alone !== undefined) return leaveOut(work, finding, alone.would, alone.isOthers !== true);
  const key = keyOf(finding);
  const isKnown = work.doubted.has(key);
  work.doubted.add(key);
  if (!isKnown) return;
  const [own] = (await tried(work, [finding])).complaints;
  if (own !== undefined) leaveOut(work, finding, own.would, own.isOthers !== true);
}
