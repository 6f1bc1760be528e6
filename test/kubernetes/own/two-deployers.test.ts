// Two deployers of one stack with a state folder each, as on two machines: one wins, and one that was frozen meanwhile does
// nothing more when it wakes.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, inject, onTestFinished, test } from 'vitest';
import { demandKubectl, describeOnCluster, ownNamespace } from '../kubectl.ts';
import { deployment, service } from './manifests.ts';

interface Ended {
  readonly code: number | null;
  readonly text: string;
}

interface Deployer {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

const gate = 'gate: { stable_for: 0s, success_threshold: 1, deadline: 120s }';

function deployerOf(namespace: string, tag: string) {
  const shared = inject('kubernetes');
  if (shared.kind !== 'running') throw new Error(shared.why);
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-two-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, 'k8s'));
  writeFileSync(
    join(folder, 'seaworthy.yaml'),
    `kubernetes: { manifests: [k8s] }\nservices: { web: { ${gate} }, last: { ${gate} } }\n`,
  );
  const objects = [deployment('web', { tag }), service('web'), deployment('last', { after: 'web' })];
  writeFileSync(join(folder, 'k8s/web.yaml'), objects.join('---\n'));
  const env = { PATH: process.env['PATH'], HOME: folder, KUBECONFIG: shared.kubeconfig };
  return (...args: readonly string[]): Deployer => {
    const child = spawn(
      process.execPath,
      [resolve('dist/seaworthy.js'), 'up', '-p', 'shop', '-n', namespace, '--progress', 'plain', ...args],
      { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    onTestFinished(() => void child.kill('SIGKILL'));
    let text = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (part) => {
        text += part;
      });
    return { child, ended: new Promise((end) => child.once('close', (code) => end({ code, text }))) };
  };
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((again) => setTimeout(again, 100));
}

/** Of everything of the stack: another number is another object. */
function versionsIn(namespace: string): string {
  const kinds = 'deployments,services,configmaps,leases';
  const what =
    'jsonpath={range .items[*]}{.kind}/{.metadata.name} {.metadata.generation} {.metadata.resourceVersion}{"\\n"}{end}';
  return demandKubectl(['get', kinds, '-n', namespace, '-l', 'dev.seaworthy/stack=shop', '-o', what]);
}

const isThere = (namespace: string, name: string) =>
  demandKubectl(['get', 'deployments', '-n', namespace, '-o', 'name']).includes(`/${name}`);

describeOnCluster('two deployers with a state folder each', () => {
  test('a frozen one that wakes after its lease is gone touches nothing more, and says so', async () => {
    const namespace = ownNamespace();
    const frozen = deployerOf(namespace, 'slow')();
    await until(() => isThere(namespace, 'web'));
    frozen.child.kill('SIGSTOP');
    const second = await deployerOf(namespace, '2')('--wait-lock', '120s').ended;
    expect(second, second.text).toMatchObject({ code: 0 });
    const before = versionsIn(namespace);
    frozen.child.kill('SIGCONT');
    const { code, text } = await frozen.ended;
    expect(code, text).toBe(8);
    expect(versionsIn(namespace)).toBe(before);
  });
});
