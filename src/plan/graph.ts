// Order among services: dependency layers, cycles, closures. Linear in services and edges.
import type { Wanted } from '../model/unit.ts';

export type Edges = ReadonlyMap<string, readonly string[]>;

/** Dependencies of each wanted service on other wanted ones. */
export function dependencyEdges(wanted: readonly Wanted[]): Edges {
  const names = new Set(wanted.map((one) => one.unit.service));
  return new Map(
    wanted.map((one) => [
      one.unit.service,
      one.dependsOn.map((on) => on.service).filter((name) => names.has(name)),
    ]),
  );
}

/** A cycle in the order in which it runs (`a, b, a`), or undefined. */
export function findCycle(edges: Edges): readonly string[] | undefined {
  const done = new Set<string>();
  for (const root of edges.keys()) {
    const path: string[] = [];
    const onPath = new Set<string>();
    const cycle = walk(root);
    if (cycle !== undefined) return cycle;

    function walk(name: string): readonly string[] | undefined {
      if (onPath.has(name)) return [...path.slice(path.indexOf(name)), name];
      if (done.has(name)) return undefined;
      path.push(name);
      onPath.add(name);
      for (const next of edges.get(name) ?? []) {
        const found = walk(next);
        if (found !== undefined) return found;
      }
      path.pop();
      onPath.delete(name);
      done.add(name);
      return undefined;
    }
  }
  return undefined;
}

/** `start` and everything it needs, directly or not. */
export function closureOf(start: Iterable<string>, edges: Edges): Set<string> {
  const seen = new Set<string>(start);
  const queue = [...seen];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    for (const next of edges.get(name) ?? []) {
      if (seen.has(next)) continue;
      seen.add(next);
      queue.push(next);
    }
  }
  return seen;
}

/** The shortest dependency path from `from` to a service that `isGoal` accepts, both ends included. */
export function pathTo(
  from: string,
  isGoal: (name: string) => boolean,
  edges: Edges,
): readonly string[] | undefined {
  const before = new Map<string, string | undefined>([[from, undefined]]);
  const queue = [from];
  for (const name of queue) {
    if (name !== from && isGoal(name)) return unwind(name);
    for (const next of edges.get(name) ?? []) {
      if (before.has(next)) continue;
      before.set(next, name);
      queue.push(next);
    }
  }
  return undefined;

  function unwind(end: string): readonly string[] {
    const path: string[] = [];
    for (let at: string | undefined = end; at !== undefined; at = before.get(at)) path.unshift(at);
    return path;
  }
}
