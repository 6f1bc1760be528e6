import type { Span } from '../../base/span.ts';
import { formatBytes } from '../../base/units.ts';
import type { Problem } from '../../model/finding.ts';
import type { Project } from '../../model/project.ts';
import type { Service } from '../../model/service.ts';
import { defaultRequests } from '../../model/unit.ts';
import { replaceUnder } from '../../syntax/yaml-edit.ts';
import { bad, defineRule, good } from '../rule.ts';
import { memoryOf, settingsStack } from '../shared/settings-stack.ts';
import { reviewFix, yamlOf } from '../shared/yaml-fix.ts';

export default defineRule({
  id: 'phase-over-budget',
  area: 'project',
  severity: 'high',
  aliases: [],
  title: 'The services of a phase need more memory than its budget',
  why: 'The rollout is refused before its first step.',
  fix: 'Raise the budget of the phase, lower what its services reserve, or move one to a later phase.',
  references: ['https://docs.docker.com/reference/compose-file/deploy/#resources'],
  on: 'project',
  *check(project) {
    const found = settingsStack(project);
    if (found === undefined) return;
    const { settings, stack } = found;
    for (const [index, phase] of settings.phases.entries()) {
      const budget = phase.budget.memory;
      const counted = phase.scope === 'phase' ? [phase] : settings.phases.slice(0, index + 1);
      const needs = counted.flatMap(({ services }) =>
        services.flatMap(({ value }) => {
          const service = stack.services.get(value);
          const memory = service?.enabled === true ? memoryOf(service) : undefined;
          return memory === undefined ? [] : [{ name: value, memory }];
        }),
      );
      const unstated = counted
        .flatMap(({ services }) => services)
        .filter(({ value }) => isUnstated(stack.services.get(value))).length;
      const sum = needs.reduce((total, { memory }) => total + memory.value, 0);
      if (budget === undefined || sum <= budget) continue;
      const largest = needs.toSorted((a, b) => b.memory.value - a.memory.value).slice(0, 3);
      yield {
        at: phase.budgetAt ?? phase.span,
        message: `phase ${phase.name} has a budget of ${formatBytes(budget)}, and ${counted.length === 1 ? 'its services' : 'the services up to it'} reserve ${formatBytes(sum)}`,
        object: `phase ${phase.name}`,
        ...raised(project, phase.budgetAt, sum + unstated * defaultRequests.memory),
        related: largest.map(({ name, memory }) => ({
          at: memory.span,
          message: `${name} reserves ${formatBytes(memory.value)}`,
        })),
      };
    }
  },
  examples: [
    bad(
      {
        'seaworthy.yaml': `
          phases:
            - name: core
              services: [api, search]
              budget: {memory: 1GiB}
        `,
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              mem_limit: 512m
            search:
              image: opensearchproject/opensearch:2.18.0
              mem_limit: 2g
        `,
      },
      'seaworthy.yaml:4:5',
      {
        'seaworthy.yaml': `
          phases:
            - name: core
              services: [api, search]
              budget: {memory: 2560MiB}
        `,
      },
    ),
    good({
      'seaworthy.yaml': `
        phases:
          - name: core
            services: [api]
            budget: {memory: 1GiB}
          - name: search
            services: [search]
      `,
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
            mem_limit: 512m
          search:
            image: opensearchproject/opensearch:2.18.0
            mem_limit: 2g
      `,
    }),
  ],
});

function isUnstated(service: Service | undefined): boolean {
  return service?.enabled === true && memoryOf(service) === undefined;
}

/** To what a plan will ask for: whether the host has it, nobody can say here. */
function raised(project: Project, at: Span | undefined, sum: number): Pick<Problem, 'fix'> {
  if (at === undefined) return {};
  const memory = `${Math.ceil(sum / 1024 ** 2)}MiB`;
  return reviewFix(
    `Raise the budget to ${memory}`,
    replaceUnder(yamlOf(project, at.file), at, ['memory'], memory),
  );
}
