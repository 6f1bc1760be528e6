import { later } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';
import { isForDevelopers } from '../shared/development.ts';
import { addToService } from '../shared/service-fix.ts';
import { isForUsers, isOneShot, isPartlyKnown, resolvedAt } from '../shared/stack.ts';
import { reviewFix } from '../shared/yaml-fix.ts';

export default defineRule({
  id: 'restart-policy-missing',
  area: 'compose',
  severity: 'low',
  aliases: ['kics:restart_policy_on_failure_not_set_to_5', 'docker-bench:5.15'],
  title: 'A service has no restart policy',
  why: 'After a crash or a reboot of the host the service stays down until somebody notices.',
  fix: 'Set `restart: unless-stopped`, or `on-failure` for jobs.',
  references: ['https://docs.docker.com/reference/compose-file/services/#restart'],
  joins: 'file',
  on: 'service',
  *check(service, { stack, production, project }) {
    if (!isForUsers(project, stack, production) || !service.enabled || service.restart !== undefined) return;
    if (isOneShot(stack, service) || isPartlyKnown(service)) return;
    if (resolvedAt(stack, 'services', service.name, 'deploy', 'restart_policy') !== undefined) return;
    yield {
      at: service.nameSpan,
      message: `${service.name} has no restart policy`,
      object: `services.${service.name}.restart`,
      // What developers start for themselves is better left down.
      ...later(() =>
        isForDevelopers(project, stack)
          ? {}
          : reviewFix(
              'Restart it unless it is stopped',
              addToService(project, service, ['restart'], 'unless-stopped'),
            ),
      ),
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
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              restart: unless-stopped
        `,
      },
    ),
    bad(
      {
        'compose.yaml': `
          x-logging: &logging { driver: local }
          services:
              # the front
              web: { image: ghcr.io/acme/web:1.4.2, logging: *logging }
              api:
                  image: ghcr.io/acme/api:1.4.2
                  ports:
                      - "127.0.0.1:8000:8000"
                      # - "127.0.0.1:9000:9000"

              # the worker has no ports
              worker: &worker
                  image: ghcr.io/acme/api:1.4.2
                  restart: always
              reports:
                  <<: *worker
                  command: ["reports"]
        `,
      },
      ['compose.yaml:4:5', 'compose.yaml:5:5'],
      {
        'compose.yaml': `
          x-logging: &logging { driver: local }
          services:
              # the front
              web: { image: ghcr.io/acme/web:1.4.2, logging: *logging, restart: unless-stopped }
              api:
                  image: ghcr.io/acme/api:1.4.2
                  ports:
                      - "127.0.0.1:8000:8000"
                      # - "127.0.0.1:9000:9000"
                  restart: unless-stopped

              # the worker has no ports
              worker: &worker
                  image: ghcr.io/acme/api:1.4.2
                  restart: always
              reports:
                  <<: *worker
                  command: ["reports"]
        `,
      },
    ),
    good({
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
            restart: unless-stopped
            depends_on:
              schema: {condition: service_completed_successfully}
          schema:
            image: ghcr.io/acme/schema:1.4.2
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
