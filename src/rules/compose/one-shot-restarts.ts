import { dependantsOf } from '../../model/dependants.ts';
import { replaceScalar } from '../../syntax/yaml-edit.ts';
import { bad, defineRule, good } from '../rule.ts';
import { reviewFix, yamlOf } from '../shared/yaml-fix.ts';

export default defineRule({
  id: 'one-shot-restarts',
  area: 'compose',
  severity: 'high',
  aliases: [],
  title: 'A service that others wait for to end is started again when it ends',
  why: 'The job runs over and over, and what waits for its end may never start.',
  fix: 'Set `restart: "no"`, or `on-failure` when the job may be tried again.',
  references: ['https://docs.docker.com/compose/how-tos/startup-order/'],
  on: 'service',
  *check(service, { stack, project }) {
    const { restart } = service;
    if (restart === undefined || !/^(?:always|unless-stopped)$/.test(restart.value)) return;
    const waiting = dependantsOf(stack, service.name).filter(
      ({ dependency }) => dependency.condition === 'service_completed_successfully',
    );
    const [first] = waiting;
    if (first === undefined) return;
    yield {
      at: restart.span,
      message: `${service.name} is restarted (${restart.value}) although ${first.service.name} waits for it to end`,
      object: `services.${service.name}.restart`,
      related: waiting.map(({ service: other, dependency }) => ({
        at: dependency.span,
        message: `${other.name} waits for the end of ${service.name}`,
      })),
      ...reviewFix(
        'Restart only after a failure',
        replaceScalar(yamlOf(project, restart.span.file), restart.span, 'on-failure'),
      ),
    };
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            migrate:
              image: ghcr.io/acme/api:1.4.2
              command: node migrate.js
              restart: always # as all the others
            api:
              image: ghcr.io/acme/api:1.4.2
              restart: always
              depends_on:
                migrate: {condition: service_completed_successfully}
        `,
      },
      'compose.yaml:5:14',
      {
        'compose.yaml': `
          services:
            migrate:
              image: ghcr.io/acme/api:1.4.2
              command: node migrate.js
              restart: on-failure # as all the others
            api:
              image: ghcr.io/acme/api:1.4.2
              restart: always
              depends_on:
                migrate: {condition: service_completed_successfully}
        `,
      },
    ),
    bad(
      {
        'compose.yaml': `
          x-restart: &restart always
          services:
              migrate:
                  image: ghcr.io/acme/api:1.4.2
                  restart: "unless-stopped" # as all others
              api:
                  image: ghcr.io/acme/api:1.4.2
                  restart: *restart
                  depends_on:
                      migrate: { condition: service_completed_successfully }
        `,
      },
      'compose.yaml:5:18',
      {
        'compose.yaml': `
          x-restart: &restart always
          services:
              migrate:
                  image: ghcr.io/acme/api:1.4.2
                  restart: "on-failure" # as all others
              api:
                  image: ghcr.io/acme/api:1.4.2
                  restart: *restart
                  depends_on:
                      migrate: { condition: service_completed_successfully }
        `,
      },
    ),
    good({
      'compose.yaml': `
        services:
          migrate:
            image: ghcr.io/acme/api:1.4.2
            command: node migrate.js
            restart: "no"
          api:
            image: ghcr.io/acme/api:1.4.2
            restart: always
            depends_on:
              migrate: {condition: service_completed_successfully}
      `,
    }),
  ],
});
