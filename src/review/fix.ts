// Applies the fixes of findings to texts, whole fixes only, until nothing changes any more.
import { applyEdits, type Edit } from '../base/edit.ts';
import type { SourceText } from '../model/artifact.ts';
import type { Finding, Fix } from '../model/finding.ts';
import type { Project } from '../model/project.ts';
import { type ReviewOptions, review } from './run.ts';

export interface FixOptions {
  /** Also fixes that change what runs. */
  readonly includeReview: boolean;
}

export interface FixRound {
  /** New texts of the files that change. */
  readonly changed: ReadonlyMap<string, string>;
  readonly applied: readonly Finding[];
  /** Findings whose fix overlaps one that was applied: for the next round. */
  readonly postponed: readonly Finding[];
}

/** One round: of two fixes that touch the same text the first is applied, and the other waits. */
export function applyFixes(
  findings: readonly Finding[],
  texts: ReadonlyMap<string, SourceText>,
  options: FixOptions,
): FixRound {
  const accepted = new Map<string, Edit[]>();
  const applied: Finding[] = [];
  const postponed: Finding[] = [];
  for (const finding of findings) {
    const { fix } = finding;
    if (fix === undefined || finding.waived !== undefined || !isWanted(fix, options)) continue;
    if (fix.edits.some((edit) => isBlocked(edit, accepted.get(edit.span.file) ?? [], texts))) {
      postponed.push(finding);
      continue;
    }
    for (const edit of fix.edits) insertSorted(accepted, edit);
    applied.push(finding);
  }
  return { changed: changedTexts(accepted, texts), applied, postponed };
}

function isWanted(fix: Fix, { includeReview }: FixOptions): boolean {
  return fix.edits.length > 0 && (fix.kind === 'safe' || includeReview);
}

/** `sorted` holds no overlaps, so only the neighbours of the edit's place can be in its way. */
function isBlocked(edit: Edit, sorted: readonly Edit[], texts: ReadonlyMap<string, SourceText>): boolean {
  if (!texts.has(edit.span.file)) return true;
  const at = placeIn(sorted, edit);
  return [sorted[at - 1], sorted[at]].some((other) => other !== undefined && overlaps(other, edit));
}

function overlaps(a: Edit, b: Edit): boolean {
  const samePlace = a.span.start === b.span.start && a.span.end === b.span.end;
  if (samePlace) return a.text !== b.text;
  return a.span.start < b.span.end && b.span.start < a.span.end;
}

function insertSorted(accepted: Map<string, Edit[]>, edit: Edit): void {
  const edits = accepted.get(edit.span.file);
  if (edits === undefined) accepted.set(edit.span.file, [edit]);
  else edits.splice(placeIn(edits, edit), 0, edit);
}

/** Index of the first edit that does not stand before `edit`. */
function placeIn(sorted: readonly Edit[], edit: Edit): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = sorted[middle];
    if (other !== undefined && isBefore(other, edit)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isBefore(a: Edit, b: Edit): boolean {
  return a.span.start < b.span.start || (a.span.start === b.span.start && a.span.end < b.span.end);
}

function changedTexts(
  accepted: ReadonlyMap<string, readonly Edit[]>,
  texts: ReadonlyMap<string, SourceText>,
): ReadonlyMap<string, string> {
  const changed = new Map<string, string>();
  for (const [file, edits] of accepted) {
    const before = texts.get(file)?.text ?? '';
    // Rules write line feeds; a file with the other line ends keeps its own.
    const withLineEnds = before.includes('\r\n')
      ? edits.map((edit) => ({ ...edit, text: edit.text.replace(/\r?\n/g, '\r\n') }))
      : edits;
    const after = applyEdits(before, withLineEnds).text;
    if (after !== before) changed.set(file, after);
  }
  return changed;
}

export interface FixRun {
  /** Texts that differ from those at the start. */
  readonly changed: ReadonlyMap<string, string>;
  readonly applied: readonly Finding[];
  /** False when the limit of rounds was met while fixes still changed something. */
  readonly settled: boolean;
  readonly rounds: number;
}

const roundLimit = 10;

/** Fixes and reads again until nothing changes. `reread` gives the project as it is with the changed texts. */
export async function fixUntilStable(
  project: Project,
  reread: (changed: ReadonlyMap<string, string>) => Promise<Project>,
  options: FixOptions & {
    readonly review?: ReviewOptions;
    /** Which findings are to be fixed; all by default. */
    readonly keep?: (finding: Finding) => boolean;
  },
): Promise<FixRun> {
  const changed = new Map<string, string>();
  const applied: Finding[] = [];
  let current = project;
  for (let round = 1; round <= roundLimit; round++) {
    const findings = review(current, options.review).findings.filter(options.keep ?? (() => true));
    const result = applyFixes(findings, current.texts, options);
    if (result.changed.size === 0) return { changed, applied, settled: true, rounds: round };
    for (const [file, text] of result.changed) changed.set(file, text);
    applied.push(...result.applied);
    current = await reread(changed);
  }
  return { changed, applied, settled: false, rounds: roundLimit };
}
