import { describe, expect, test } from 'vitest';
import { generation } from './generating.ts';

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
});
