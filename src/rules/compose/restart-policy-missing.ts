import { bad, defineRule, good } from '../rule.ts';
import { addToService } from '../shared/service-fix.ts';
import { isForUsers, isOneShot, resolvedAt } from '../shared/stack.ts';
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
    if (isOneShot(stack, service)) return;
    if (resolvedAt(stack, 'services', service.name, 'deploy', 'restart_policy') !== undefined) return;
    yield {
      at: service.nameSpan,
      message: `${service.name} has no restart policy`,
      object: `services.${service.name}.restart`,
      ...reviewFix(
        'Restart it unless it is stopped',
        addToService(project, service, ['restart'], 'unless-stopped'),
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
  ],
});
