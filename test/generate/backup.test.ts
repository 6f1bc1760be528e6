import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { generateOnly, generation } from './generating.ts';

const shop = `
name: shop
services:
  api:
    image: ghcr.io/acme/api:1.2.3
    depends_on:
      db: { condition: service_healthy }
  cache:
    image: redis:7.4.1-alpine
  db:
    image: postgres:16.4-alpine
    volumes: ["db-data:/var/lib/postgresql/data"]
    environment:
      POSTGRES_USER: shop
      POSTGRES_PASSWORD: \${DB_PASSWORD:?set it in .env}
    healthcheck:
      test: ["CMD", "pg_isready", "-U", "shop"]
volumes:
  db-data: {}
`;

describe('backup', () => {
  test('the job of PostgreSQL logs in as the store says, by the same variable', async () => {
    const { text, generated, after } = await generation('backup', {
      'compose.yaml': shop,
      '.env': 'DB_PASSWORD=kept-out-of-git\n',
      '.gitignore': '.env\n',
    });
    const compose = text('compose.backup.yaml');
    expect(compose).toContain(`STORE_PASSWORD: \${DB_PASSWORD:?set it in .env}`);
    expect(compose).toContain('STORE_USER: shop');
    expect(generated.notes.map(({ text: note }) => note)).toContainEqual(
      'cache has no volume: it is a cache, and is not saved',
    );
    const stack = after.stacks.find(({ files }) => files.includes('compose.backup.yaml'));
    expect(stack?.files).toEqual(['compose.yaml', 'compose.backup.yaml']);
    expect(stack?.services.get('backup-db')?.image?.value).toBe('postgres:16.4-alpine');
  });

  test.each([
    [
      'mysql',
      'mysql:8.4.3',
      '/var/lib/mysql',
      'MYSQL_USER: shop, MYSQL_DATABASE: shop, MYSQL_PASSWORD_FILE: /run/secrets/key',
    ],
    [
      'mariadb',
      'mariadb:11.4.4',
      '/var/lib/mysql',
      'MARIADB_DATABASE: shop, MARIADB_ROOT_PASSWORD_FILE: /run/secrets/key',
    ],
    [
      'mongo',
      'mongo:8.0.4',
      '/data/db',
      'MONGO_INITDB_ROOT_USERNAME: root, MONGO_INITDB_ROOT_PASSWORD_FILE: /run/secrets/key',
    ],
    ['redis', 'redis:7.4.1', '/data', 'TZ: UTC'],
  ])(
    '%s is saved by its own image, with the secret of the store',
    async (engine, image, folder, environment) => {
      const { text, after } = await generation('backup', {
        'compose.yaml': `
name: shop
services:
  store:
    image: ${image}
    volumes: ["store:${folder}"]
    secrets: [key]
    environment: { ${environment} }
volumes:
  store: {}
secrets:
  key: { file: ./key }
`,
        key: 'kept-out-of-git\n',
        '.gitignore': 'key\n',
      });
      const job = after.stacks.flatMap(({ services }) => services.get('backup-store') ?? [])[0];
      expect(job?.image?.value).toBe(image);
      expect(job?.mounts.map(({ target }) => target.value)).toContain(folder);
      expect(text('compose.backup.yaml').includes('STORE_PASSWORD_FILE: /run/secrets/key')).toBe(
        engine !== 'redis',
      );
      const shell = spawnSync('sh', ['-n'], { input: text(`backup/${engine}.sh`), encoding: 'utf8' });
      expect(shell.stderr).toBe('');
    },
  );

  test.each([
    ['postgres:16.4', 'command: [postgres, -p, "5433"]', '5433'],
    ['postgres:16.4', 'command: postgres -c port=5434', '5434'],
    ['postgres:16.4', 'environment: { PGPORT: "5435" }', '5435'],
    ['postgres:16.4', 'command: postgres -c work_mem=8MB', undefined],
    ['redis:7.4.1', 'command: redis-server --port 6380', '6380'],
  ])('%s with %s is asked at its port', async (image, line, port) => {
    const { after } = await generateOnly('backup', {
      'compose.yaml': `services:\n  store:\n    image: ${image}\n    volumes: ["data:/data"]\n    ${line}\nvolumes: { data: {} }\n`,
    });
    const job = after.stacks.flatMap(({ services }) => services.get('backup-store') ?? [])[0];
    expect(job?.environment.get('STORE_PORT')?.value?.value).toBe(port);
  });

  test('a password that is written out is asked for instead of copied', async () => {
    const { text, generated } = await generateOnly('backup', {
      'compose.yaml': shop.replace(/POSTGRES_PASSWORD: .*/, 'POSTGRES_PASSWORD: Kw81pLx0qZt7Rm2v'),
    });
    expect(text('compose.backup.yaml')).not.toContain('Kw81');
    expect(text('compose.backup.yaml')).toContain(`STORE_PASSWORD: \${DB_PASSWORD:?the password of db}`);
    expect(
      generated.notes.some(({ kind, text: note }) => kind === 'decide' && note.startsWith('DB_PASSWORD')),
    ).toBe(true);
  });
});
