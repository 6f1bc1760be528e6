// Waives findings by the comments at their places, and says which comments waive nothing.
import type { Span } from '../base/span.ts';
import type { Finding, Problem, Waiver } from '../model/finding.ts';
import type { Project } from '../model/project.ts';
import { replace, review } from '../rules/fix.ts';
import type { RuleNames } from './names.ts';
import type { Positions } from './positions.ts';
import { waiverAnnotations } from './waiver-annotations.ts';
import { mayWaive, type NamedRule, parseWaiver, type WaiverComment } from './waiver-comments.ts';
import { dropName, dropWaiver } from './waiver-fixes.ts';
import { blockBelow, codeLine, reachIn } from './waiver-reach.ts';

/** One rule name of one comment, and whether it has met a finding. */
interface Entry {
  readonly comment: WaiverComment;
  readonly named: NamedRule;
  readonly rules: readonly string[];
  used: boolean;
}

export interface Waived {
  readonly findings: readonly Finding[];
  readonly unused: readonly Problem[];
  readonly withoutReason: readonly Problem[];
}

interface WaiverScope {
  readonly project: Project;
  readonly positions: Positions;
  readonly names: RuleNames;
  /** Rules that ran: a waiver of another rule may be of use in another run. */
  readonly ran: ReadonlySet<string>;
  /** `2026-12-31`; without it nothing expires. */
  readonly today?: string | undefined;
}

export function applyWaivers(findings: readonly Finding[], scope: WaiverScope): Waived {
  const comments = [...waiverComments(scope.project), ...waiverAnnotations(scope.project)];
  if (comments.length === 0) return { findings, unused: [], withoutReason: [] };
  const entries = new Map(comments.map((comment) => [comment, entriesOf(comment, scope.names)]));
  const find = entryFinder([...entries.values()].flat(), scope);
  const waived = findings.map((finding) => {
    const entry = find(finding);
    return entry === undefined ? finding : { ...finding, waived: waiverOf(entry.comment) };
  });
  const own = comments.filter((comment) => comment.tool === 'seaworthy');
  return {
    findings: waived,
    unused: own.flatMap((comment) => unusedIn(comment, entries.get(comment) ?? [], scope)),
    withoutReason: own.filter((comment) => lacksReason(comment)).map(withoutReason),
  };
}

function waiverComments(project: Project): readonly WaiverComment[] {
  const comments: WaiverComment[] = [];
  for (const [file, { text }] of project.texts) {
    if (!mayWaive(text)) continue;
    for (const comment of project.comments(file)) {
      const waiver = parseWaiver(comment, text);
      if (waiver !== undefined) comments.push(waiver);
    }
  }
  return comments;
}

function entriesOf(comment: WaiverComment, names: RuleNames): readonly Entry[] {
  return comment.names.map((named) => ({ comment, named, rules: names.resolve(named.name), used: false }));
}

/** Looks a finding's waiver up, and marks every entry that covers it as used. */
function entryFinder(
  entries: readonly Entry[],
  { project, positions, today }: WaiverScope,
): (finding: Finding) => Entry | undefined {
  const reach = reachIn(project, positions);
  const places = new Map<string, Entry[]>();
  const spans = new Map<string, { readonly span: Span; readonly entry: Entry }[]>();
  for (const entry of entries) {
    if (lacksReason(entry.comment) || hasEnded(entry.named, today)) continue;
    const { span, reach: own } = entry.comment;
    const code = codeLine(positions, { file: span.file, line: positions.start(span).line });
    const block = own === 'block' ? blockBelow(project, positions, code) : own;
    if (typeof block === 'object') {
      spans.set(block.file, [...(spans.get(block.file) ?? []), { span: block, entry }]);
      continue;
    }
    const key = block === 'file' ? span.file : `${span.file}\n${code.line}`;
    places.set(key, [...(places.get(key) ?? []), entry]);
  }
  const named = new Set(entries.flatMap(({ rules }) => rules));
  const around = ({ file, start }: Span) =>
    (spans.get(file) ?? []).flatMap(({ span, entry }) =>
      span.start <= start && start < span.end ? [entry] : [],
    );
  return (finding) => {
    if (!named.has(finding.rule)) return undefined;
    const keys = reach(finding.at).map(({ file, line }) => `${file}\n${line}`);
    const covering = [
      ...[...new Set([...keys, finding.at.file])].flatMap((key) => places.get(key) ?? []),
      ...around(finding.at),
    ].filter((entry) => entry.rules.includes(finding.rule));
    for (const entry of covering) entry.used = true;
    return covering[0];
  };
}

function hasEnded({ expires }: NamedRule, today: string | undefined): boolean {
  return expires !== undefined && today !== undefined && expires < today;
}

function waiverOf(comment: WaiverComment): Waiver {
  return { reason: comment.reason, at: comment.span };
}

function lacksReason(comment: WaiverComment): boolean {
  return comment.tool === 'seaworthy' && comment.names.length > 0 && comment.reason === '';
}

function withoutReason(comment: WaiverComment): Problem {
  const names = comment.names.map(({ name }) => name).join(', ');
  return { at: comment.span, message: `the waiver of ${names} gives no reason, so it does not count` };
}

function unusedIn(
  comment: WaiverComment,
  own: readonly Entry[],
  { project, names, ran }: WaiverScope,
): readonly Problem[] {
  if (comment.names.length === 0) {
    return [{ at: comment.span, message: 'the waiver names no rule in brackets, so it waives nothing' }];
  }
  const isIdle = (entry: Entry) =>
    !entry.used && entry.rules.length > 0 && entry.rules.every((rule) => ran.has(rule));
  const text = project.texts.get(comment.span.file)?.text ?? '';
  return own.flatMap((entry): readonly Problem[] => {
    if (entry.rules.length === 0) return [unknownRule(entry.named, names)];
    if (lacksReason(comment) || !isIdle(entry)) return [];
    const fix = own.every(isIdle) ? dropWaiver(comment, text) : dropName(entry.named, text);
    return [{ at: entry.named.span, message: `the waiver of ${entry.named.name} meets no finding`, fix }];
  });
}

/** A waiver that names nothing, with the rule that may be meant. */
export function unknownRule({ name, span }: NamedRule, names: RuleNames): Problem {
  const message = `the waiver names ${name}, which is no rule`;
  const near = names.nearest(name);
  if (near === undefined) return { at: span, message };
  return { at: span, message, fix: review(`Write ${near}`, replace(span, near)) };
}
