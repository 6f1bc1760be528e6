// A stack with real data stores, brought up, asked and put under load by the command line as a user does.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evidenceStore } from '../../src/journal/evidence-store.ts';
import type { StoredEvidence } from '../../src/model/evidence.ts';

const folder = mkdtempSync(join(tmpdir(), 'seaworthy-verify-'));
// As root the data stores run as another user, who must be able to reach their folders.
chmodSync(folder, 0o755);
const port = 22_000 + (process.pid % 8000);
const hasStores = ['/usr/sbin/mariadbd', '/usr/bin/redis-server'].every((path) => existsSync(path));

const files: Readonly<Record<string, string>> = {
  'compose.yaml': `
services:
  api:
    build: api
    ports: ["127.0.0.1:${port}:8080"]
    environment: { PORT: "8080" }
    depends_on: { db: { condition: service_healthy }, cache: { condition: service_started } }
    healthcheck: { test: [CMD, node, -e, "fetch('http://127.0.0.1:8080/health')"], interval: 1s }
  db:
    image: postgres:17.2-alpine
    environment: { POSTGRES_USER: app, POSTGRES_PASSWORD: hunter22, POSTGRES_DB: shop }
    healthcheck: { test: [CMD, pg_isready, -U, app], interval: 1s }
  legacy:
    image: mariadb:11.4
    environment: { MARIADB_USER: app, MARIADB_PASSWORD: hunter23, MARIADB_DATABASE: old, MARIADB_ROOT_PASSWORD: hunter24 }
  cache:
    image: redis:7.4-alpine
`,
  'seaworthy.yaml': `
services:
  api: { gate: { http: /health, port: 8080, stable_for: 100ms } }
smoke:
  - { name: items, http: "http://api:8080/items", expect: { headers: { content-type: json }, json: { "$.items[0]": 1 } } }
  - { name: rows, postgres: "postgres://app:hunter22@db/shop", query: "select 40 + 2, 'x'", expect: { rows: 1, value: 42 } }
  - { name: old rows, mysql: "mysql://app:hunter23@legacy/old", query: "select 7 union select 8", expect: { rows: 2, value: 7 } }
  - { name: wrong rows, mysql: "mysql://app:hunter23@legacy/old", query: "select 7", expect: { value: 8 }, retry: { attempts: 1 } }
  - { name: ping, redis: "redis://cache:6379", expect: { body: PONG } }
  - { name: node, exec: [node, --version], in: api, expect: { body: "^v" } }
  - { name: quiet, log: "ERROR|panic", in: api }
load:
  - { name: browse, target: "http://api:8080/items", rate: 200/s, duration: 2s, thresholds: ["p(95)<2s", "error_rate<5%"] }
kpis: { change: [memory smaller by 20%] }
budget: { memory: 64GiB }
backup:
  - { service: db, every: 24h, keep: 7d, verify: restore, restore: [node, -e, "console.log('db-1 holds 120 rows, restored and counted')"] }
  - { service: legacy, restore: [node, -e, "console.error('no copy'); process.exit(1)"] }
  - { service: cache }
`,
  'api/Dockerfile':
    'FROM node:22.21.1-alpine3.22\nWORKDIR /srv\nCOPY server.mjs ./\nCMD ["node", "server.mjs"]\n',
  'api/server.mjs': `import { createServer } from 'node:http';
const server = createServer((request, response) => {
  response.setHeader('content-type', 'application/json');
  response.end(request.url === '/health' ? '{"ok":true}' : '{"items":[1,2]}');
});
server.listen(process.env.PORT, () => console.log('listening'));
process.on('SIGTERM', () => server.close(() => process.exit(0)));
`,
};

/** Where GitHub's runner wants the summary of a step. */
const summary = join(folder, 'summary.md');

function seaworthy(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [resolve('dist/seaworthy.js'), ...args], {
    cwd: folder,
    env: { ...process.env, GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary },
    encoding: 'utf8',
    // Only ends a hang.
    timeout: 120_000,
  });
  return { code: status, stdout, stderr };
}

function evidence(): readonly StoredEvidence[] {
  return evidenceStore(join(folder, '.seaworthy')).evidence().records;
}

