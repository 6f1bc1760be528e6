import type { Project } from '../../model/project.ts';
import type { Service, Stack } from '../../model/service.ts';
import { bad, defineRule, good } from '../rule.ts';
import { backupServices, type Dump, dumpsOf, storesOf } from '../shared/backups.ts';
import { isForUsers } from '../shared/stack.ts';

export default defineRule({
  id: 'backup-misses-store',
  area: 'project',
  severity: 'high',
  confidence: 'likely',
  aliases: [],
  title: 'The backup saves one database of the stack and not another',
  why: 'After a loss half of the data is back and half is gone, and the two no longer fit together.',
  fix: 'Dump the other database in the same script, and restore both once to see that it works.',
  references: [
    'https://www.postgresql.org/docs/current/backup-dump.html',
    'https://www.mongodb.com/docs/database-tools/mongodump/',
  ],
  on: 'stack',
  *check(stack, { project, production }) {
    const stores = storesOf(project, stack);
    const dumps = dumpsOf(project).filter(({ script }) => /backup|dump|save/i.test(script.file));
    const [dump] = dumps;
    if (dump === undefined || stores.length < 2 || !isForUsers(project, stack, production)) return;
    const isSaved = ({ service, kind }: (typeof stores)[number]) => {
      const ofKind = stores.filter((one) => one.kind === kind);
      return (
        (ofKind.length === 1 && dumps.some((one) => one.stores.includes(kind))) ||
        isNamed(project, stack, service, dumps)
      );
    };
    if (!stores.some(isSaved)) return;
    for (const store of stores) {
      if (isSaved(store)) continue;
      yield {
        at: store.service.nameSpan,
        message: `${dump.script.file} saves other databases of the stack, and not ${store.service.name} (${store.kind})`,
        object: `service ${store.service.name}`,
        related: [{ at: dump.command.span, message: `${dump.program} is called here` }],
      };
    }
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            db:
              image: postgres:16.4
              volumes: [db:/var/lib/postgresql/data]
            events:
              image: mongo:7.0.15
              volumes: [events:/data/db]
          volumes: {db: {}, events: {}}
        `,
        'scripts/backup.sh': `
          set -euo pipefail
          docker compose exec -T db pg_dump -U shop shop | gzip > shop.sql.gz
        `,
      },
      'compose.yaml:5:3',
    ),
    good({
      'compose.yaml': `
        services:
          db:
            image: postgres:16.4
            volumes: [db:/var/lib/postgresql/data]
          events:
            image: mongo:7.0.15
            volumes: [events:/data/db]
          cache:
            image: redis:7.4
            volumes: [cache:/data]
        volumes: {db: {}, events: {}, cache: {}}
      `,
      'scripts/backup.sh': `
        set -euo pipefail
        docker compose exec -T db pg_dump -U shop shop | gzip > shop.sql.gz
        docker compose exec -T events mongodump --archive | gzip > events.gz
      `,
    }),
  ],
});

/** A backup script, or a service that saves others, names the service, its container or one of its volumes. */
function isNamed(project: Project, stack: Stack, service: Service, dumps: readonly Dump[]): boolean {
  const names = [
    service.name,
    service.containerName?.value,
    ...service.mounts.map(({ source }) => source?.value),
    ...service.mounts.map(({ source }) => stack.volumes.get(source?.value ?? '')?.realName),
  ].flatMap((name) => (name === undefined || name.length < 2 ? [] : [name.replace(/\W/g, '\\$&')]));
  const named = new RegExp(`(?<![\\w-])(?:${names.join('|')})(?![\\w-])`);
  const texts = dumps.map(({ script }) => project.texts.get(script.file)?.text ?? '');
  const services = backupServices(stack).map((one) =>
    [...one.environment.values()]
      .map(({ value }) => value?.value ?? '')
      .concat(one.mounts.map(({ source }) => source?.value ?? ''))
      .join(' '),
  );
  // A script that goes through all containers or volumes names none.
  return [...texts, ...services].some(
    (text) => named.test(text) || /docker volume ls|docker ps\b/.test(text),
  );
}
