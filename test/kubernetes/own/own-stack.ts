// A folder with manifests and settings of its own, and a namespace for it.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { inject, onTestFinished } from 'vitest';
import { demandKubectl, ownNamespace } from '../kubectl.ts';

export function makeOwnStack() {
  const shared = inject('kubernetes');
  if (shared.kind !== 'running') throw new Error(shared.why);
  const namespace = ownNamespace();
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-own-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [resolve('dist/seaworthy.js'), ...args], {
      cwd: folder,
      encoding: 'utf8',
      env: {
        PATH: `${shared.programs}:${process.env['PATH']}`,
        HOME: folder,
        KUBECONFIG: shared.kubeconfig,
        SEAWORTHY_NAMESPACE: namespace,
        ...env,
      },
      // Only ends a hang: no test measures time.
      timeout: 120_000,
    });
    return { code: status, text: `${stdout}${stderr}` };
  };
  const up = (...args: readonly string[]) => run(['up', '-p', 'shop', '--progress', 'plain', ...args]);
  const get = (...args: readonly string[]) => demandKubectl(['get', ...args, '-n', namespace]);
  return {
    folder,
    namespace,
    write,
    run,
    up,
    get,
    /** Only what carries our label: the cluster puts objects of its own into each namespace. */
    getNames: (kinds: string) =>
      get(kinds, '-l', 'dev.seaworthy/stack=shop', '-o', 'name')
        .trim()
        .split('\n')
        .filter((one) => one !== '' && !/^(?:configmap|secret)\/seaworthy-/.test(one))
        .sort(),
    /** All that was written to the state folder, the store of secrets left out. */
    state: () => textsBelow(join(folder, '.seaworthy')),
  };
}

function textsBelow(folder: string): string {
  return readdirSync(folder, { withFileTypes: true })
    .map((one) => {
      if (one.isDirectory()) return one.name === 'secrets' ? '' : textsBelow(join(folder, one.name));
      return one.isFile() ? readFileSync(join(folder, one.name), 'utf8') : '';
    })
    .join('\n');
}
