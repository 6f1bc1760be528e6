import type { Service } from '../../model/service.ts';
import { bad, defineRule, good } from '../rule.ts';
import { rootImageOf } from '../shared/image.ts';
import { mountOf } from '../shared/mounts.ts';
import { addToList } from '../shared/service-fix.ts';
import { isServerSetting, placesWritten } from '../shared/written-places.ts';
import { reviewFix } from '../shared/yaml-fix.ts';

export default defineRule({
  id: 'read-only-root-needs-writing',
  area: 'compose',
  severity: 'critical',
  confidence: 'likely',
  aliases: [],
  title: 'The root file system is read-only where the program must write',
  why: 'The program cannot make its pid file, socket or temporary files, and stops at start.',
  fix: 'Mount a `tmpfs` at each of these folders.',
  references: ['https://docs.docker.com/reference/compose-file/services/#read_only'],
  on: 'service',
  *check(service, { project }) {
    if (service.readOnly?.value !== true || service.build !== undefined || isReconfigured(service)) return;
    const image = rootImageOf(service, undefined);
    const missing = placesWritten(image?.repository ?? '').filter((path) => {
      const mount = mountOf(service, path);
      return mount === undefined || mount.readOnly;
    });
    if (missing.length === 0 || image === undefined) return;
    yield {
      at: service.readOnly.span,
      message: `${service.name} has a read-only root, but ${image.repository} writes to ${missing.join(' and ')}`,
      object: `services.${service.name}.read_only`,
      ...reviewFix(
        'Mount memory where it writes',
        missing.some((path) => mountOf(service, path) !== undefined)
          ? undefined
          : addToList(project, service, 'tmpfs', ...missing),
      ),
      ...(service.image === undefined
        ? {}
        : { related: [{ at: service.image.span, message: 'the image is named here' }] }),
    };
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            web:
              image: nginx:1.27-alpine
              read_only: true
              tmpfs: [/var/cache/nginx]
        `,
      },
      'compose.yaml:4:16',
      {
        'compose.yaml': `
          services:
            web:
              image: nginx:1.27-alpine
              read_only: true
              tmpfs: [/var/cache/nginx, /run]
        `,
      },
    ),
    bad(
      {
        'compose.yaml': `
          services:
            db:
              image: mysql:8.4
              read_only: true
              volumes: [data:/var/lib/mysql] # kept
          volumes: { data: }
        `,
      },
      'compose.yaml:4:16',
      {
        'compose.yaml': `
          services:
            db:
              image: mysql:8.4
              read_only: true
              volumes: [data:/var/lib/mysql] # kept
              tmpfs:
                - /run/mysqld
                - /tmp
          volumes: { data: }
        `,
      },
    ),
    good({
      'compose.yaml': `
        services:
          web:
            image: nginx:1.27-alpine
            read_only: true
            tmpfs: [/var/cache/nginx, /var/run]
          db:
            image: postgres:16.4
            read_only: true
            tmpfs: [/run/postgresql]
            volumes: [data:/var/lib/postgresql/data]
        volumes:
          data:
      `,
    }),
  ],
});

/** Settings of one's own, or another program, may write elsewhere. */
function isReconfigured(service: Service): boolean {
  if (service.entrypoint !== undefined || service.command !== undefined || service.configs.length > 0)
    return true;
  return service.mounts.some(({ target }) => isServerSetting(target.value));
}
