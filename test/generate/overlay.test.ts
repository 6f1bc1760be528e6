// Overlays add to the base what an environment needs, and nothing that it says already.
import { describe, expect, test } from 'vitest';
import type { Stack } from '../../src/model/service.ts';
import { type Files, filesOf, type Generation, generation } from './generating.ts';

function stackOf({ after }: Generation, environment: string): Stack {
  const found = after.stacks.find((stack) => stack.environment === environment);
  if (found === undefined) throw new Error(`there is no ${environment}`);
  return found;
}

function notesOf({ generated }: Generation): string {
  return generated.notes.map(({ kind, text }) => `${kind}: ${text}`).join('\n');
}

function base(services: string): Files {
  return { 'compose.yaml': `name: shop\nservices:\n${services.replace(/^(?=.)/gm, '  ')}` };
}

describe('overlay of the examples', () => {
  test.each(['flawed', 'repaired'])('%s', async (name) => {
    const made = await generation('overlay', filesOf(`examples/policy-platform/${name}`));
    const production = stackOf(made, 'production');
    for (const service of production.services.values()) {
      expect(service.resources.memoryLimit, service.name).toBeDefined();
      expect(service.restart?.value, service.name).toBe('unless-stopped');
      expect(service.keys.has('logging'), service.name).toBe(true);
      expect(service.ports.length > 0, service.name).toBe(service.name === 'gateway');
    }
    const hasPorts = [...stackOf(made, 'development').services.values()].filter(
      ({ ports }) => ports.length > 0,
    );
    expect(hasPorts.map((service) => service.name)).toContain('api');
  });
});

