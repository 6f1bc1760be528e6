// Manifests from compose projects: what becomes of each part, read back by our own reader, with nothing for review to say.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { serviceKeys } from '../../src/generate/kubernetes/service-keys.ts';
import type { Container, KubernetesObject, KubernetesSet } from '../../src/model/kubernetes.ts';
import type { Project } from '../../src/model/project.ts';
import { review } from '../../src/review/run.ts';
import { textAt } from '../../src/syntax/yaml-path.ts';
import { type Files, findingsIn, generateOnly, generation } from './generating.ts';

const root = join(import.meta.dirname, '..', '..');
/** What no repository tells. */
const asked = {
  registry: 'ghcr.io/acme',
  tag: '1.0.0',
  host: 'app.acme.dev',
  owner: 'platform',
  contact: 'platform@acme.dev',
};

function example(name: string): Files {
  const folder = join(root, 'examples', name);
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true });
  return Object.fromEntries(
    paths
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path.slice(folder.length + 1), readFileSync(path, 'utf8')]),
  );
}

function production({ kubernetes }: Project): KubernetesSet {
  const found = kubernetes.sets.find(({ rendered }) => rendered?.by.folder.endsWith('overlays/production'));
  if (found === undefined) throw new Error('there is no overlay for production');
  return found;
}

function objectIn(set: KubernetesSet, kind: string, name: string): KubernetesObject {
  const found = set.objects.find((one) => one.kind.value === kind && one.name?.value === name);
  if (found !== undefined) return found;
  throw new Error(`no ${kind} ${name} among ${set.objects.map(({ title }) => title).join(', ')}`);
}

function containerOf(set: KubernetesSet, name: string): Container {
  const container = set.objects
    .find(({ workload, name: own }) => workload !== undefined && own?.value === name)
    ?.workload?.pod.containers.at(0);
  if (container === undefined) throw new Error(`no workload ${name}`);
  return container;
}

