import { bad, defineRule, good } from '../rule.ts';
import { majorOf, rootImageOf } from '../shared/image.ts';
import { reviewFix, swapped } from '../shared/yaml-fix.ts';

export default defineRule({
  id: 'data-mount-misplaced',
  area: 'compose',
  severity: 'critical',
  aliases: [],
  title: 'The volume of PostgreSQL 18 is mounted where earlier versions kept their data',
  why: 'From version 18 on the image refuses to start with a mount at /var/lib/postgresql/data.',
  fix: 'Mount the volume at /var/lib/postgresql, and move existing data with pg_upgrade or dump and restore.',
  references: ['https://github.com/docker-library/postgres/pull/1259'],
  on: 'service',
  *check(service, { project }) {
    const image = rootImageOf(service, undefined);
    if (image?.repository !== 'postgres' || (majorOf(image) ?? 0) < 18) return;
    if (service.environment.has('PGDATA')) return;
    for (const mount of service.mounts) {
      if (mount.target.value.replace(/\/$/, '') !== '/var/lib/postgresql/data') continue;
      yield {
        at: mount.span,
        message: `${service.name} mounts its data at ${mount.target.value}, but version 18 keeps them one folder above`,
        object: `services.${service.name}.volumes.${mount.target.value}`,
        ...reviewFix(
          'Mount it where version 18 keeps them',
          swapped(project, mount.target, '/var/lib/postgresql/data', '/var/lib/postgresql'),
        ),
      };
    }
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            db:
              image: postgres:18-alpine
              volumes:
                - data:/var/lib/postgresql/data
          volumes:
            data:
        `,
      },
      'compose.yaml:5:9',
      {
        'compose.yaml': `
          services:
            db:
              image: postgres:18-alpine
              volumes:
                - data:/var/lib/postgresql
          volumes:
            data:
        `,
      },
    ),
    bad(
      {
        'compose.yaml': `
          services:
            db:
              image: postgres:18
              volumes:
                - type: volume
                  source: data
                  target: "/var/lib/postgresql/data" # since version 9
          volumes: { data: }
        `,
      },
      'compose.yaml:5:9',
      {
        'compose.yaml': `
          services:
            db:
              image: postgres:18
              volumes:
                - type: volume
                  source: data
                  target: "/var/lib/postgresql" # since version 9
          volumes: { data: }
        `,
      },
    ),
    good({
      'compose.yaml': `
        services:
          db:
            image: postgres:17.2
            volumes:
              - data:/var/lib/postgresql/data
          next:
            image: postgres:18.1
            volumes:
              - next:/var/lib/postgresql
        volumes:
          data:
          next:
      `,
    }),
  ],
});
