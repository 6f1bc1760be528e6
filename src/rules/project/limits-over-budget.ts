import { formatBytes } from '../../base/units.ts';
import type { Service, Stack } from '../../model/service.ts';
import type { Settings } from '../../model/settings.ts';
import { bad, defineRule, good } from '../rule.ts';
import { isOneShot } from '../shared/stack.ts';

export default defineRule({
  id: 'limits-over-budget',
  area: 'project',
  severity: 'medium',
  aliases: [],
  title: 'The memory limits of all services add up to more than the budget',
  why: 'When the services use what they are allowed to, the host runs out of memory, and the kernel chooses whom to kill.',
  fix: 'Lower the largest limits to their measured peak, or raise the budget to what the host has.',
  references: ['https://docs.docker.com/engine/containers/resource_constraints/'],
  // Limits may be over-committed on purpose: requests are what a rollout is admitted by.
  preset: 'strict',
  on: 'stack',
  *check(stack, { project: { settings } }) {
    const budget = settings?.budget.memory;
    if (settings === undefined || budget === undefined || !isMeant(settings, stack)) return;
    const limited = [...stack.services.values()].flatMap((service) => limitOf(stack, service) ?? []);
    const sum = limited.reduce((total, { bytes }) => total + bytes, 0);
    if (sum <= budget) return;
    const largest = limited.toSorted((a, b) => b.bytes - a.bytes).slice(0, 3);
    yield {
      at: settings.span,
      message: `the memory limits of ${limited.length} services add up to ${formatBytes(sum)}, over the budget of ${formatBytes(budget)}`,
      object: 'budget.memory',
      related: largest.map(({ at, name, bytes }) => ({
        at,
        message: `${name} takes up to ${formatBytes(bytes)}`,
      })),
    };
  },
  examples: [
    bad(
      {
        'seaworthy.yaml': `
          budget: {memory: 1GiB}
        `,
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              mem_limit: 768m
            db:
              image: postgres:16.4
              mem_limit: 512m
        `,
      },
      'seaworthy.yaml:1:1',
    ),
    good({
      'seaworthy.yaml': `
        budget: {memory: 2GiB}
      `,
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
            mem_limit: 768m
          db:
            image: postgres:16.4
            mem_limit: 512m
      `,
    }),
  ],
});

/** Settings speak of the base stack of their own folder. */
function isMeant({ file }: Settings, stack: Stack): boolean {
  const folder = file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : '';
  return stack.folder === folder && stack.environment === undefined;
}

function limitOf(stack: Stack, service: Service) {
  const limit = service.resources.memoryLimit;
  if (!service.enabled || limit === undefined || isOneShot(stack, service)) return undefined;
  return { at: limit.span, name: service.name, bytes: limit.value * (service.replicas?.value ?? 1) };
}
