import type { Edit } from '../../base/edit.ts';
import { nearest } from '../../base/text.ts';
import type { Project } from '../../model/project.ts';
import type { Dependency, Service } from '../../model/service.ts';
import { removeAt } from '../../syntax/yaml-edit.ts';
import { bad, defineRule, good } from '../rule.ts';
import { isDefinedElsewhere } from '../shared/stack.ts';
import { renamedAt, reviewFix, yamlOf } from '../shared/yaml-fix.ts';

export default defineRule({
  id: 'dependency-missing',
  area: 'compose',
  severity: 'critical',
  aliases: ['compose-go:depends-on-undefined'],
  title: 'A service depends on a service that is not defined',
  why: 'Compose refuses the whole project, so no service starts.',
  fix: 'Name a service of the same project, or drop the dependency.',
  references: ['https://docs.docker.com/reference/compose-file/services/#depends_on'],
  on: 'service',
  *check(service, { stack, project }) {
    for (const dependency of service.dependsOn) {
      if (!dependency.required || stack.services.has(dependency.service)) continue;
      if (isDefinedElsewhere(project, stack, (other) => other.services.has(dependency.service))) continue;
      const near = nearest(dependency.service, stack.services.keys());
      const at = near === undefined ? undefined : stack.services.get(near)?.nameSpan;
      yield {
        at: dependency.span,
        message: `${service.name} depends on ${dependency.service}, which no file of the stack defines`,
        object: `services.${service.name}.depends_on.${dependency.service}`,
        ...(at === undefined || near === undefined
          ? {}
          : {
              related: [{ at, message: `there is a service ${near}` }],
              ...reviewFix(`Depend on ${near}`, renamed(project, service, dependency, near)),
            }),
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
              depends_on: [postgres]
            postgress:
              image: postgres:16.4
        `,
      },
      'compose.yaml:4:18',
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              depends_on: [postgress]
            postgress:
              image: postgres:16.4
        `,
      },
    ),
    bad(
      {
        'compose.yaml': `
          x-wait: &wait
            condition: service_started
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              depends_on:
                postgress: *wait # the store
            postgres:
              image: postgres:16.4
        `,
      },
      'compose.yaml:7:7',
      {
        'compose.yaml': `
          x-wait: &wait
            condition: service_started
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              depends_on:
                postgres: *wait # the store
            postgres:
              image: postgres:16.4
        `,
      },
    ),
    good({
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
            depends_on:
              db: {condition: service_started}
              metrics: {condition: service_started, required: false}
          db:
            image: postgres:16.4
      `,
    }),
  ],
});

/** A name that already stands beside the misspelt one needs no second time. */
function renamed(project: Project, service: Service, at: Dependency, near: string): Edit | undefined {
  const isThere = service.dependsOn.some((dependency) => dependency.service === near);
  return isThere
    ? removeAt(yamlOf(project, at.span.file), at.span)
    : renamedAt(project, at.span, at.service, near);
}
