import { bad, defineRule, good } from '../rule.ts';
import { isForUsers, isOneShot, isPartlyKnown } from '../shared/stack.ts';

export default defineRule({
  id: 'memory-limit-missing',
  area: 'compose',
  severity: 'low',
  aliases: ['kics:memory_not_limited', 'docker-bench:5.11'],
  title: 'A service has no memory limit',
  why: 'One leak takes the memory of the whole host, and the kernel kills whatever it likes, often the database.',
  fix: 'Set `deploy.resources.limits.memory` (or `mem_limit`) a little above the measured peak.',
  references: ['https://docs.docker.com/reference/compose-file/deploy/#resources'],
  joins: 'file',
  on: 'service',
  *check(service, { stack, production, project }) {
    if (
      !isForUsers(project, stack, production) ||
      !service.enabled ||
      (service.resources.memoryLimit?.value ?? 0) !== 0
    )
      return;
    if (isOneShot(stack, service) || isPartlyKnown(service)) return;
    yield {
      at: service.nameSpan,
      message: `${service.name} has no memory limit`,
      object: `services.${service.name}.memory`,
    };
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
        `,
      },
      'compose.yaml:2:3',
    ),
    bad(
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              mem_limit: 0 # none
        `,
      },
      ['compose.yaml:2:3'],
    ),
    good({
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
            mem_limit: 256m
          worker:
            image: ghcr.io/acme/worker:1.4.2
            deploy: {resources: {limits: {memory: 512M}}}
          migrate:
            image: ghcr.io/acme/api:1.4.2
            command: node migrate.js
            restart: "no"
      `,
    }),
    // What it extends is missing, and may have it; a provider runs no container.
    good({
      'compose.yaml': `
        services:
          queue:
            provider: {type: awesomecloud}
          api:
            image: ghcr.io/acme/api:1.4.2
            extends: {file: compose.common.yaml, service: api}
            ports: ["8080:8080"]
      `,
    }),
  ],
});
