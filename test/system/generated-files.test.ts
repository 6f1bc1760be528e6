// What `generate` writes for the examples, before the programs that it is for. Where one cannot be had, it is said.
import { spawn, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, type TestContext, test, vi } from 'vitest';
import { actionlint, amtool, caddy, dashboardCheck, promtool, traefik } from '../../scripts/file-tools.ts';
import { referenceProgram } from '../../scripts/reference.ts';
import { readProject } from '../../src/read/project.ts';
import { freePort } from './faults/ports.ts';

const repository = join(import.meta.dirname, '..', '..');
const seaworthy = join(repository, 'dist', 'seaworthy.js');
const kinds = ['overlay', 'backup', 'ci', 'monitoring', 'tls'];

/** The program, or a skipped test that says why. */
function had(context: TestContext, what: string, find: () => string): string {
  try {
    return find();
  } catch (error) {
    const [why = ''] = String(error).split('\n');
    console.warn(`NOT TESTED with ${what}: ${why}`);
    return context.skip(`${what} cannot be had: ${why}`);
  }
}

function answer(program: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = process.env) {
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd, env, encoding: 'utf8' });
  return error === undefined ? { status, said: status === 0 ? '' : stdout + stderr } : { error };
}

const accepted = { status: 0, said: '' };

describe.each(['policy-platform', 'task-manager'])('the files for %s', (example) => {
  let folder = '';

  beforeAll(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'seaworthy-generated-')));
    cpSync(join(repository, 'examples', example, 'repaired'), folder, { recursive: true });
    for (const kind of kinds)
      expect(answer(process.execPath, [seaworthy, 'generate', kind], folder), kind).toEqual(accepted);
  });

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const named = (pattern: RegExp) => readdirSync(folder).filter((file) => pattern.test(file));

  test('docker compose takes each beside the base, and all together', { timeout: 600_000 }, (context) => {
    const compose = had(context, 'docker compose', referenceProgram);
    const files = named(/^compose\..+\.yaml$/);
    expect(files.length).toBeGreaterThanOrEqual(6);
    const texts = ['compose.yaml', ...files].map((file) => readFileSync(join(folder, file), 'utf8')).join('');
    // What a person is to fill in has some value: this one is a text, a port and a tag.
    const needed = [...texts.matchAll(/\$\{(\w+)(?=\}|:?\?)/g)].map(([, name = '']) => [name, '1'] as const);
    const env = { PATH: process.env['PATH'] ?? '', HOME: folder, ...Object.fromEntries(needed) };
    const tried = (...others: readonly string[]) =>
      answer(
        compose,
        [...['compose.yaml', ...others].flatMap((file) => ['-f', file]), 'config', '--quiet'],
        folder,
        env,
      );
    for (const file of files) expect(tried(file), file).toEqual(accepted);
    const environments = files.filter((file) => !/development|staging/.test(file));
    expect(tried(...environments), environments.join(' ')).toEqual(accepted);
  });

  test('actionlint has nothing to say of the workflows', { timeout: 600_000 }, (context) => {
    const program = had(context, 'actionlint', actionlint);
    const workflows = readdirSync(join(folder, '.github/workflows'));
    expect(workflows.length).toBeGreaterThan(0);
    const paths = workflows.map((file) => join('.github/workflows', file));
    expect(answer(program, ['-no-color', '-shellcheck=', '-pyflakes=', ...paths], folder)).toEqual(accepted);
  });

  test('promtool takes the configuration and the rules of Prometheus', { timeout: 600_000 }, (context) => {
    const program = had(context, 'promtool', promtool);
    const here = join(folder, 'monitoring');
    expect(existsSync(join(here, 'prometheus.yml'))).toBe(true);
    expect(answer(program, ['check', 'config', '--syntax-only', 'prometheus.yml'], here)).toEqual(accepted);
    expect(answer(program, ['check', 'rules', 'alerts.yml'], here)).toEqual(accepted);
  });

  test('amtool takes the configuration of Alertmanager', { timeout: 600_000 }, (context) => {
    const program = had(context, 'amtool', amtool);
    expect(answer(program, ['check-config', 'monitoring/alertmanager.yml'], folder)).toEqual(accepted);
  });

  test('the dashboard is what Grafana has types for', { timeout: 600_000 }, (context) => {
    const program = had(context, "Grafana's types", dashboardCheck);
    const files = readdirSync(join(folder, 'monitoring/grafana/dashboards'));
    expect(files.length).toBeGreaterThan(0);
    const here = join(folder, 'monitoring/grafana/dashboards');
    expect(answer(program, files, here)).toEqual(accepted);
    // It must be able to refuse.
    const [file = ''] = files;
    const text = readFileSync(join(here, file), 'utf8').replace('"gridPos"', '"gridPlace"');
    writeFileSync(join(folder, 'other.json'), text);
    expect(answer(program, ['other.json'], folder).status).toBe(1);
  });

  test('Caddy takes its file', { timeout: 600_000 }, (context) => {
    const program = had(context, 'Caddy', caddy);
    const env = { HOME: folder, DOMAIN: 'example.org', ACME_EMAIL: 'operations@example.org' };
    const args = ['validate', '--adapter', 'caddyfile', '--config', 'tls/Caddyfile'];
    expect(answer(program, args, folder, env)).toEqual(accepted);
  });

  test('Traefik runs with its settings and enables every route', { timeout: 600_000 }, async (context) => {
    const program = had(context, 'Traefik', traefik);
    const tls = answer(
      process.execPath,
      [seaworthy, 'generate', 'tls', '--proxy', 'traefik', '--force'],
      folder,
    );
    expect(tls).toEqual(accepted);
    const { stacks } = await readProject({ root: folder, scope: 'review', processEnv: {} });
    const service = stacks.flatMap(({ services }) => services.get('traefik') ?? [])[0];
    const words = service?.command?.words.map(({ value }) => value) ?? [];
    expect(words.length).toBeGreaterThan(0);
    const [web, secure, api] = [await freePort(), await freePort(), await freePort()];
    // The words of the compose file, at places and ports of this test; nobody is asked for a certificate.
    const here = words.map((word) =>
      word
        .replace(/=:80$/, `=127.0.0.1:${web}`)
        .replace(/=:443$/, `=127.0.0.1:${secure}`)
        .replace('/etc/traefik', join(folder, 'tls'))
        .replace('/certificates', folder),
    );
    const own = [
      '--api.insecure=true',
      `--entrypoints.traefik.address=127.0.0.1:${api}`,
      '--certificatesresolvers.letsencrypt.acme.caserver=http://127.0.0.1:1/directory',
      '--global.checknewversion=false',
      '--global.sendanonymoususage=false',
    ];
    const env = { DOMAIN: 'example.org', HOME: folder };
    const child = spawn(program, [...here, ...own], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    const ended = new Promise((resolve) => child.once('close', resolve));
    onTestFinished(async () => {
      child.kill('SIGTERM');
      await ended;
    });
    const routes = await vi.waitFor(() => routesOf(api), { timeout: 60_000, interval: 100 });
    expect(routes, said).not.toEqual([]);
    expect(routes.filter(({ status, error }) => status !== 'enabled' || error !== undefined)).toEqual([]);
  });
});

interface Route {
  readonly status: string;
  readonly error?: readonly string[];
}

/** The routes that came from the file, once there are any. */
async function routesOf(port: number): Promise<readonly Route[]> {
  const response = await fetch(`http://127.0.0.1:${port}/api/http/routers`);
  const routes: readonly (Route & { readonly provider: string })[] = JSON.parse(await response.text());
  const own = routes.filter(({ provider }) => provider === 'file');
  if (own.length === 0) throw new Error('there are no routes yet');
  return own;
}
