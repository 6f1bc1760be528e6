// What each fix of a round changes in the resolved compose projects, by where the values that differ stand in the files.
import type { Span } from '../base/span.ts';
import { joinedLines } from '../base/text.ts';
import { type Finding, fixOf } from '../model/finding.ts';
import type { ResolvedNode } from '../model/service.ts';
import { maskedText } from '../read/compose/mask.ts';
import type { FixRound } from './fix.ts';
import { type MovedText, movedText } from './moved-text.ts';
import { type RepairState, stackKey } from './repair-state.ts';
import { type ResolvedChange, resolvedChanges, resolvedPath } from './resolved-changes.ts';

const maximumShown = 60;

/** Lines for people, secrets masked. A difference that stands at no fix's text is told with all that could have made it. */
export function changesOf(
  round: FixRound,
  before: RepairState,
  after: RepairState,
): ReadonlyMap<Finding, readonly string[]> {
  const told = new Map<Finding, Set<string>>();
  const reviewed = round.applied.filter((finding) => fixOf(finding)?.kind === 'review');
  if (reviewed.length === 0) return new Map();
  const moved = movedText(round);
  const editing = byEditedFile(reviewed);
  const now = new Map(after.stacks.map((stack) => [stackKey(stack), stack]));
  for (const stack of before.stacks) {
    const other = now.get(stackKey(stack));
    for (const change of resolvedChanges(stack.resolved, other?.resolved)) {
      const files = new Set([change.before?.span.file ?? '', change.after?.span.file ?? '']);
      const near = new Set([...files].flatMap((file) => editing.get(file) ?? []));
      const line = lineOf(change);
      for (const finding of near)
        if (isMadeBy(change, finding, moved)) told.set(finding, (told.get(finding) ?? new Set()).add(line));
    }
  }
  return new Map([...told].map(([finding, lines]) => [finding, [...lines]]));
}

function byEditedFile(findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  const found = new Map<string, Finding[]>();
  for (const finding of findings) {
    for (const file of new Set(fixOf(finding)?.edits.map(({ span }) => span.file))) {
      const own = found.get(file);
      if (own === undefined) found.set(file, [finding]);
      else own.push(finding);
    }
  }
  return found;
}

/** By where the values that differ stand, or by a key that the edit wrote. */
export function isMadeBy(
  { path, before, after }: ResolvedChange,
  finding: Finding,
  moved: MovedText,
): boolean {
  return (fixOf(finding)?.edits ?? []).some((edit) => {
    const place = moved.place(edit);
    if (before !== undefined && meets(edit.span, before.span)) return true;
    if (after === undefined || place === undefined || after.span.file !== place.file) return false;
    return (
      meets(place, after.span) || (path.at(-1) === writtenKey(edit.text) && isShortlyAfter(place, after.span))
    );
  });
}

/** A key keeps the quotes that it had. */
function writtenKey(text: string): string {
  return text.trim().replace(/^(['"])(.*)\1$/, '$2');
}

/** An edit of a key stands a colon and a blank in front of the value. */
function meets(edit: Span, value: Span): boolean {
  const isBehind = edit.start >= Math.max(value.end, value.start + 1);
  return edit.file === value.file && !isBehind && value.start <= edit.end + 2;
}

/** A value may begin on the line below its key. */
function isShortlyAfter(key: Span, value: Span): boolean {
  return key.end <= value.start && value.start <= key.end + 120;
}

function lineOf({ path, before, after }: ResolvedChange): string {
  return `${resolvedPath(path)}: ${shown(before, path)} -> ${shown(after, path)}`;
}

function shown(node: ResolvedNode | undefined, path: readonly string[]): string {
  if (node === undefined) return 'absent';
  const value = maskedText(node, path);
  const text = joinedLines(typeof value === 'string' ? value : JSON.stringify(value));
  return text.length > maximumShown ? `${text.slice(0, maximumShown)}…` : text;
}
