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
    for (const name of stack.services.keys()) {
      const path = cycleFrom(stack, name, [], told);
      const last = path?.at(-1);
      if (path === undefined || last === undefined) continue;
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

/** The dependencies from `name` back to it, unless a service on the way has been told of already. */
function cycleFrom(
  stack: Stack,
  name: string,
  path: readonly Dependency[],
  told: ReadonlySet<string>,
  seen = new Set<string>(),
): readonly Dependency[] | undefined {
  const current = path.at(-1)?.service ?? name;
  if (told.has(current) || seen.has(current)) return undefined;
  seen.add(current);
  for (const dependency of stack.services.get(current)?.dependsOn ?? []) {
    const next = [...path, dependency];
    if (dependency.service === name) return next;
    const found = cycleFrom(stack, name, next, told, seen);
    if (found !== undefined) return found;
  }
  return undefined;
}