describe.skipIf(!hasStores)('a stack with data stores', () => {
  beforeAll(() => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
  });
  afterAll(() => {
    seaworthy('down', '--volumes', '-q');
    rmSync(folder, { recursive: true, force: true });
  });

  it('measures its own rollout', () => {
    const up = seaworthy('up', '-q');
    expect(up).toMatchObject({ code: 0 });
    const kpis = evidence().filter(({ name }) => name.startsWith('kpi/'));
    const names = kpis.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(['kpi/setup', 'kpi/start/api', 'kpi/total', 'kpi/memory', 'kpi/healthy']),
    );
    expect(kpis.find(({ name }) => name === 'kpi/healthy')).toMatchObject({ outcome: 'pass', value: 100 });
    expect(kpis.find(({ name }) => name === 'kpi/change/memory smaller by 20%')).toMatchObject({
      outcome: 'unknown',
    });
    const raw = JSON.parse(readFileSync(join(folder, '.seaworthy', String(kpis[0]?.raw)), 'utf8'));
    expect(raw).toMatchObject({ schema: 'seaworthy.rollout/1', run: 'r1-1' });
    expect(raw.steps.length).toBeGreaterThan(4);
  });

  it('samples what every instance uses meanwhile', () => {
    const found = (name: string) => evidence().find((one) => one.name === name);
    const usage = found('rollout/usage');
    expect(usage).toMatchObject({ outcome: 'pass', unit: 'bytes', limit: '<= 64 GiB' });
    const raw = JSON.parse(readFileSync(join(folder, '.seaworthy', String(usage?.raw)), 'utf8'));
    const samples: { instance: string; memory: number; cpus?: number }[] = raw.samples;
    expect([...new Set(samples.map(({ instance }) => instance))].sort()).toEqual([
      'api-1',
      'cache-1',
      'db-1',
      'legacy-1',
    ]);
    expect(samples.every(({ memory }) => memory > 0)).toBe(true);
    expect(samples.some(({ cpus = 0 }) => cpus > 0)).toBe(true);
    expect(found('kpi/memory')).toMatchObject({ value: usage?.value, raw: usage?.raw });
    expect(found('kpi/cpu')).toMatchObject({ unit: '%', limit: '<= 50 %', raw: usage?.raw });
    const page = seaworthy('report', '--format', 'html').stdout;
    expect(page).toContain('aria-label="Memory over time');
    expect(page).toContain('budget 64 GiB');
  });

  it('is asked what is declared and what follows from it', () => {
    const { code, stdout } = seaworthy('smoke', '-o', 'json');
    const results: { name: string; outcome: string; reason: string }[] = JSON.parse(stdout).results;
    expect(results.map(({ name, outcome }) => `${outcome} ${name}`)).toEqual([
      'pass health of api',
      'pass api reaches db:5432',
      'pass api reaches cache:6379',
      'pass items',
      'pass rows',
      'pass old rows',
      'fail wrong rows',
      'pass ping',
      'pass node',
      'pass quiet',
    ]);
    expect(results.find(({ name }) => name === 'wrong rows')?.reason).toBe('query gave 7, expected 8');
    expect(code).toBe(99);
    expect(stdout).not.toMatch(/hunter/);
    const junit = seaworthy('smoke', '--declared', '-o', 'junit').stdout;
    expect(junit).toContain('<testsuites name="seaworthy smoke" tests="7" failures="1" errors="0"');
    expect(junit).toContain('<failure message="query gave 7, expected 8"/>');
  });

  it('is put under load, and what was measured is kept', () => {
    const { code, stdout } = seaworthy('load', '-o', 'json', '-q');
    const [result] = JSON.parse(stdout).results;
    expect(result).toMatchObject({
      name: 'browse',
      outcome: 'pass',
      due: 400,
      all: { requests: 400, failed: 0 },
    });
    expect(code).toBe(0);
    const kept = evidence().filter(({ name }) => name.startsWith('load/'));
    expect(kept.map(({ name }) => name)).toEqual([
      'load/browse',
      'load/browse/p(95)<2s',
      'load/browse/error_rate<5%',
    ]);
    const raw = JSON.parse(readFileSync(join(folder, '.seaworthy', String(kept[0]?.raw)), 'utf8'));
    expect(raw).toMatchObject({ schema: 'seaworthy.load/1', release: kept[0]?.release, due: 400 });
    const junit = seaworthy('load', '-o', 'junit', '-q').stdout;
    expect(junit).toContain('<testsuites name="seaworthy load" tests="2" failures="0" errors="0"');
    expect(junit).toContain('<testcase classname="load.browse" name="p(95)&lt;2s"/>');
    // Two seconds say nothing of uptime.
    expect(evidence().find(({ name }) => name === 'kpi/uptime')).toMatchObject({
      outcome: 'unknown',
      value: 100,
      what: 'of 400 requests to browse over 2s were answered well; it takes 1m00s and 600 requests to say',
    });
    expect(seaworthy('load', '--threshold', 'p(50)<0.001', '-q').code).toBe(99);
    expect(seaworthy('load', '--duration', '200ms', '-q').code).toBe(11);
  });

  it('has the proof of backups, store by store', () => {
    const { code, stdout } = seaworthy('backup', 'verify');
    expect(stdout).toContain('pass     db  db-1 holds 120 rows, restored and counted');
    expect(stdout).toContain('fail     legacy  ended with 1: no copy');
    expect(code).toBe(12);
    expect(seaworthy('backup', 'verify', 'db').code).toBe(0);
    expect(seaworthy('backup', 'verify', 'cache').code).toBe(11);
    expect(seaworthy('backup', 'verify', 'legcy').stderr).toContain('Did you mean legacy?');
    const kept = evidence().filter(({ name }) => name.startsWith('backup/'));
    expect(kept.map(({ name, outcome }) => `${outcome} ${name}`)).toEqual([
      'pass backup/db',
      'fail backup/legacy',
      'pass backup/db',
    ]);
  });

  it('tells a workflow its verdict in the summary of the step', () => {
    rmSync(summary, { force: true });
    const { stdout } = seaworthy('report', '--format', 'json');
    const { stack, verdict } = JSON.parse(stdout);
    expect(readFileSync(summary, 'utf8').startsWith(`# ${stack}: ${verdict}\n`)).toBe(true);
  });

  it('refuses what is not its own', () => {
    const remote = seaworthy('load', 'http://192.0.2.1/');
    expect(remote).toMatchObject({ code: 64 });
    expect(remote.stderr).toContain(
      '192.0.2.1:80 is neither a running service of the stack nor this machine',
    );
    expect(seaworthy('load', 'brows').stderr).toContain('Did you mean browse?');
  });
});
