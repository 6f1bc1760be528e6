import type { Dependency, Stack } from '../../model/service.ts';
import { bad, defineRule, good } from '../rule.ts';
import { phaseIndex, settingsStack } from '../shared/settings-stack.ts';

export default defineRule({
  id: 'phase-before-dependency',
  area: 'project',
  severity: 'critical',
  aliases: [],
  title: 'A phase needs a service of a later phase',
  why: 'The rollout is refused before its first step: the phase could never become ready.',
  fix: 'Move the service that is needed into this phase or an earlier one.',
  references: ['https://docs.docker.com/compose/how-tos/startup-order/'],
  on: 'project',
  *check(project) {
    const found = settingsStack(project);
    if (found === undefined) return;
    const { settings, stack } = found;
    for (const [index, phase] of settings.phases.entries()) {
      for (const { value: name, span } of phase.services) {
        const needed = neededBy(stack, name).find(({ service }) => phaseIndex(settings, service) > index);
        if (needed === undefined) continue;
        const later = settings.phases[phaseIndex(settings, needed.service)];
        yield {
          at: span,
          message: `phase ${phase.name} starts ${name}, which needs ${needed.service} of ${later === undefined ? 'no phase, which comes last' : `the later phase ${later.name}`}`,
          object: `phase ${phase.name} ${name}`,
          related: [{ at: needed.span, message: `${needed.service} is needed here` }],
        };
      }
    }
  },
  examples: [
    bad(
      {
        'seaworthy.yaml': `
          phases:
            - {name: core, services: [api]}
            - {name: stores, services: [db]}
        `,
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              depends_on: [db]
            db:
              image: postgres:16.4
        `,
      },
      'seaworthy.yaml:2:29',
    ),
    good({
      'seaworthy.yaml': `
        phases:
          - {name: stores, services: [db]}
          - {name: core, services: [api]}
      `,
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
            depends_on: [db]
          db:
            image: postgres:16.4
      `,
    }),
  ],
});

/** What the service needs, and what that needs, nearest first. */
function neededBy(stack: Stack, name: string): readonly Dependency[] {
  const found = new Map<string, Dependency>();
  const open = [name];
  for (let at = open.shift(); at !== undefined; at = open.shift()) {
    for (const dependency of stack.services.get(at)?.dependsOn ?? []) {
      if (!dependency.required || found.has(dependency.service)) continue;
      found.set(dependency.service, dependency);
      open.push(dependency.service);
    }
  }
  return [...found.values()];
}
