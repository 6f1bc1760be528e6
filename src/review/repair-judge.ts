// What is wrong with a round of fixes: a finding that stays, one that comes, a file that is not understood any more, a
// resolved project that differs where it must not. The texts themselves are not looked at.
import type { Artifact } from '../model/artifact.ts';
import { type Finding, fixOf, isAtLeast, severities } from '../model/finding.ts';
import type { FixRound } from './fix.ts';
import { type MovedText, movedText } from './moved-text.ts';
import { positionsIn } from './positions.ts';
import { type Complaint, editing } from './repair-complaint.ts';
import { elsewhere } from './repair-elsewhere.ts';
import type { RepairState } from './repair-state.ts';
import type { ReviewResult } from './result.ts';
import { comeSince } from './since.ts';

export function complaintsAbout(
  round: FixRound,
  before: RepairState,
  after: RepairState,
): readonly Complaint[] {
  const known = round.applied.length === 0 ? [] : [...unread(round, before, after)];
  const moved = movedText(round);
  // What cannot be read has other findings besides, which say nothing.
  if (known.length > 0) return known;
  return [
    ...staying(round, before.result, after.result, moved),
    ...coming(round, before.result, after.result, moved),
    ...elsewhere(round, before, after, moved),
  ];
}

const ranks: Readonly<Record<Artifact['understood'], number>> = { yes: 0, partly: 1, no: 2 };

function* unread(round: FixRound, before: RepairState, after: RepairState): Iterable<Complaint> {
  const known = new Map(before.result.artifacts.map((artifact) => [artifact.file, artifact]));
  const now = new Map(after.result.artifacts.map((artifact) => [artifact.file, artifact]));
  for (const file of round.changed.keys()) {
    const [was, is] = [known.get(file), now.get(file)];
    if (was === undefined) continue;
    const suspects = editing(round, new Set([file]));
    if (is === undefined) yield { would: `make ${file} another kind of file`, suspects, about: [file] };
    else if (ranks[is.understood] > ranks[was.understood])
      yield {
        would: `leave ${file} not understood: ${is.why ?? 'no reason is known'}`,
        suspects,
        about: [file],
      };
  }
}

/** Of findings that say the same one goes for each fix, and none says it of the new text. */
function* staying(
  round: FixRound,
  before: ReviewResult,
  after: ReviewResult,
  moved: MovedText,
): Iterable<Complaint> {
  const would = 'leave its finding as it is';
  const same = ({ rule, at, object, message }: Finding) => [rule, at.file, object, message].join('\n');
  const [all, left] = [groups(before.findings, same), groups(after.findings, same)];
  for (const [group, suspects] of groups(round.applied, same)) {
    const gone = (all.get(group)?.length ?? 0) - (left.get(group)?.length ?? 0);
    if (gone < suspects.length) yield { would, suspects, about: [], isSure: gone <= 0 };
  }
  const places = groups(after.findings, ({ rule, at }) => [rule, at.file, at.start].join('\n'));
  for (const finding of round.applied) {
    const { rule, at } = finding;
    const here = places.get([rule, at.file, moved.offset(at.file, at.start)].join('\n')) ?? [];
    const isTold = here.some((one) => one.message !== finding.message && saysTheSame(finding, one, before));
    if (isTold) yield { would, suspects: [finding], about: [], isSure: true };
  }
}

function saysTheSame(finding: Finding, now: Finding, { texts }: ReviewResult): boolean {
  return (fixOf(finding)?.edits ?? []).some(({ span, text }) => {
    const old = texts.get(span.file)?.text.slice(span.start, span.end) ?? '';
    return text !== '' && old !== '' && now.message.replaceAll(text, old) === finding.message;
  });
}

function groups(
  findings: readonly Finding[],
  keyOf: (finding: Finding) => string,
): ReadonlyMap<string, readonly Finding[]> {
  const found = new Map<string, Finding[]>();
  for (const finding of findings) {
    const group = found.get(keyOf(finding));
    if (group === undefined) found.set(keyOf(finding), [finding]);
    else group.push(finding);
  }
  return found;
}

function* coming(
  round: FixRound,
  before: ReviewResult,
  after: ReviewResult,
  moved: MovedText,
): Iterable<Complaint> {
  const come = comeSince(after, before).filter(
    ({ waived, severity }) => waived === undefined && isAtLeast(severity, 'medium'),
  );
  if (come.length === 0) return;
  const fixed = new Set(round.applied.map(factOf));
  // What it is about may have another name now, as stages that are counted do.
  const others = comeSince(before, after).filter((finding) => !fixed.has(factOf(finding)));
  const places = ({ rule, at }: Finding) => `${rule}\n${at.file}\n${moved.offset(at.file, at.start)}`;
  const known = new Set(others.flatMap((finding) => [factOf(finding), places(finding)]));
  const positions = positionsIn(after.texts);
  const byLine = waivedElsewhere(before, places);
  for (const finding of come) {
    const { rule, at, related, message } = finding;
    if (known.has(factOf(finding)) || known.has(`${rule}\n${at.file}\n${at.start}`)) continue;
    const about = [at.file, ...related.map((label) => label.at.file)];
    const suspects = editing(round, new Set(about));
    if (suspects.every((suspect) => isUncovering(suspect, finding, moved))) continue;
    if (round.applied.some((one) => letsRun(one, finding) && isUncovering(one, finding, moved))) continue;
    const { line, column } = positions.start(at);
    const waiver = byLine.get(`${rule}\n${at.file}\n${at.start}`);
    if (waiver !== undefined) {
      const would = `move ${rule} at ${at.file}:${line}:${column} away from the line that ${waiver} waives`;
      yield { would, suspects: editing(round, new Set([at.file])), about: [at.file], isOthers: true };
      continue;
    }
    yield {
      would: `bring the finding ${rule} at ${at.file}:${line}:${column} (${message})`,
      suspects,
      about,
    };
  }
}

/** The files whose waivers met findings of other files, by where those stand now: some tools count lines. */
function waivedElsewhere(
  { findings }: ReviewResult,
  placeOf: (finding: Finding) => string,
): ReadonlyMap<string, string> {
  return new Map(
    findings.flatMap((finding): (readonly [string, string])[] => {
      const file = finding.waived?.at.file;
      return file === undefined || file === finding.at.file ? [] : [[placeOf(finding), file]];
    }),
  );
}

function factOf({ rule, at, message }: Finding): string {
  return `${rule}\n${at.file}\n${message}`;
}

/**
 * Behind a mistake that is mended stands what it hid: less grave, or elsewhere. What runs as before can hide nothing,
 * and what is critical does not run.
 */
function isUncovering(finding: Finding, come: Finding, moved: MovedText): boolean {
  const fix = fixOf(finding);
  if (fix === undefined || (fix.kind !== 'review' && finding.severity !== 'critical')) return false;
  const step = severities.indexOf(come.severity) - severities.indexOf(finding.severity);
  if (step !== 0) return step > 0;
  return !fix.edits.some((edit) => {
    const place = moved.place(edit);
    return place?.file === come.at.file && place.start <= come.at.end && come.at.start <= place.end;
  });
}

/** A mistake that names the file kept it from being run: a stage that was misspelt, say. */
function letsRun({ severity, related }: Finding, come: Finding): boolean {
  return severity === 'critical' && related.some(({ at }) => at.file === come.at.file);
}
