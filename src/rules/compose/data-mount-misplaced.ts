import { bad, defineRule, good } from '../rule.ts';
import { rootImageOf } from '../shared/image.ts';
import { misplacedMount } from '../shared/postgres-mount.ts';
import { isForUsers } from '../shared/stack.ts';
import { reviewFix, swapped } from '../shared/yaml-fix.ts';

export default defineRule({
  id: 'data-mount-misplaced',
  area: 'compose',
  severity: 'critical',
  aliases: [],
  title: 'The volume of PostgreSQL is mounted where the image does not keep its data',
  why: 'From version 18 on the image refuses to start with a mount at /var/lib/postgresql/data; up to version 17 the data go to an anonymous volume, which the next `down` leaves behind.',
  fix: 'Mount the volume at /var/lib/postgresql from version 18 on, at /var/lib/postgresql/data before, and move existing data by dump and restore.',
  references: [
    'https://hub.docker.com/_/postgres#pgdata',
    'https://github.com/docker-library/postgres/pull/1259',
  ],
  on: 'service',
  *check(service, { project, stack, production }) {
    const image = rootImageOf(service, undefined);
    const pgdata = service.environment.get('PGDATA');
    if (pgdata !== undefined && pgdata.value === undefined) return;
    const targets = service.mounts.map(({ target }) => target.value);
    for (const mount of service.mounts) {
      const { value } = mount.target;
      const found = misplacedMount(image, pgdata?.value?.value, value, targets);
      if (found === undefined) continue;
      // Until the stack is taken down, the anonymous volume stays.
      const covered = isForUsers(project, stack, production) ? 'high' : 'low';
      yield {
        at: mount.span,
        message: `${service.name} mounts its data at ${value}, but ${found.words}`,
        object: `services.${service.name}.volumes.${value}`,
        severity: found.how === 'refused' ? 'critical' : covered,
        ...(pgdata === undefined
          ? reviewFix(
              `Mount it at ${found.right}`,
              swapped(project, mount.target, value.replace(/\/$/, ''), found.right),
            )
          : {}),
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
    bad(
      {
        'compose.yaml': `
          services:
            db:
              image: postgres:17.2
              volumes:
                - data:/var/lib/postgresql
            api:
              build: .
          volumes:
            data:
        `,
      },
      'compose.yaml:5:9',
      {
        'compose.yaml': `
          services:
            db:
              image: postgres:17.2
              volumes:
                - data:/var/lib/postgresql/data
            api:
              build: .
          volumes:
            data:
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
