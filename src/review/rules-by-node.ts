// Which rules a node is handed to: most nodes concern a few of the many rules about their kind.
import type { AnyRule } from '../rules/index.generated.ts';
import type { NodeKind, Rule } from '../rules/rule.ts';

export interface RulesByNode {
  /** Rules on this kind that look at nodes of this name, in their order. */
  of(kind: NodeKind, name: string | undefined): readonly AnyRule[];
  has(kind: NodeKind): boolean;
}

export function rulesByNode(rules: readonly AnyRule[]): RulesByNode {
  const known = new Map<NodeKind, Map<string | undefined, readonly AnyRule[]>>();
  const kinds = new Set(rules.map(({ on }) => on));
  const of = (kind: NodeKind, name: string | undefined) => {
    const byName = known.get(kind) ?? new Map<string | undefined, readonly AnyRule[]>();
    known.set(kind, byName);
    const found = byName.get(name) ?? rules.filter((rule) => rule.on === kind && looksAt(rule, name));
    byName.set(name, found);
    return found;
  };
  return { of, has: (kind) => kinds.has(kind) };
}

/** For the compiler. */
export function asksFor<K extends NodeKind>(rule: AnyRule, kind: K): rule is AnyRule & Rule<K> {
  return rule.on === kind;
}

function looksAt({ only }: AnyRule, name: string | undefined): boolean {
  return only === undefined || (name !== undefined && only.includes(name));
}
