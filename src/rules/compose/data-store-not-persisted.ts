import type { Service } from '../../model/service.ts';
import { bad, defineRule, good } from '../rule.ts';
import { lineText } from '../shared/command.ts';
import { dataStoreOf } from '../shared/data-stores.ts';
import { isForDevelopers } from '../shared/development.ts';
import { type ImageName, rootImageOf } from '../shared/image.ts';
import { isForUsers, isOneShot } from '../shared/stack.ts';
import { inVolume, storeFolder } from '../shared/volume-fix.ts';
import { reviewFix } from '../shared/yaml-fix.ts';

/** Where each store keeps its data; a mount there or above it holds them. */
const dataDirectorys: Readonly<Record<string, string>> = {
  PostgreSQL: '/var/lib/postgresql',
  MySQL: '/var/lib/mysql',
  MariaDB: '/var/lib/mysql',
  MongoDB: '/data/db',
};

export default defineRule({
  id: 'data-store-not-persisted',
  area: 'compose',
  severity: 'high',
  confidence: 'likely',
  aliases: [],
  title: 'A data store keeps its data in no named volume',
  why: 'The data lie in an anonymous volume that the next `down` leaves behind: the store comes up empty.',
  fix: 'Mount a named volume or a host folder at the data folder.',
  references: ['https://docs.docker.com/engine/storage/volumes/'],
  on: 'service',
  *check(service, { link, production, stack, project }) {
    const image = rootImageOf(service, link);
    const name = dataStoreOf(image)?.name;
    const kept = name === undefined ? objectStore(image, service) : { name, folder: dataDirectorys[name] };
    const folder = kept?.folder;
    if (
      !isForUsers(project, stack, production) ||
      !service.enabled ||
      isForDevelopers(project, stack) ||
      kept === undefined ||
      folder === undefined
    )
      return;
    if (image?.repository.startsWith('bitnami/') === true || service.keys.has('volumes_from')) return;
    // A client of the store in the store's own image: a migration, a dump.
    if (isOneShot(stack, service) || service.entrypoint !== undefined) return;
    if (/\b(?:psql|pg_dump|pg_restore|mysqldump|mysql|mongodump|mongosh?)\s/.test(lineText(service.command)))
      return;
    if (service.environment.has('PGDATA') || service.build !== undefined || link !== undefined) return;
    // Any mount of a volume or folder with data in its name or path may hold them after a setting we do not read.
    if (service.mounts.some((mount) => isAtOrAbove(mount.target.value, folder))) return;
    if (service.command !== undefined && service.mounts.some((mount) => mount.kind === 'volume')) return;
    yield {
      at: service.nameSpan,
      message: `${service.name} runs ${kept.name} without a volume at ${folder}`,
      object: `services.${service.name}.volumes`,
      ...reviewFix(
        'Keep the data in a volume',
        ...inVolume(project, stack, service, storeFolder(image, folder)),
      ),
    };
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            files:
              image: minio/minio:RELEASE.2025-04-22T22-12-26Z
              command: server /data --console-address ":9001"
            api: {image: "ghcr.io/acme/api:1.4.2"}
        `,
      },
      'compose.yaml:2:3',
      {
        'compose.yaml': `
          services:
            files:
              image: minio/minio:RELEASE.2025-04-22T22-12-26Z
              command: server /data --console-address ":9001"
              volumes:
                - files-data:/data
            api: {image: "ghcr.io/acme/api:1.4.2"}
          volumes:
            files-data:
        `,
      },
    ),
    bad(
      {
        'compose.yaml': `
          services:
            db:
              image: postgres:16.4
              volumes:
                - ./schema.sql:/docker-entrypoint-initdb.d/schema.sql:ro
        `,
        'schema.sql': 'create table users (id int);\n',
      },
      'compose.yaml:2:3',
      {
        'compose.yaml': `
          services:
            db:
              image: postgres:16.4
              volumes:
                - ./schema.sql:/docker-entrypoint-initdb.d/schema.sql:ro
                - db-data:/var/lib/postgresql/data
          volumes:
            db-data:
        `,
      },
    ),
    bad(
      {
        'compose.yaml': `
          services:
              db:
                  image: mariadb:11.4
                  # no volume yet
              api: { image: "ghcr.io/acme/api:1.4.2", volumes: [files:/srv/files] }
          volumes:
              files: # uploads
        `,
      },
      'compose.yaml:2:5',
      {
        'compose.yaml': `
          services:
              db:
                  image: mariadb:11.4
                  volumes:
                      - db-data:/var/lib/mysql
                  # no volume yet
              api: { image: "ghcr.io/acme/api:1.4.2", volumes: [files:/srv/files] }
          volumes:
              files: # uploads
              db-data:
        `,
      },
    ),
    good({
      'compose.yaml': `
        services:
          db:
            image: postgres:16.4
            volumes: [data:/var/lib/postgresql/data]
        volumes: {data: {}}
      `,
    }),
    good({
      'compose.yaml': `
        services:
          files:
            image: minio/minio:RELEASE.2025-04-22T22-12-26Z
            command: server /data
            volumes: [objects:/data]
          spread:
            image: minio/minio:RELEASE.2025-04-22T22-12-26Z
            command: server http://spread{1...4}/data
          help:
            image: minio/minio:RELEASE.2025-04-22T22-12-26Z
            command: --help
        volumes: {objects: {}}
      `,
    }),
    // Developers run the sources beside it.
    good({
      'compose.yaml': `
        services:
          api: {build: ./api, command: npm run dev, volumes: ["./api:/app"]}
          db:
            image: postgres:16.4
      `,
      'api/Dockerfile': 'FROM node:22.11-alpine\n',
    }),
    // The program at hand is not in the stack: it runs from the working copy.
    good({
      'compose.yaml': `
        services:
          db:
            image: postgres:16.4
            ports: ["127.0.0.1:5432:5432"]
      `,
      'package.json': '{"name": "shop"}\n',
    }),
  ],
});

function isAtOrAbove(target: string, folder: string): boolean {
  return target.startsWith(folder) || folder.startsWith(`${target.replace(/\/$/, '')}/`);
}

/** MinIO keeps its objects where its command says. */
function objectStore(image: ImageName | undefined, { command }: Service) {
  if (image === undefined || !/^(?:quay\.io\/)?minio\/minio$/.test(image.repository)) return undefined;
  const words = command?.words.map(({ value }) => value) ?? [];
  const [place] = words.slice(words.indexOf('server') + 1);
  const isFolder = words.includes('server') && place !== undefined && /^\/[\w/.-]+$/.test(place);
  return isFolder ? { name: 'MinIO', folder: place } : undefined;
}
