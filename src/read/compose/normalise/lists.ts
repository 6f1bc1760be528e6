// Short forms that are a plain word or a list where the long form is a list or a mapping.
import {
  type Entry,
  entry,
  type ListNode,
  list,
  type MapNode,
  type Node,
  part,
  record,
  revalued,
  type ScalarNode,
  scalar,
} from '../node/node.ts';
import { quoted, type Report, reportTwice } from '../report.ts';

/** `tmpfs: /run` -> `tmpfs: [/run]`, items as text. */
export function textList(node: Node): Node {
  if (node.kind === 'scalar') return node.value === null ? node : wrapped(node, [asText(node)]);
  return node.kind === 'list'
    ? { ...node, items: node.items.map((item) => (item.kind === 'scalar' ? asText(item) : item)) }
    : node;
}

/** `true` -> `"true"`. */
export function textItem(node: Node): Node {
  return node.kind === 'scalar' ? asText(node) : node;
}

/** `- 0 3 * * *` -> `- cron: 0 3 * * *` (spec: jobs, "triggers"). */
export function longSchedule(node: Node): Node {
  if (node.kind !== 'scalar' || node.value === null || node.tag === 'reset') return node;
  return record([['cron', { ...node, tag: undefined }]], node.span, node);
}

/** Empty names of servers say nothing. */
export function withoutEmpty(node: Node): Node {
  if (node.kind !== 'list') return node;
  const isFilled = (item: Node) => item.kind !== 'scalar' || item.text !== '' || item.tag !== undefined;
  return { ...node, items: node.items.filter(isFilled) };
}

/** Options of a provider: each is a list of texts (spec: services, "provider"). */
export function optionLists(node: Node): Node {
  if (node.kind !== 'map') return node;
  const entries = [...node.entries].map(
    ([name, entry]) => [name, { ...entry, value: textList(entry.value) }] as const,
  );
  return { ...node, entries: new Map(entries) };
}

export function wrapped(node: Node, items: readonly Node[]): ListNode {
  return { ...list(items, node.span, node.trail), tag: node.tag };
}

/** The scalar as the text that compose makes of it: `1.0` becomes `1`, `true` stays. */
function asText(node: ScalarNode): ScalarNode {
  return typeof node.value === 'string' || node.value === null ? node : { ...node, value: node.text };
}

export interface PairRules {
  /** What a name without value has: nothing where the environment may give one (`environment`, `build.args`). */
  readonly bare: 'null' | 'empty';
  /** True where docker compose takes equal items together instead of refusing them. */
  readonly isKeyed: boolean;
}

/** `- A=1` or `A: 1` to a mapping with text values. */
export function pairsToMap(report: Report, rules: PairRules): (node: Node) => Node {
  return (node) => {
    if (node.kind === 'map') return textValues(node, rules.bare, report);
    if (node.kind !== 'list') return node;
    const entries = new Map<string, Entry>();
    const texts = new Set<string>();
    for (const item of node.items) {
      if (item.kind !== 'scalar' || item.tag === 'reset') continue;
      const accepted = rules.isKeyed || !texts.has(item.text);
      addPair(entries, item, rules.bare, report, accepted);
      texts.add(item.text);
    }
    return { kind: 'map', span: node.span, trail: node.trail, tag: node.tag, entries, wasList: true };
  };
}

function textValues(node: MapNode, bare: 'null' | 'empty', report: Report): MapNode {
  const entries = new Map<string, Entry>();
  for (const [name, { value, ...keys }] of node.entries) {
    if (value.kind === 'scalar' && value.spelling !== undefined) reportRewritten(report, name, value);
    const text =
      value.kind !== 'scalar'
        ? value
        : value.value === null && bare === 'empty'
          ? revalued(value, '')
          : asText(value);
    entries.set(name, { ...keys, value: text });
  }
  return { ...node, entries };
}

function reportRewritten(report: Report, name: string, value: ScalarNode): void {
  if (value.value === null) return;
  report.problem({
    code: 'scalar-rewritten',
    message: `${quoted(name)} becomes ${quoted(value.text)}, not ${quoted(value.spelling ?? '')} as written`,
    span: value.span,
    hint: `Put the value in quotes to keep it, or write ${quoted(value.text)}.`,
    accepted: true,
  });
}

function addPair(
  entries: Map<string, Entry>,
  item: ScalarNode,
  bare: 'null' | 'empty',
  report: Report,
  accepted: boolean,
): void {
  const at = item.text.indexOf('=');
  const key = at === -1 ? item : part(item, 0, at);
  if (at === 0) reportName(report, item, 'Expected NAME=value', true);
  else if (bare === 'null' && /\s$/.test(key.text))
    reportName(report, item, 'Expected no blank before the "="', false);
  const known = entries.get(key.text);
  if (known !== undefined)
    reportTwice(report, `the name ${quoted(key.text)}`, key.span, known.key, { accepted });
  const none = bare === 'null' ? scalar(null, item.span, item.trail) : revalued(item, '');
  entries.set(key.text, {
    ...entry(key.span, at === -1 ? { ...none, tag: item.tag } : { ...part(item, at + 1), tag: item.tag }),
  });
}

function reportName(report: Report, item: ScalarNode, expected: string, accepted: boolean): void {
  const message = `${expected}, found ${quoted(item.text)}`;
  const hint = 'Write the name right in front of the "=", or remove the item.';
  report.problem({
    code: 'invalid-value',
    message,
    span: item.span,
    hint,
    ...(accepted ? { accepted } : {}),
  });
}

/** `[a, b]` -> `{ a: null, b: null }` (networks, models). */
export function namesToMap(report: Report): (node: Node) => Node {
  return namesTo(report, (item) => ({ ...scalar(null, item.span, item.trail), tag: item.tag }));
}

/** A list of names to a mapping with the same value for each; docker compose refuses a name that is there twice. */
export function namesTo(report: Report, valueFor: (item: ScalarNode) => Node): (node: Node) => Node {
  return (node) => {
    if (node.kind !== 'list') return node;
    const entries = new Map<string, Entry>();
    for (const item of node.items) {
      if (item.kind !== 'scalar') continue;
      const known = entries.get(item.text);
      if (known !== undefined) reportTwice(report, quoted(item.text), item.span, known.key);
      entries.set(item.text, entry(item.span, valueFor(item)));
    }
    return { kind: 'map', span: node.span, trail: node.trail, tag: node.tag, entries };
  };
}
