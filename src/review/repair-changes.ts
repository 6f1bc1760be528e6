// What each fix of a round changes in the resolved compose projects, by where the values that differ stand in the files.
import type { Edit } from '../base/edit.ts';
import type { Span } from '../base/span.ts';
import { joinedLines } from '../base/text.ts';
import type { Finding } from '../model/finding.ts';
import type { ResolvedNode } from '../model/service.ts';
import { maskedText } from '../read/compose/mask.ts';
import type { FixRound } from './fix.ts';
import { type RepairState, stackKey } from './repair-judge.ts';
import { type ResolvedChange, resolvedChanges, resolvedPath } from './resolved-changes.ts';

const maximumShown = 60;

/** Lines for people, secrets masked. A difference that stands at no fix's text is told with all that could have made it. */
export function changesOf(
  round: FixRound,
  before: RepairState,
  after: RepairState,
): ReadonlyMap<Finding, readonly string[]> {
  const told = new Map<Finding, Set<string>>();
  const reviewed = round.applied.filter(({ fix }) => fix?.kind === 'review');
  if (reviewed.length === 0) return new Map();
  const moved = newPlaces(round.edits);
  const now = new Map(after.stacks.map((stack) => [stackKey(stack), stack]));
  for (const stack of before.stacks) {
    const other = now.get(stackKey(stack));
    for (const change of resolvedChanges(stack.resolved, other?.resolved)) {
      const makers = reviewed.filter((finding) => isMadeBy(change, finding, moved));
      const line = lineOf(change);
      for (const finding of makers) told.set(finding, (told.get(finding) ?? new Set()).add(line));
    }
  }
  return new Map([...told].map(([finding, lines]) => [finding, [...lines]]));
}

/** Where the text of each edit stands afterwards. */
function newPlaces(edits: FixRound['edits']): ReadonlyMap<string, Span> {
  const places = new Map<string, Span>();
  for (const [file, own] of edits) {
    let shift = 0;
    for (const { span, text } of own) {
      const start = span.start + shift;
      places.set(placeKey(span), { file, start, end: start + text.length });
      shift += text.length - (span.end - span.start);
    }
  }
  return places;
}

function placeKey({ file, start, end }: Span): string {
  return `${start}\n${end}\n${file}`;
}

function isMadeBy(
  { before, after }: ResolvedChange,
  { fix }: Finding,
  moved: ReadonlyMap<string, Span>,
): boolean {
  return (fix?.edits ?? []).some((edit: Edit) => {
    const place = moved.get(placeKey(edit.span));
    const stood = before !== undefined && meets(before.span, edit.span);
    return stood || (after !== undefined && place !== undefined && meets(after.span, place));
  });
}

function meets(a: Span, b: Span): boolean {
  return a.file === b.file && a.start <= b.end && b.start <= a.end;
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
