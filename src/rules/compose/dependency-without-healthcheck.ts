import type { Problem } from '../../model/finding.ts';
import { bad, defineRule, good } from '../rule.ts';
import { healthcheckOf } from '../shared/command.ts';
import { addHealthCheck } from '../shared/health-check.ts';
import { rootImageOf } from '../shared/image.ts';
import { shipsNoHealthcheck } from '../shared/image-families.ts';
import { linkOf } from '../shared/stack.ts';
import { reviewFix } from '../shared/yaml-fix.ts';

export default defineRule({
  id: 'dependency-without-healthcheck',
  area: 'compose',
  severity: 'critical',
  aliases: [],
  title: 'A service waits for the health of one that has no health check',
  why: 'The start fails with "container has no healthcheck configured", and what depends on it never runs.',
  fix: 'Give the dependency a `healthcheck`, or wait for `service_started`.',
  references: ['https://docs.docker.com/compose/how-tos/startup-order/'],
  on: 'service',
  *check(service, { stack, project }) {
    for (const dependency of service.dependsOn) {
      const other = stack.services.get(dependency.service);
      if (dependency.condition !== 'service_healthy' || other === undefined) continue;
      const link = linkOf(project, other);
      const check = healthcheckOf(other, link);
      if (check !== undefined && !check.disabled && check.test !== undefined) continue;
      const at = check?.span ?? other.nameSpan;
      const related = [
        {
          at,
          message: check?.disabled === true ? 'its health check is turned off here' : 'it is defined here',
        },
      ];
      const problem: Problem = {
        at: dependency.span,
        message: `${service.name} waits until ${other.name} is healthy, but ${other.name} has no health check`,
        object: `services.${service.name}.depends_on.${other.name}`,
        related,
      };
      if (check?.disabled === true) yield problem;
      const image = rootImageOf(other, link);
      const isKnown = image !== undefined && shipsNoHealthcheck(image);
      const isRead = other.build === undefined || link?.dockerfile !== undefined;
      if (check?.disabled !== true && isKnown && isRead) {
        yield {
          ...problem,
          ...reviewFix(`Add a health check to ${other.name}`, addHealthCheck(project, other, link)),
        };
      }
    }
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              depends_on:
                db:
                  condition: service_healthy
                auth:
                  condition: service_healthy
            db:
              image: postgres:16.4
            auth:
              build: auth
        `,
        'auth/Dockerfile': 'FROM node:22.11-alpine\n',
      },
      ['compose.yaml:5:7', 'compose.yaml:7:7'],
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              depends_on:
                db:
                  condition: service_healthy
                auth:
                  condition: service_healthy
            db:
              image: postgres:16.4
              healthcheck:
                test: ["CMD-SHELL", "pg_isready -U postgres -d postgres"]
                interval: 10s
                timeout: 5s
                retries: 5
                start_period: 30s
            auth:
              build: auth
        `,
      },
    ),
    bad(
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              depends_on: { cache: { condition: service_healthy } }
            cache:
              image: redis:7.4
              healthcheck:
                interval: 5s # often
                # a test is to come
        `,
      },
      'compose.yaml:4:19',
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              depends_on: { cache: { condition: service_healthy } }
            cache:
              image: redis:7.4
              healthcheck:
                interval: 5s # often
                test: ["CMD", "redis-cli", "ping"]
                # a test is to come
        `,
      },
    ),
    good({
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
            depends_on:
              db: {condition: service_healthy}
              auth: {condition: service_healthy}
              mail: {condition: service_healthy}
          db:
            image: postgres:16.4
            healthcheck:
              test: [CMD, pg_isready, -U, postgres]
          auth:
            build: auth
          mail:
            image: axllent/mailpit:v1.21
      `,
      'auth/Dockerfile': `
        FROM node:22.11-alpine
        HEALTHCHECK CMD ["node", "healthcheck.js"]
        CMD ["node", "server.js"]
      `,
    }),
  ],
});
