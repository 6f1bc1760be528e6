// Applies the fixes of findings to texts: whole fixes only, and no two that touch the same text.
import { applyEdits, type Edit } from '../base/edit.ts';
import type { Span } from '../base/span.ts';
import type { SourceText } from '../model/artifact.ts';
import { type Finding, type Fix, fixOf } from '../model/finding.ts';
import type { Project } from '../model/project.ts';
import { canStandBeside, inOrder } from './insertions.ts';
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
  /** The edits as they were done, by file, in order. */
  readonly edits: ReadonlyMap<string, readonly Edit[]>;
}

/** One round: of two fixes that touch the same text the first is applied, and the other waits. */
export function applyFixes(
  findings: readonly Finding[],
  texts: ReadonlyMap<string, SourceText>,
  options: FixOptions,
): FixRound {
  const accepted = new Map<string, Accepted[]>();
  const applied: Finding[] = [];
  const postponed: Finding[] = [];
  for (const finding of findings) {
    const fix = fixOf(finding);
    if (fix === undefined || finding.waived !== undefined || !isWanted(fix, options)) continue;
    if (flawOf(fix, texts) !== undefined) continue;
    const edits = fix.edits.map((edit) => asWritten(edit, texts.get(edit.span.file)?.text ?? ''));
    if (edits.some((edit) => isBlocked(edit, accepted.get(edit.span.file) ?? []))) {
      postponed.push(finding);
      continue;
    }
    for (const edit of edits) insertSorted(accepted, edit);
    applied.push(finding);
  }
  const edits = new Map([...accepted].map(([file, own]) => [file, own.map(editOf)]));
  return { changed: changedTexts(edits, texts), applied, postponed, edits };
}

/** What is written at one place. */
interface Accepted {
  readonly span: Span;
  /** Several where lines of several fixes stand beside each other. */
  readonly texts: readonly string[];
}

function editOf({ span, texts }: Accepted): Edit {
  return { span, text: texts.length === 1 ? (texts[0] ?? '') : inOrder(texts) };
}

function isWanted(fix: Fix, { includeReview }: FixOptions): boolean {
  return fix.edits.length > 0 && (fix.kind === 'safe' || includeReview);
}

/** What is wrong with a fix by itself, as the end of `it would …`; such a one is never applied. */
export function flawOf(fix: Fix, texts: ReadonlyMap<string, SourceText>): string | undefined {
  for (const { span } of fix.edits) {
    const length = texts.get(span.file)?.text.length;
    if (length === undefined) return `edit ${span.file}, which was not read`;
    const isPlace = Number.isInteger(span.start) && Number.isInteger(span.end);
    if (!isPlace || span.start < 0 || span.end < span.start || span.end > length)
      return `edit a place outside of ${span.file}`;
  }
  const written = fix.edits.map((edit) => asWritten(edit, texts.get(edit.span.file)?.text ?? ''));
  const sorted = written.toSorted(
    (a, b) => compare(a.span.file, b.span.file) || a.span.start - b.span.start || a.span.end - b.span.end,
  );
  const isDouble = sorted.some((edit, index) => {
    const other = sorted[index - 1];
    return other !== undefined && other.span.file === edit.span.file && isConflict(other, edit);
  });
  return isDouble ? 'edit the same text twice' : undefined;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** `sorted` holds no overlaps, so only the neighbours of the edit's place can be in its way. */
function isBlocked(edit: Edit, sorted: readonly Accepted[]): boolean {
  const at = placeIn(sorted, edit.span);
  const [before, there] = [sorted[at - 1], sorted[at]];
  if (there !== undefined && isSamePlace(there.span, edit.span)) {
    const isInsertion = edit.span.start === edit.span.end;
    if (there.texts.includes(edit.text)) return false;
    return !isInsertion || !there.texts.every((text) => canStandBeside(text, edit.text));
  }
  return [before, there].some((other) => other !== undefined && overlaps(other.span, edit.span));
}

function isConflict(a: Edit, b: Edit): boolean {
  return isSamePlace(a.span, b.span) ? a.text !== b.text : overlaps(a.span, b.span);
}

function isSamePlace(a: Span, b: Span): boolean {
  return a.start === b.start && a.end === b.end;
}

function overlaps(a: Span, b: Span): boolean {
  return a.start < b.end && b.start < a.end;
}

function insertSorted(accepted: Map<string, Accepted[]>, { span, text }: Edit): void {
  const own = accepted.get(span.file);
  if (own === undefined) {
    accepted.set(span.file, [{ span, texts: [text] }]);
    return;
  }
  const at = placeIn(own, span);
  const there = own[at];
  if (there === undefined || !isSamePlace(there.span, span)) own.splice(at, 0, { span, texts: [text] });
  else if (!there.texts.includes(text)) own[at] = { span, texts: [...there.texts, text] };
}

/** Index of the first that does not stand before `span`. */
function placeIn(sorted: readonly Accepted[], span: Span): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = sorted[middle];
    if (other !== undefined && isBefore(other.span, span)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isBefore(a: Span, b: Span): boolean {
  return a.start < b.start || (a.start === b.start && a.end < b.end);
}

/** Rules write line feeds and do not know of a byte order mark: a file keeps the line ends and the mark it has. */
function asWritten({ span, text }: Edit, before: string): Edit {
  const mark = before.startsWith('\ufeff') ? 1 : 0;
  const [start, end] = [Math.max(span.start, mark), Math.max(span.end, mark)];
  const isWindows = lineEndAt(before, start) === '\r\n';
  return {
    span: { file: span.file, start, end },
    text: isWindows ? text.replace(/\r?\n/g, '\r\n') : text,
  };
}

/** The line end that the line has, or else the one before it: some files have both kinds. */
function lineEndAt(text: string, offset: number): '\n' | '\r\n' {
  const own = text.indexOf('\n', offset);
  const at = own === -1 ? text.lastIndexOf('\n') : own;
  return at > 0 && text[at - 1] === '\r' ? '\r\n' : '\n';
}

function changedTexts(
  edited: ReadonlyMap<string, readonly Edit[]>,
  texts: ReadonlyMap<string, SourceText>,
): ReadonlyMap<string, string> {
  const changed = new Map<string, string>();
  for (const [file, edits] of edited) {
    const before = texts.get(file)?.text ?? '';
    const after = applyEdits(before, edits).text;
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

export const roundLimit = 10;

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
