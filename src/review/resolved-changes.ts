// How two resolved compose projects differ: what a fix changes beyond its own text.
import type { ResolvedNode } from '../model/service.ts';
import { plainNode } from '../read/compose/mask.ts';

export interface ResolvedChange {
  /** Keys and indexes from the top: `['services', 'api', 'ports', '0']`. */
  readonly path: readonly string[];
  /** Undefined: it was not there. */
  readonly before: ResolvedNode | undefined;
  /** Undefined: it is gone. */
  readonly after: ResolvedNode | undefined;
}

/** Lists whose order says nothing. */
const unordered: ReadonlySet<string> = new Set(['ports', 'expose', 'cap_add', 'cap_drop', 'profiles']);

function isSameSet(before: readonly ResolvedNode[], after: readonly ResolvedNode[]): boolean {
  const words = (items: readonly ResolvedNode[]) =>
    items.map((item) => JSON.stringify(plainNode(item))).sort();
  return JSON.stringify(words(before)) === JSON.stringify(words(after));
}

type Pair = readonly [index: number, before: ResolvedNode | undefined, after: ResolvedNode | undefined];

/** Items that belong together: those of one index, and where some came or went those that stay as they are. */
function pairsOf(before: readonly ResolvedNode[], after: readonly ResolvedNode[]): readonly Pair[] {
  if (before.length === after.length) return after.map((node, index) => [index, before[index], node]);
  const words = (items: readonly ResolvedNode[]) => items.map((item) => JSON.stringify(plainNode(item)));
  const [old, now] = [words(before), words(after)];
  const pairs: Pair[] = [];
  let [from, to] = [0, 0];
  const pairUntil = (endOld: number, endNow: number) => {
    for (; from < endOld || to < endNow; from += 1, to += 1) {
      const one = from < endOld ? before[from] : undefined;
      pairs.push(to < endNow ? [to, one, after[to]] : [from, one, undefined]);
    }
  };
  for (const [index, word] of old.entries()) {
    const there = now.indexOf(word, to);
    if (there === -1) continue;
    pairUntil(index, there);
    pairs.push([there, before[index], after[there]]);
    [from, to] = [index + 1, there + 1];
  }
  pairUntil(old.length, now.length);
  return pairs;
}

/** The innermost differences, in the order of the first project. Where values stand in files does not count. */
export function resolvedChanges(
  before: ResolvedNode | undefined,
  after: ResolvedNode | undefined,
  path: readonly string[] = [],
): readonly ResolvedChange[] {
  if (before === after) return [];
  if (before?.kind === 'map' && after?.kind === 'map') {
    const keys = new Set([...before.entries.keys(), ...after.entries.keys()]);
    return [...keys].flatMap((key) =>
      resolvedChanges(before.entries.get(key), after.entries.get(key), [...path, key]),
    );
  }
  if (before?.kind === 'list' && after?.kind === 'list') {
    if (unordered.has(path.at(-1) ?? '') && isSameSet(before.items, after.items)) return [];
    return pairsOf(before.items, after.items).flatMap(([index, one, other]) =>
      resolvedChanges(one, other, [...path, String(index)]),
    );
  }
  const isSame = before?.kind === 'scalar' && after?.kind === 'scalar' && before.value === after.value;
  return isSame ? [] : [{ path, before, after }];
}

/** `services.api.ports[0].host_ip`. */
export function resolvedPath(path: readonly string[]): string {
  return path
    .map((key, index) => {
      if (/^\d+$/.test(key) && index > 0) return `[${key}]`;
      const word = /^[\w-]+$/.test(key) ? key : JSON.stringify(key);
      return index === 0 ? word : `.${word}`;
    })
    .join('');
}
