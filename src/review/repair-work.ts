// What a repair keeps from round to round, and one trial of fixes: apply, read, review, and what is wrong with it.
import type { Position } from '../base/span.ts';
import { type Finding, fixOf } from '../model/finding.ts';
import { applyFixes, type FixRound } from './fix.ts';
import { positionsIn } from './positions.ts';
import type { Fixed, LeftOut, RepairOptions, RepairSource } from './repair.ts';
import type { Complaint } from './repair-complaint.ts';
import { complaintsAbout } from './repair-judge.ts';
import type { RepairState } from './repair-state.ts';
import { review } from './run.ts';

/** What goes on from round to round. */
export interface Work {
  readonly source: RepairSource;
  readonly options: RepairOptions;
  readonly fixed: Fixed[];
  readonly leftOut: LeftOut[];
  /** Fixes that are not tried again. */
  readonly passed: Set<string>;
  /** Fixes that were bad beside others once. */
  readonly doubted: Set<string>;
  /** The name that stands for all of a file. */
  readonly names: Map<string, string>;
  state: RepairState;
  changed: ReadonlyMap<string, string>;
}

/** What a trial looks at. */
export interface View {
  readonly state: RepairState;
  /** Folders of the top; the whole project when undefined. */
  readonly folders: readonly string[] | undefined;
}

export async function look(
  { source, options }: Pick<Work, 'source' | 'options'>,
  changed: ReadonlyMap<string, string>,
  folders?: readonly string[],
): Promise<RepairState> {
  const project = await source.read(changed, folders);
  return { result: review(project, options.review), stacks: project.stacks };
}

/** The same fix of the same fact, wherever it stands by now. */
export function keyOf(finding: Finding): string {
  const { rule, at, object, message } = finding;
  const fix = fixOf(finding);
  const edits = fix?.edits.map((edit) => edit.text) ?? [];
  return JSON.stringify([rule, at.file, object, message, fix?.title, edits]);
}

export function leaveOut(work: Work, finding: Finding, would: string, isBug: boolean): void {
  work.passed.add(keyOf(finding));
  work.leftOut.push({ finding, place: placeOf(work.state, finding), would, isBug });
}

function placeOf({ result }: RepairState, { at }: Finding): Position {
  return positionsIn(result.texts).start(at);
}

export interface Trial {
  readonly round: FixRound;
  readonly state: RepairState;
  readonly changed: ReadonlyMap<string, string>;
  readonly complaints: readonly Complaint[];
}

/** Of fixes whose text lies outside of the folders in view nothing is applied. */
export async function tried(
  work: Work,
  fixes: readonly Finding[],
  view: View = { state: work.state, folders: undefined },
): Promise<Trial> {
  const { state, folders } = view;
  const seen = folders === undefined ? fixes : fixes.filter((finding) => isIn(folders, finding));
  const round = applyFixes(seen, state.result.texts, { includeReview: true });
  const changed = new Map([...work.changed, ...round.changed]);
  if (round.changed.size === 0) {
    const complaints = seen.length === 0 ? [] : [{ would: 'change nothing', suspects: seen, about: [] }];
    return { round, state, changed: work.changed, complaints };
  }
  const next = await look(work, changed, folders);
  return { round, state: next, changed, complaints: complaintsAbout(round, state, next) };
}

function isIn(folders: readonly string[], finding: Finding): boolean {
  return (fixOf(finding)?.edits ?? []).every(({ span }) => folders.includes(topOf(span.file)));
}

/** The folder of the root that a file lies in; empty for the root itself, and outside of it. */
export function topOf(file: string): string {
  const [top = '', ...rest] = file.split('/');
  return rest.length === 0 || top === '..' ? '' : top;
}
