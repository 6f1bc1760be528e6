// What `generate` writes for the examples, before the programs that it is for. Where one cannot be had, it is said.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, type TestContext, test } from 'vitest';
import { actionlint, promtool } from '../../scripts/file-tools.ts';
import { referenceProgram } from '../../scripts/reference.ts';

const repository = join(import.meta.dirname, '..', '..');
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
    const program = join(repository, 'dist', 'seaworthy.js');
    for (const kind of kinds)
      expect(answer(process.execPath, [program, 'generate', kind], folder), kind).toEqual(accepted);
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
});