describe('overlay', () => {
  test('what the base says is not said again', async () => {
    const made = await generation(
      'overlay',
      base(`web:
  image: ghcr.io/acme/web:1.2.3
  restart: always
  logging: { driver: local }
  read_only: true
  deploy: { resources: { limits: { memory: 64M, cpus: "0.5", pids: 20 } } }
`),
    );
    expect(made.generated.files).toEqual([]);
    expect(notesOf(made)).toContain('know: production needs nothing beside the base');
  });

  test('limits come from what is reserved and set, and what is guessed is told', async () => {
    const made = await generation(
      'overlay',
      base(`reserved:
  image: ghcr.io/acme/web:1.2.3
  deploy: { resources: { reservations: { memory: 100M } } }
heap:
  image: ghcr.io/acme/web:1.2.3
  environment: { JAVA_OPTS: "-Xmx1g" }
cache:
  image: redis:7.4.1
  command: [redis-server, --maxmemory, 100mb]
guessed:
  image: ghcr.io/acme/web:1.2.3
older:
  image: ghcr.io/acme/web:1.2.3
  mem_limit: 64m
`),
    );
    const text = made.text('compose.production.yaml');
    expect(text).toContain('{ memory: 224M, cpus: "1.0", pids: 200 }  # twice what is reserved');
    expect(text).toContain('{ memory: 1536M, cpus: "1.0", pids: 200 }  # room beside its heap');
    expect(text).toContain('{ memory: 288M, cpus: "1.0", pids: 200 }  # room beside its cache');
    expect(text).toContain('{ memory: 512M, cpus: "1.0", pids: 200 }\n');
    expect(text).toContain('  older:\n    restart: unless-stopped\n    cpus: "1.0"\n    pids_limit: 200\n');
    expect(notesOf(made)).toContain('decide: memory limits of guessed:');
  });

  test('data stores and what stands behind a gateway are closed outside of development', async () => {
    const files = {
      ...base(`proxy:
  image: nginx:1.27.3
  ports: ["80:80"]
  volumes: ["./nginx.conf:/etc/nginx/nginx.conf:ro"]
api:
  image: ghcr.io/acme/api:1.2.3
  ports: ["8000:8000"]
alone:
  image: ghcr.io/acme/alone:1.2.3
  ports: ["7000:7000", "9229:9229"]
db:
  image: postgres:17.2
  ports: ["5432:5432"]
tool:
  image: adminer:4.8.1
  ports: ["8081:8080"]
`),
      'nginx.conf': 'events {}\nhttp { server { listen 80; location / { proxy_pass http://api:8000; } } }\n',
    };
    const awaits = ['production', 'staging'].map(
      (name) =>
        `compose/published-port-on-every-interface compose.${name}.yaml:13 alone publishes port 7000 on every interface`,
    );
    const made = await generation('overlay', files, { awaits });
    const open = [...stackOf(made, 'production').services.values()].map(({ name, ports }) => [
      name,
      ports.map(({ target }) => target.value),
    ]);
    expect(open).toEqual([
      ['proxy', [80]],
      ['api', []],
      ['alone', [7000]],
      ['db', []],
      ['tool', []],
    ]);
    expect(made.text('compose.production.yaml')).toContain(
      '# Requests come in through proxy.\n    ports: !reset []',
    );
    expect(notesOf(made)).toContain('proxy stays open on the host at 80:80');
  });

  test('developers reach what listens, on loopback and on a free port', async () => {
    const { 'compose.yaml': text = '' } = base(`db:
  image: postgres:17.2
other:
  image: postgres:17.2
web:
  image: nginx:1.27.3
hidden:
  image: redis:7.4.1
  networks: [back]
migrate:
  image: ghcr.io/acme/api:1.2.3
  restart: "no"
`);
    const made = await generation('overlay', {
      'compose.yaml': `${text}networks:\n  back:\n    internal: true\n`,
    });
    const ports = [...stackOf(made, 'development').services.values()].map(({ name, ports }) => [
      name,
      ports.map(({ host, published }) => `${host?.value}:${published?.value}`),
    ]);
    expect(ports).toEqual([
      ['db', ['127.0.0.1:5432']],
      ['other', ['127.0.0.1:15432']],
      ['web', ['127.0.0.1:8080']],
      ['hidden', []],
      ['migrate', []],
    ]);
    expect(notesOf(made)).toContain('hidden gets no port: its networks are internal');
  });

  test('debugging is turned off', async () => {
    const made = await generation(
      'overlay',
      base(`api:
  image: ghcr.io/acme/api:1.2.3
  environment:
    - DEBUG=1
    - FLASK_ENV=development
`),
    );
    const { environment } = stackOf(made, 'production').services.get('api') ?? { environment: new Map() };
    expect([environment.get('DEBUG')?.value?.value, environment.get('FLASK_ENV')?.value?.value]).toEqual([
      '0',
      'production',
    ]);
  });

  test('a secret moves to a file where all who hold it can read one', async () => {
    const made = await generation('overlay', {
      ...base(`blog:
  image: wordpress:6.7.1
  environment: { WORDPRESS_DB_HOST: db, WORDPRESS_DB_PASSWORD: "\${DB_PASSWORD:?}" }
db:
  image: mariadb:11.4.4
  environment: { MARIADB_DATABASE: blog, MARIADB_USER: blog, MARIADB_PASSWORD: "\${DB_PASSWORD:?}", MARIADB_RANDOM_ROOT_PASSWORD: "1" }
`),
      '.env.example': 'DB_PASSWORD=\n',
      '.gitignore': '.env\nsecrets/\n',
    });
    for (const name of ['blog', 'db']) {
      const service = stackOf(made, 'production').services.get(name);
      expect(service?.secrets.map((one) => one.name)).toEqual(['db_password']);
      expect(
        [...(service?.environment.keys() ?? [])].filter(
          (key) => key.includes('DB_PASSWORD') || key.includes('MARIADB_PASSWORD'),
        ),
      ).toEqual([expect.stringMatching(/_FILE$/)]);
    }
    // Docker cannot put it into a read-only root.
    expect(stackOf(made, 'production').services.get('db')?.readOnly).toBeUndefined();
    // One value in one place: the variable that the base demands.
    expect(stackOf(made, 'production').secrets.get('db_password')?.environment?.value).toBe('DB_PASSWORD');
  });

  test('a literal gets a file of its environment', async () => {
    const files = {
      ...base(`db:
  image: mongo:8.0.4
  environment: { MONGO_INITDB_ROOT_USERNAME: root, MONGO_INITDB_ROOT_PASSWORD: 8fK2-literal-1 }
`),
      '.gitignore': 'secrets/\n',
    };
    const made = await generation('overlay', files);
    const file = stackOf(made, 'production').secrets.get('mongo_initdb_root_password')?.file;
    expect(file?.value).toBe('secrets/production/mongo_initdb_root_password');
    expect(notesOf(made)).toContain('db reads its secret as mongodb');
  });

  test.each([
    [
      'a URL holds it too',
      `app:
  image: ghcr.io/acme/api:1.2.3
  environment: { DATABASE_URL: "postgres://u:\${PG_PASSWORD}@db/x" }
db:
  image: postgres:17.2
  environment: { POSTGRES_PASSWORD: "\${PG_PASSWORD}" }
`,
      'app (DATABASE_URL), which cannot take it from a file',
    ],
    [
      'a client has it from elsewhere',
      `app:
  image: ghcr.io/acme/api:1.2.3
  depends_on: [db]
db:
  image: postgres:17.2
  environment: { POSTGRES_PASSWORD: "\${PG_PASSWORD}" }
`,
      'app uses db and has the password from elsewhere',
    ],
    [
      'the root is read-only',
      `db:
  image: postgres:17.2
  read_only: true
  tmpfs: [/run/postgresql]
  environment: { POSTGRES_PASSWORD: "\${PG_PASSWORD}" }
`,
      'no variable into a file of a container whose root is read-only',
    ],
    [
      'the variables are a list',
      `db:
  image: postgres:17.2
  environment:
    - POSTGRES_PASSWORD=\${PG_PASSWORD}
`,
      'an overlay cannot take a variable out of a list',
    ],
  ])('and stays where one cannot: %s', async (_name, services, said) => {
    const made = await generation('overlay', { ...base(services), '.env.example': 'PG_PASSWORD=\n' });
    expect(stackOf(made, 'production').secrets.size).toBe(0);
    expect(notesOf(made)).toContain(said);
  });

  test('it is named as the base is, and one environment can be asked for', async () => {
    const files = {
      'docker-compose.yml': 'name: shop\nservices:\n  web:\n    image: ghcr.io/acme/web:1.2.3\n',
    };
    const made = await generation('overlay', files, { environment: 'live' });
    expect(made.generated.files.map(({ path }) => path)).toEqual(['docker-compose.live.yml']);
  });

  test('overlays of other spelling are left alone', async () => {
    const made = await generation('overlay', {
      'compose.yaml': 'name: shop\nservices:\n  web:\n    image: ghcr.io/acme/web:1.2.3\n',
      'compose.prod.yaml': 'services:\n  web:\n    restart: always\n',
    });
    expect(made.generated.files.map(({ path }) => path)).toEqual(['compose.staging.yaml']);
    expect(notesOf(made)).toContain('compose.prod.yaml is there for production already');
  });
});
