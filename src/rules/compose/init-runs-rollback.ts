import type { Project } from '../../model/project.ts';
import { bad, defineRule, good } from '../rule.ts';
import { dataStoreOf } from '../shared/data-stores.ts';
import { rootImageOf } from '../shared/image.ts';
import { linkOf } from '../shared/stack.ts';

export default defineRule({
  id: 'init-runs-rollback',
  area: 'compose',
  severity: 'high',
  aliases: [],
  title: 'A data store is set up with the rollbacks of its migrations',
  why: 'The image runs every script of the folder in order of name, and down comes before up: what a migration makes is taken away, or the first script fails and the store does not start.',
  fix: 'Mount a folder with only the scripts of the set-up, and let the migration tool run the rest.',
  references: ['https://hub.docker.com/_/postgres#initialization-scripts'],
  on: 'service',
  *check(service, { project }) {
    if (!service.enabled) return;
    const mount = service.mounts.find(({ target }) =>
      /^\/docker-entrypoint-initdb\.d\/?$/.test(target.value),
    );
    const source = mount?.source;
    const store = dataStoreOf(rootImageOf(service, linkOf(project, service)));
    if (mount?.kind !== 'bind' || source === undefined || store === undefined) return;
    const [first, ...others] = rollbacksIn(project, source.value);
    if (first === undefined) return;
    const more = others.length === 0 ? '' : ` and ${others.length} more`;
    yield {
      at: mount.target.span,
      message: `${service.name} runs ${first}${more} when it is set up`,
      object: `services.${service.name}.volumes`,
    };
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            db:
              image: postgres:17.2
              volumes: ["./migrations:/docker-entrypoint-initdb.d:ro"]
        `,
        'migrations/001_orders.up.sql': 'CREATE TABLE orders (id INT);\n',
        'migrations/001_orders.down.sql': 'DROP TABLE orders;\n',
      },
      'compose.yaml:4:29',
    ),
    good({
      'compose.yaml': `
        services:
          db:
            image: postgres:17.2
            volumes: ["./init:/docker-entrypoint-initdb.d:ro"]
          api:
            image: ghcr.io/acme/api:1.4.2
            volumes: ["./migrations:/migrations:ro"]
      `,
      'init/001.sql': 'CREATE DATABASE shop;\n',
      'init/older/001.down.sql': 'DROP DATABASE shop;\n',
      'migrations/001_orders.up.sql': 'CREATE TABLE orders (id INT);\n',
      'migrations/001_orders.down.sql': 'DROP TABLE orders;\n',
    }),
  ],
});

/** Only files of the folder itself are run; each has the migration that it takes back beside it. */
function rollbacksIn({ files }: Project, folder: string): readonly string[] {
  if (files.kind(folder) !== 'folder') return [];
  const all = new Set(files.below(folder));
  return [...all].filter(
    (file) =>
      !file.slice(folder.length + 1).includes('/') &&
      /[._-]down\.sql$/i.test(file) &&
      all.has(file.replace(/down(\.sql)$/i, 'up$1')),
  );
}
