import type { Dependency, Stack } from '../../model/service.ts';
import { bad, defineRule, good } from '../rule.ts';

export default defineRule({
  id: 'dependency-cycle',
  area: 'compose',
  severity: 'critical',
  aliases: ['compose-go:dependency-cycle'],
  title: 'Services depend on each other in a circle',
  why: 'Compose refuses the whole project, so no service starts.',
  fix: 'Drop the dependency that is not needed at start, and let that service retry its connection instead.',
  references: ['https://docs.docker.com/compose/how-tos/startup-order/'],
  on: 'stack',
  *check(stack) {
    const told = new Set<string>();
    for (const path of cyclesOf(stack)) {
      const last = path.at(-1);
      if (last === undefined || path.some((step) => told.has(step.service))) continue;
      for (const step of path) told.add(step.service);
      const names = [last.service, ...path.map((step) => step.service)];
      yield {
        at: last.span,
        message: `services depend on each other in a circle: ${names.join(' -> ')}`,
        object: `cycle ${[...names].slice(1).sort().join(', ')}`,
        related: path.slice(0, -1).map((step) => ({ at: step.span, message: `needs ${step.service}` })),
      };
    }
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              depends_on: [worker]
            worker:
              image: ghcr.io/acme/worker:1.4.2
              depends_on: [api]
        `,
      },
      'compose.yaml:7:18',
    ),
    good({
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
            depends_on: [db, worker]
          worker:
            image: ghcr.io/acme/worker:1.4.2
            depends_on: [db]
          db:
            image: postgres:16.4
      `,
    }),
  ],
});

/** Circles in the graph, at least one of each knot of services, in time linear to the dependencies. */
function cyclesOf(stack: Stack): readonly (readonly Dependency[])[] {
  const order = [...stack.services.keys()];
  const cycles: (readonly Dependency[])[] = [];
  const done = new Set<string>();
  for (const name of order) walkFrom(stack, name, done, (cycle) => cycles.push(rotated(cycle, order)));
  return cycles;
}

interface Visit {
  readonly service: string;
  readonly rest: Iterator<Dependency>;
}

/** Depth first with a stack of its own: chains of services may be longer than the engine's stack is deep. */
function walkFrom(
  stack: Stack,
  name: string,
  done: Set<string>,
  found: (cycle: readonly Dependency[]) => void,
): void {
  if (done.has(name)) return;
  const open = new Map<string, number>();
  const path: Dependency[] = [];
  const visits: Visit[] = [];
  const enter = (service: string) => {
    open.set(service, visits.length);
    visits.push({ service, rest: (stack.services.get(service)?.dependsOn ?? []).values() });
  };
  enter(name);
  for (let at = visits.at(-1); at !== undefined; at = visits.at(-1)) {
    const { value, done: isLast } = at.rest.next();
    if (isLast === true) {
      visits.pop();
      path.pop();
      open.delete(at.service);
      done.add(at.service);
      continue;
    }
    const from = open.get(value.service);
    if (from !== undefined) found([...path.slice(from), value]);
    else if (!done.has(value.service)) {
      path.push(value);
      enter(value.service);
    }
  }
}

/** The circle told from the service that stands first in the file. */
function rotated(cycle: readonly Dependency[], order: readonly string[]): readonly Dependency[] {
  const names = new Set(cycle.map(({ service }) => service));
  const first = order.find((name) => names.has(name));
  const at = cycle.findIndex(({ service }) => service === first) + 1;
  return [...cycle.slice(at), ...cycle.slice(0, at)];
}
