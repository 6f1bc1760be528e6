// Which rules a node is handed to: most nodes concern a few of the many rules about their kind.
import type { AnyRule } from '../rules/index.generated.ts';
import type { NodeKind, Rule } from '../rules/rule.ts';

export interface RulesByNode {
  /** Rules on this kind that look at nodes of one of these names, in their order. */
  of(kind: NodeKind, names: readonly string[]): readonly AnyRule[];
  has(kind: NodeKind): boolean;
}

/** More combinations of names than this are of files that are made to be large: those are looked up each time. */
const maximumKept = 2000;

export function rulesByNode(rules: readonly AnyRule[]): RulesByNode {
  const known = new Map<NodeKind, Map<string, readonly AnyRule[]>>();
  const kinds = new Set(rules.map(({ on }) => on));
  const of = (kind: NodeKind, names: readonly string[]) => {
    const byNames = known.get(kind) ?? new Map<string, readonly AnyRule[]>();
    known.set(kind, byNames);
    const key = names.length === 1 ? (names[0] ?? '') : names.join(' ');
    const found = byNames.get(key) ?? rules.filter((rule) => rule.on === kind && looksAt(rule, names));
    if (byNames.size < maximumKept) byNames.set(key, found);
    return found;
  };
  return { of, has: (kind) => kinds.has(kind) };
}

/** For the compiler. */
export function asksFor<K extends NodeKind>(rule: AnyRule, kind: K): rule is AnyRule & Rule<K> {
  return rule.on === kind;
}

function looksAt({ only }: AnyRule, names: readonly string[]): boolean {
  return only === undefined || names.some((name) => only.includes(name));
}
