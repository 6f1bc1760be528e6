import type { Span } from '../../base/span.ts';
import { dependantsOf } from '../../model/dependants.ts';
import type { Service, Stack } from '../../model/service.ts';
import { bad, defineRule, good } from '../rule.ts';
import { waitingFor } from '../shared/condition-fix.ts';
import { isOneShot } from '../shared/stack.ts';
import { reviewFix } from '../shared/yaml-fix.ts';

export default defineRule({
  id: 'one-shot-not-awaited',
  area: 'compose',
  severity: 'medium',
  confidence: 'likely',
  aliases: [],
  title: 'A service waits for the start of a job, not for its end',
  why: 'It runs while the job (a migration, say) still works, against tables that are not there yet.',
  fix: 'Use `condition: service_completed_successfully` for this dependency.',
  references: ['https://docs.docker.com/compose/how-tos/startup-order/'],
  on: 'service',
  *check(service, { stack, project }) {
    if (!service.enabled || isOneShot(stack, service)) return;
    for (const dependency of service.dependsOn) {
      const job = stack.services.get(dependency.service);
      if (job === undefined || dependency.condition !== 'service_started') continue;
      const because = knownJob(stack, job);
      if (because === undefined) continue;
      yield {
        at: dependency.span,
        message: `${service.name} waits only until ${job.name} has started, which is a job that ends`,
        object: `services.${service.name}.depends_on.${job.name}`,
        related: [because],
        ...reviewFix(
          'Wait for its end',
          ...waitingFor(project, service, dependency, 'service_completed_successfully'),
        ),
      };
    }
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            migrate:
              image: ghcr.io/acme/api:1.4.2
              command: node migrate.js
              restart: "no"
            api:
              image: ghcr.io/acme/api:1.4.2
              depends_on:
                migrate: {condition: service_completed_successfully}
            worker:
              image: ghcr.io/acme/api:1.4.2
              depends_on: [migrate]
        `,
      },
      'compose.yaml:12:18',
      {
        'compose.yaml': `
          services:
            migrate:
              image: ghcr.io/acme/api:1.4.2
              command: node migrate.js
              restart: "no"
            api:
              image: ghcr.io/acme/api:1.4.2
              depends_on:
                migrate: {condition: service_completed_successfully}
            worker:
              image: ghcr.io/acme/api:1.4.2
              depends_on: { migrate: { condition: service_completed_successfully } }
        `,
      },
    ),
    bad(
      {
        'compose.yaml': `
          services:
            migrate:
              image: ghcr.io/acme/api:1.4.2
              command: node migrate.js
              restart: "no"
            api:
              image: ghcr.io/acme/api:1.4.2
              depends_on:
              # the store first
              - db
              - "migrate" # then its tables
              restart: always
            worker:
              image: ghcr.io/acme/api:1.4.2
              depends_on: { migrate: { condition: service_completed_successfully } }
            db:
              image: postgres:16.4
        `,
      },
      'compose.yaml:11:7',
      {
        'compose.yaml': `
          services:
            migrate:
              image: ghcr.io/acme/api:1.4.2
              command: node migrate.js
              restart: "no"
            api:
              image: ghcr.io/acme/api:1.4.2
              depends_on:
              # the store first
                db:
                  condition: service_started
                "migrate": # then its tables
                  condition: service_completed_successfully
              restart: always
            worker:
              image: ghcr.io/acme/api:1.4.2
              depends_on: { migrate: { condition: service_completed_successfully } }
            db:
              image: postgres:16.4
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
            depends_on:
              migrate: {condition: service_completed_successfully}
              cache: {condition: service_started}
          cache:
            image: redis:7.4
      `,
    }),
  ],
});

/** Where it says that the service is a job: another one waits for its end, or it migrates and is not restarted. */
function knownJob(stack: Stack, job: Service): { at: Span; message: string } | undefined {
  const waiting = dependantsOf(stack, job.name).find(
    ({ dependency }) => dependency.condition === 'service_completed_successfully',
  );
  if (waiting !== undefined)
    return { at: waiting.dependency.span, message: `${waiting.service.name} waits for its end` };
  if (!/(?:^|[-_])migrat/i.test(job.name) || job.restart?.value !== 'no') return undefined;
  return { at: job.restart.span, message: `${job.name} is not restarted when it ends` };
}
