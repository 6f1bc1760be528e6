// Tables keyed by a path pattern (`services.*.ports`), compiled to a tree so that a walk costs one step a key.
import { type Entry, type Node, withEntries } from './node.ts';

export interface PathTable<T> {
  readonly rule: T | undefined;
  readonly keys: ReadonlyMap<string, PathTable<T>>;
  /** Keys and list items for which no name is given: `*`. */
  readonly rest: PathTable<T> | undefined;
}

interface Growing<T> {
  rule: T | undefined;
  readonly keys: Map<string, Growing<T>>;
  rest: Growing<T> | undefined;
}

const empty = <T>(): Growing<T> => ({ rule: undefined, keys: new Map(), rest: undefined });

/** Compiled at its first use: many a run has no compose file. */
export function pathTable<T>(rules: () => Readonly<Record<string, T>>): PathTable<T> {
  let compiled: PathTable<T> | undefined;
  const root = () => {
    compiled ??= compile(rules());
    return compiled;
  };
  return {
    get rule() {
      return root().rule;
    },
    get keys() {
      return root().keys;
    },
    get rest() {
      return root().rest;
    },
  };
}

function compile<T>(rules: Readonly<Record<string, T>>): PathTable<T> {
  const root = empty<T>();
  for (const [pattern, rule] of Object.entries(rules)) {
    let at = root;
    for (const key of pattern.split('.')) {
      const known = key === '*' ? at.rest : at.keys.get(key);
      const next = known ?? empty<T>();
      if (key === '*') at.rest = next;
      else at.keys.set(key, next);
      at = next;
    }
    at.rule = rule;
  }
  return root;
}

/** Rules of services, for whatever else is a container too: jobs, and the hooks that run before a service. */
export function forContainers<T>(rules: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  const own = Object.entries(rules).flatMap(([path, rule]): (readonly [string, T])[] => {
    if (!path.startsWith(service)) return [[path, rule]];
    const key = path.slice(service.length);
    return [path, `jobs.*.${key}`, `${service}pre_start.*.${key}`].map((each) => [each, rule] as const);
  });
  return Object.fromEntries(own);
}

const service = 'services.*.';

/** The table below a key or list item. */
export function below<T>(table: PathTable<T> | undefined, key: string): PathTable<T> | undefined {
  return table?.keys.get(key) ?? table?.rest;
}

type Rule = (node: Node) => Node;

/** Applies the rules of a table from the root down; a rule sees its node before the rules below it do. */
export function transform(node: Node, table: PathTable<Rule>): Node {
  return transformBy(node, table, (rule, at) => rule(at));
}

/** The same with rules that need more than the node. */
export function transformBy<T>(
  node: Node,
  table: PathTable<T> | undefined,
  apply: (rule: T, node: Node) => Node,
): Node {
  if (table === undefined || node.tag === 'reset') return node;
  const own = table.rule === undefined ? node : apply(table.rule, node);
  if (table.keys.size === 0 && table.rest === undefined) return own;
  if (own.kind === 'list') {
    const { rest } = table;
    if (rest === undefined) return own;
    const items = own.items.map((item) => transformBy(item, rest, apply));
    return items.every((item, index) => item === own.items[index]) ? own : { ...own, items };
  }
  if (own.kind === 'scalar') return own;
  const changes: (readonly [string, Entry])[] = [];
  own.entries.forEach((entry, name) => {
    const inner = below(table, name);
    const value = inner === undefined ? entry.value : transformBy(entry.value, inner, apply);
    if (value !== entry.value) changes.push([name, { ...entry, value }]);
  });
  return changes.length === 0 ? own : withEntries(own, changes);
}