describe('what strict review would say is accepted at the line, for a reason that the report has', () => {
  test.each([
    [
      'policy-platform/repaired',
      ['api', 'auth', 'config', 'dashboard', 'gateway', 'monitoring', 'policy', 'postgres', 'redis', 'web'],
    ],
    ['task-manager/repaired', ['app', 'mariadb', 'proxy']],
  ])('%s: nobody knows the digests offline, and that is all', async (name, services) => {
    const { generated, after, text } = await generation('kubernetes', example(name), { asked });
    const waived = review(after, { preset: 'strict' }).findings.filter((one) => one.waived !== undefined);
    const accepted = new Set(waived.map(({ rule, at }) => `${rule} ${at.file}`));
    expect([...accepted].sort()).toEqual(
      services.map((service) => `kubernetes/image-digest-missing kubernetes/base/${service}.yaml`),
    );
    for (const { at, waived: by } of waived) {
      const line = text(at.file).slice(0, at.start).split('\n').at(-2) ?? '';
      expect(line.trim()).toMatch(/^# seaworthy: ignore\[kubernetes\/image-digest-missing\] \S/);
      expect(text('kubernetes/TRANSLATION.md')).toContain(by?.reason);
    }
    expect(generated.files.map(({ path }) => path)).not.toContain('kubernetes/seaworthy.waivers.yaml');
  });

  test('with the digests named nothing is accepted', async () => {
    const digest = ['mariadb', 'app', 'proxy'].map((name) => `${name}=sha256:${'ab'.repeat(32)}`);
    const { after } = await generation('kubernetes', example('task-manager/repaired'), {
      asked: { ...asked, digest },
    });
    const { findings } = review(after, { preset: 'strict' });
    expect(findings.filter(({ waived }) => waived !== undefined)).toEqual([]);
  });

  test('a digest that another file of the repository names is taken over', async () => {
    const files = {
      'compose.yaml': 'name: shop\nservices:\n  cache:\n    image: redis:7.4.1\n',
      'ci/compose.yaml': `name: ci\nservices:\n  cache:\n    image: docker.io/library/redis:7.4.1@sha256:${'cd'.repeat(32)}\n`,
    };
    const { text } = await generation('kubernetes', files, { asked });
    expect(text('kubernetes/base/cache.yaml')).toContain(`redis:7.4.1@sha256:${'cd'.repeat(32)}`);
  });
});

describe('a secret is a file where the program reads one', () => {
  test('a URL around a password is put together in the Secret', async () => {
    const { text, generated } = await generation('kubernetes', example('policy-platform/repaired'), {
      asked,
    });
    const api = text('kubernetes/base/api.yaml');
    expect(api).toMatch(/- name: DATABASE_URL_FILE\n\s+value: \/run\/secrets\/DATABASE_URL\n/);
    expect(api).toContain(
      'DATABASE_URL: "postgres://policy:{{ .POSTGRES_PASSWORD }}@postgres:5432/policies"',
    );
    expect(api).not.toContain('secretKeyRef');
    expect(api.match(/secretKey: \w+/g)).toEqual(['secretKey: POSTGRES_PASSWORD']);
    expect(generated.notes.map((one) => one.text).join('\n')).toContain(
      'must hold AUTH_SECRET, POSTGRES_PASSWORD under',
    );
  });

  test('who makes the Secret by hand is told what the URL is', async () => {
    const { generated } = await generation('kubernetes', example('task-manager/repaired'), {
      asked: { ...asked, secrets: 'existing' },
    });
    expect(generated.notes.map((one) => one.text).join('\n')).toContain(
      'with DATABASE_URL (mysql://tasks:{{ .DB_PASSWORD }}@mariadb:3306/tasks)',
    );
  });
});

describe('generate kubernetes of the example', () => {
  test('is read back into an equal model, and review has nothing to say of it', async () => {
    const { before, after } = await generation('kubernetes', example('policy-platform/repaired'), { asked });
    const set = production(after);
    const [stack] = before.stacks;
    for (const [name, service] of stack?.services ?? []) {
      const container = containerOf(set, name);
      const { memoryLimit } = service.resources;
      const mebibytes = (bytes: number | undefined) => `${(bytes ?? 0) / 1024 ** 2}Mi`;
      expect(container.limits.get('memory')?.value, name).toBe(mebibytes(memoryLimit?.value));
      expect(container.requests.get('memory')?.value, name).toBe(mebibytes(memoryLimit?.value));
      expect(container.args.map(({ value }) => value)).toEqual(
        service.command?.words.map(({ value }) => value) ?? [],
      );
      expect(container.readiness, name).toBeDefined();
      expect(container.liveness, name).toBeDefined();
      expect(container.startup, name).toBeDefined();
      for (const { target } of service.ports)
        expect(container.ports.map(({ port }) => port?.value)).toContain(target.value);
      expect(namesIn(set, container), name).toEqual(
        [...service.environment.keys()].map((key) => (byFile.has(key) ? `${key}_FILE` : key)).sort(),
      );
    }
  });

  test('asks the routes of the service: one that asks the process alone, one that asks what it needs', async () => {
    const { text } = await generateOnly('kubernetes', example('policy-platform/repaired'), { asked });
    const api = text('kubernetes/base/api.yaml');
    expect(api).toMatch(/livenessProbe:\n.*#.*\n\s+httpGet:\n\s+path: \/health\n/);
    expect(api).toMatch(/readinessProbe:\n(?:\s+#.*\n)+\s+httpGet:\n\s+path: \/ready\n/);
    const postgres = text('kubernetes/base/postgres.yaml');
    expect(postgres).toContain('pg_isready -U $POSTGRES_USER');
    expect(postgres).toMatch(/livenessProbe:\n.*#.*\n\s+tcpSocket:/);
  });

  test('lets each service reach what it names, and nothing else', async () => {
    const { text } = await generateOnly('kubernetes', example('policy-platform/repaired'), { asked });
    const calls = (name: string) =>
      [...text(`kubernetes/base/${name}.yaml`).matchAll(/# (\w+) calls (\w+): /g)].map(
        ([, from, to]) => `${from} ${to}`,
      );
    expect(calls('redis')).toEqual(['api redis']);
    // POSTGRES_USER is `policy`, and so is a service.
    expect(calls('postgres')).toEqual(['api postgres', 'config postgres']);
  });
});

function namesIn(set: KubernetesSet, container: Container): readonly string[] {
  const maps = container.envFrom.map(({ name }) => objectIn(set, 'ConfigMap', name.value));
  const plain = maps.flatMap(({ node }) =>
    node.entries
      .filter(({ key }) => key.value === 'data')
      .flatMap(({ value }) =>
        value?.kind === 'map' ? value.entries.map(({ key }) => String(key.value)) : [],
      ),
  );
  return [...plain, ...container.env.map(({ name }) => name.value)].sort();
}

/** What the image or the code reads from a file. */
const byFile = new Set(['POSTGRES_PASSWORD', 'DATABASE_URL', 'AUTH_SECRET']);

const shop = {
  'compose.yaml': `
name: shop
services:
  web_app:
    image: ghcr.io/acme/web:1.2.3
    ports: ["8080:8080"]
    command: ["serve", "--db-password", "hunter2-of-the-flag", "--echo", "$$(date)"]
    environment:
      DATABASE_URL: mysql://shop:s3cr3t-of-shop@task_db:3306/shop
      SESSION_SECRET: a-long-session-secret
      CACHE_HOST: cache
      NAME: task_db
    depends_on: [task_db, cache, migrate]
    healthcheck:
      test: ["CMD", "curl", "-f", "http://localhost:8080/up"]
    configs:
      - source: theme
        target: /etc/theme.json
    tmpfs: [/var/tmp/web]
    stop_signal: SIGQUIT
    labels: { team: shop }
  migrate:
    image: ghcr.io/acme/web:1.2.3
    command: [migrate]
  late:
    image: ghcr.io/acme/late:1.0.0
    depends_on: { migrate: { condition: service_completed_successfully } }
  task_db:
    image: mysql:8.4.3
    environment:
      MYSQL_ROOT_PASSWORD: r00t-of-the-database
      MYSQL_PASSWORD: s3cr3t-of-shop
      MYSQL_USER: shop
    volumes: ["data:/var/lib/mysql", "./init:/docker-entrypoint-initdb.d:ro"]
  cache:
    image: redis:7.4.1
    command: redis-server --requirepass ${'$'}{REDIS_PASSWORD:-fallback-of-redis}
    ports: ["127.0.0.1:6379:6379"]
  admin:
    image: ghcr.io/acme/admin:1.0.0
    profiles: [tools]
configs:
  theme:
    content: '{"dark": true}'
volumes:
  data: {}
`,
  'init/1.sql': 'create table t (id int);\n',
} as const;

describe('generate kubernetes', () => {
  test('no secret of compose stands in any file', async () => {
    const { generated } = await generation('kubernetes', shop, { asked });
    const all = generated.files.map(({ text }) => text).join('\n');
    for (const secret of ['hunter2', 's3cr3t', 'r00t-of', 'a-long-session', 'fallback-of'])
      expect(all, secret).not.toContain(secret);
    expect(all).toContain('"mysql://shop:$(MYSQL_PASSWORD)@task-db:3306/shop"');
    expect(all).toContain('- "$(DB_PASSWORD)"');
    expect(all).toContain('- "$(REDIS_PASSWORD)"');
  });

  test('services are workloads of the kind that fits', async () => {
    const { after, generated } = await generateOnly('kubernetes', shop, { asked });
    const kinds = production(after)
      .objects.filter(({ workload }) => workload !== undefined)
      .map(({ title }) => title);
    expect(kinds.sort()).toEqual([
      'Deployment late',
      'Deployment web-app',
      'Job migrate',
      'StatefulSet cache',
      'StatefulSet task-db',
    ]);
    expect(generated.notes.map(({ text }) => text)).toContain(
      'admin is left out: none of its profiles is selected (--profile)',
    );
  });

  test('only the web server is opened, and only the host of a URL is renamed', async () => {
    const { after, text } = await generateOnly('kubernetes', shop, { asked });
    const set = production(after);
    const ingresses = set.objects.filter(({ kind }) => kind.value === 'Ingress');
    expect(
      ingresses.map(({ title, node }) => [title, textAt(node, 'spec', 'ingressClassName')?.value]),
    ).toEqual([['Ingress web-app', 'traefik']]);
    expect(text('kubernetes/base/kustomization.yaml')).toContain('- NAME=task_db\n');
  });

  test('files of the repository come along as ConfigMaps, data as claims', async () => {
    const { text, generated } = await generateOnly('kubernetes', shop, { asked });
    expect(text('kubernetes/base/files/task-db-docker-entrypoint-initdb-d/1.sql')).toBe(shop['init/1.sql']);
    expect(text('kubernetes/base/files/web-app-theme/theme.json')).toBe('{"dark": true}');
    expect(text('kubernetes/base/task-db.yaml')).toContain('volumeClaimTemplates:');
    expect(generated.files.map(({ path }) => path)).toContain(
      'kubernetes/overlays/staging/kustomization.yaml',
    );
  });

  test('what nothing tells stands as a placeholder, which review finds and the notes name', async () => {
    const { generated, after } = await generateOnly('kubernetes', {
      'compose.yaml': 'name: shop\nservices:\n  web:\n    build: .\n    ports: ["8080:8080"]\n',
      Dockerfile: 'FROM node:22.21.1-alpine3.22\nUSER node\nCMD ["node", "server.js"]\n',
    });
    const decisions = generated.notes.filter(({ kind }) => kind === 'decide').map(({ text }) => text);
    expect(decisions.join('\n')).toMatch(/--registry[\s\S]*--tag[\s\S]*--owner[\s\S]*--host/);
    const found = findingsIn(after, new Set(generated.files.map(({ path }) => path)));
    const placeholders = found.filter((line) => line.startsWith('kubernetes/placeholder-left'));
    expect(placeholders.join('\n')).toMatch(/registry\.invalid[\s\S]*host\.invalid/);
  });

  test('--secrets existing names Secrets that a person makes', async () => {
    const { generated } = await generation('kubernetes', shop, { asked: { ...asked, secrets: 'existing' } });
    expect(generated.files.some(({ text }) => text.includes('ExternalSecret'))).toBe(false);
    expect(generated.notes.map(({ text }) => text).join('\n')).toContain(
      'Secret web-app-secrets must be made in each namespace, with DB_PASSWORD, MYSQL_PASSWORD, SESSION_SECRET',
    );
  });

  test.each([
    [{ secrets: 'vault' }, /--secrets is external or existing/],
    [{ into: '../out' }, /--into is a folder inside/],
    [{ 'storage-size': 'huge' }, /--storage-size is a size/],
    [{ digest: ['web=latest'] }, /--digest is SERVICE=/],
  ])('refuses %j', async (flags, message) => {
    await expect(generateOnly('kubernetes', shop, { asked: flags })).rejects.toThrow(message);
  });
});

describe('the translation report', () => {
  test('knows every key of a service that compose has', () => {
    const known = readFileSync(join(root, 'test/read/compose-keys.txt'), 'utf8')
      .split('\n')
      .flatMap((line) => /^services\.\*\.([a-z_]+)$/.exec(line)?.[1] ?? []);
    expect(known.length).toBeGreaterThan(80);
    expect(known.filter((key) => !Object.hasOwn(serviceKeys, key))).toEqual([]);
  });

  test('misses no key of a project', async () => {
    const { text, before } = await generateOnly('kubernetes', shop, { asked });
    const report = text('kubernetes/TRANSLATION.md');
    for (const [name, service] of before.stacks[0]?.services ?? []) {
      const section = report.split(`\n## ${name}\n`)[1]?.split('\n## ')[0] ?? '';
      for (const key of service.keys.keys())
        expect(section, `${name}.${key}`).toMatch(new RegExp(`\`${key}[\`.[]`));
      for (const key of service.environment.keys()) expect(section).toContain(`environment.${key}`);
    }
    const rows = report.split('\n').filter((line) => line.startsWith('| `'));
    const [, total] = /Each of the (\d+) keys/.exec(report) ?? [];
    expect(rows.length).toBe(Number(total));
  });

  test('says what is lost and why', async () => {
    const { text } = await generateOnly('kubernetes', shop, { asked });
    const report = text('kubernetes/TRANSLATION.md');
    expect(report).toContain('| `stop_signal` | **lost** | set STOPSIGNAL in the image');
    expect(report).toContain('| `labels.team` | approximated | an annotation of the workload |');
    expect(report).toMatch(/`environment\.MYSQL_ROOT_PASSWORD` \| carried \| a file of the Secret/);
  });
});
