// Which rules a node is handed to: most nodes concern a few of the many rules about their kind.
import type { AnyRule, NodeKind, Rule } from '../rules/rule.ts';

/**
 * What a walk needs of a rule, a million times in a large review. Rules have keys of their own choice, and V8 finds a key
 * slowly among objects of many shapes: these are of one.
 */
export interface Asked<K extends NodeKind = NodeKind> {
  readonly rule: AnyRule;
  readonly check: Rule<K>['check'];
  readonly inParts: boolean;
}

export interface RulesByNode {
  /** Rules on this kind that look at nodes of one of these names, in their order. */
  of<K extends NodeKind>(kind: K, names: readonly string[]): readonly Asked<K>[];
  has(kind: NodeKind): boolean;
}

/** More combinations of names than this are of files that are made to be large: those are looked up each time. */
const maximumKept = 2000;

export function rulesByNode(rules: readonly AnyRule[]): RulesByNode {
  const kinds = new Map<NodeKind, ReturnType<typeof rulesOn>>();
  return {
    of<K extends NodeKind>(kind: K, names: readonly string[]) {
      const known = kinds.get(kind) ?? rulesOn(rules, kind);
      kinds.set(kind, known);
      // What is kept under a kind was made for it.
      return known(names) as readonly Asked<K>[];
    },
    has: (kind) => rules.some(({ on }) => on === kind),
  };
}

function rulesOn<K extends NodeKind>(rules: readonly AnyRule[], kind: K) {
  const all = rules.filter((rule) => asksFor(rule, kind));
  const byNames = new Map<string, readonly Asked<K>[]>();
  return (names: readonly string[]): readonly Asked<K>[] => {
    const key = names.length === 1 ? (names[0] ?? '') : names.join(' ');
    const known = byNames.get(key);
    if (known !== undefined) return known;
    const found = all.filter((rule) => looksAt(rule, names)).map((rule) => askedOf<K>(rule));
    if (byNames.size < maximumKept) byNames.set(key, found);
    return found;
  };
}

function askedOf<K extends NodeKind>(rule: AnyRule & Rule<K>): Asked<K> {
  return { rule, check: rule.check, inParts: rule.inParts === true };
}

function asksFor<K extends NodeKind>(rule: AnyRule, kind: K): rule is AnyRule & Rule<K> {
  return rule.on === kind;
}

function looksAt({ only }: AnyRule, names: readonly string[]): boolean {
  return only === undefined || names.some((name) => only.includes(name));
}
