import { bad, defineRule, good } from '../rule.ts';
import { waitingUntilHealthy } from '../shared/condition-fix.ts';
import { dataStoreOf } from '../shared/data-stores.ts';
import { rootImageOf, stageOf } from '../shared/image.ts';
import { migrationIn } from '../shared/migrations.ts';
import { reviewFix } from '../shared/yaml-fix.ts';

export default defineRule({
  id: 'migration-before-store-ready',
  area: 'compose',
  severity: 'high',
  confidence: 'likely',
  aliases: [],
  title: 'A service migrates its store as it starts, without waiting until the store answers',
  why: 'A store that starts for the first time takes seconds until it takes connections: the migration fails, and the start with it.',
  fix: 'Give the store a health check, and wait for it with `condition: service_healthy`.',
  references: ['https://docs.docker.com/compose/how-tos/startup-order/'],
  on: 'service',
  *check(service, { stack, link, project }) {
    if (!service.enabled) return;
    const image = stageOf(link)?.image;
    const entrypoint = service.entrypoint ?? image?.entrypoint;
    const command = service.command ?? (service.entrypoint === undefined ? image?.cmd : undefined);
    const migration = migrationIn(entrypoint, command);
    const at = [command, entrypoint].find((line) => line !== undefined && migrationIn(line) !== undefined);
    if (migration === undefined || at === undefined) return;
    // The image's own entrypoint waits for the store.
    if (migration.startsWith('airflow') && entrypoint === undefined) return;
    for (const dependency of service.dependsOn) {
      const { service: name, condition, span } = dependency;
      const other = stack.services.get(name);
      const store = other === undefined ? undefined : dataStoreOf(rootImageOf(other, undefined));
      if (store === undefined || condition !== 'service_started' || !/SQL|Maria|Mongo/.test(store.name))
        continue;
      // One that is started again succeeds with the second or third try.
      const restarts = service.restart !== undefined && service.restart.value !== 'no';
      yield {
        at: span,
        message: `${service.name} runs ${migration} when ${name} has only been started, not when it answers`,
        object: `services.${service.name}.depends_on.${name}`,
        severity: restarts ? 'medium' : 'high',
        related: [{ at: at.span, message: 'the migration is run here' }],
        ...reviewFix('Wait until it answers', ...waitingUntilHealthy(project, service, dependency, other)),
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
              command: sh -c "alembic upgrade head && uvicorn main:app --host 0.0.0.0"
              depends_on: [db]
            db:
              image: postgres:16.4
        `,
      },
      'compose.yaml:5:18',
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              command: sh -c "alembic upgrade head && uvicorn main:app --host 0.0.0.0"
              depends_on: { db: { condition: service_healthy } }
            db:
              image: postgres:16.4
              healthcheck:
                test: ["CMD-SHELL", "pg_isready -U postgres -d postgres"]
                interval: 10s
                timeout: 5s
                retries: 5
                start_period: 30s
        `,
      },
    ),
    bad(
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              command: sh -c "alembic upgrade head && uvicorn main:app --host 0.0.0.0"
              restart: always
              depends_on:
                db:
                  condition: service_started # too early
            db:
              image: mariadb:11.4
              healthcheck: { test: ["CMD", "mariadb-admin", "ping"] }
        `,
      },
      'compose.yaml:7:7',
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              command: sh -c "alembic upgrade head && uvicorn main:app --host 0.0.0.0"
              restart: always
              depends_on:
                db:
                  condition: service_healthy # too early
            db:
              image: mariadb:11.4
              healthcheck: { test: ["CMD", "mariadb-admin", "ping"] }
        `,
      },
    ),
    bad(
      {
        'compose.yaml': `
          services:
            airflow-init:
              image: apache/airflow:2.10.5
              entrypoint: /bin/bash
              command: ["-c", "airflow db migrate && airflow pools list"]
              depends_on: [db]
            airflow:
              image: apache/airflow:2.10.5
              command: bash -c "airflow db migrate && airflow webserver"
              depends_on: [db]
            db:
              image: postgres:16.4
        `,
      },
      'compose.yaml:6:18',
      {
        'compose.yaml': `
          services:
            airflow-init:
              image: apache/airflow:2.10.5
              entrypoint: /bin/bash
              command: ["-c", "airflow db migrate && airflow pools list"]
              depends_on: { db: { condition: service_healthy } }
            airflow:
              image: apache/airflow:2.10.5
              command: bash -c "airflow db migrate && airflow webserver"
              depends_on: [db]
            db:
              image: postgres:16.4
              healthcheck:
                test: ["CMD-SHELL", "pg_isready -U postgres -d postgres"]
                interval: 10s
                timeout: 5s
                retries: 5
                start_period: 30s
        `,
      },
    ),
    good({
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
            command: sh -c "alembic upgrade head && uvicorn main:app --host 0.0.0.0"
            depends_on:
              db: {condition: service_healthy}
          other:
            image: ghcr.io/acme/api:1.4.2
            command: sh -c "until pg_isready -h db; do sleep 1; done; alembic upgrade head"
            depends_on: [db]
          db:
            image: postgres:16.4
            healthcheck: {test: [CMD, pg_isready]}
      `,
    }),
  ],
});
