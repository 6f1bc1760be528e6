// `--scale` and what the files say of replicas, on their way to the engines.
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { scaled } from '../../src/cli/scale.ts';
import type { Flags } from '../../src/cli/verb.ts';
import { objectsOfStack } from '../../src/generate/kubernetes/stack-objects.ts';
import { wantedOf } from '../../src/plan/wanted.ts';
import { readProject } from '../../src/read/project.ts';

const root = realpathSync(mkdtempSync(join(tmpdir(), 'seaworthy-scale-')));
afterAll(() => rmSync(root, { recursive: true, force: true }));

async function opened(web: string, ...scale: readonly string[]) {
  writeFileSync(join(root, 'Dockerfile'), 'FROM alpine:3.20\nCMD ["sleep", "60"]\n');
  const text = `services:\n  web: { ${web} }\n  job: { build: ., profiles: [never] }\n`;
  writeFileSync(join(root, 'compose.yaml'), text);
  const project = await readProject({ root, scope: 'deploy', processEnv: {} });
  const [stack] = project.stacks;
  if (stack === undefined) throw new Error('no stack');
  const flags: Flags = { text: () => undefined, list: () => scale, is: () => false };
  return scaled({ project, stack }, flags);
}

async function wanted(web: string, ...scale: readonly string[]) {
  const { project, stack } = await opened(web, ...scale);
  const empty = new Map();
  const given = { copies: empty, contentHashes: empty, kept: empty, putSecret: () => 'ref' };
  const [one] = wantedOf({
    root,
    stack,
    builds: project.builds,
    settings: undefined,
    containers: true,
    ...given,
  });
  if (one === undefined) throw new Error('nothing is wanted');
  return one;
}

test.each([
  ['build: .', [], undefined],
  ['build: ., scale: 1', [], undefined],
  ['build: ., scale: 2', [], 2],
  ['build: ., deploy: { replicas: 3 }', [], 3],
  ['build: ., deploy: { replicas: 0 }', [], 0],
  ['build: ., deploy: { replicas: 3 }', ['web=5'], 5],
  ['build: ., scale: 2', ['web=1'], undefined],
  ['build: .', ['web=2', 'web=4'], 4],
] as const)('{ %s } with %j: %s instances', async (web, scale, replicas) => {
  expect((await wanted(web, ...scale)).replicas).toBe(replicas);
});

test('their number makes no instance another one, whatever says it', async () => {
  const given = ['build: .', 'build: ., scale: 2', 'build: ., deploy: { replicas: 3 }'];
  const configs: string[] = [];
  for (const web of given) configs.push((await wanted(web)).config);
  configs.push((await wanted('build: .', 'web=7')).config);
  expect(new Set(configs).size).toBe(1);
  const limited = await wanted('build: ., deploy: { replicas: 3, resources: { limits: { memory: 64M } } }');
  expect(configs).not.toContain(limited.config);
});

test('a cluster is told the number in its objects, and nothing of what is scaled to none', async () => {
  for (const [count, replicas, asked] of [
    [4, 4, undefined],
    [0, 0, 0],
  ]) {
    const { project, stack } = await opened('build: ., image: shop/web:1', `web=${count}`);
    const objects = objectsOfStack(project, stack, { profiles: [], registry: undefined, tag: undefined });
    const deployment = objects.get('web')?.objects.find(({ kind }) => kind === 'Deployment');
    expect(deployment?.spec).toMatchObject({ replicas });
    const empty = new Map();
    const given = { copies: empty, contentHashes: empty, kept: empty, putSecret: () => 'ref' };
    const [one] = wantedOf({ root, stack, builds: project.builds, settings: undefined, objects, ...given });
    expect(one?.replicas).toBe(asked);
  }
});

test.each([
  ['web', 'SERVICE=N'],
  ['web=', 'SERVICE=N'],
  ['web=-1', 'SERVICE=N'],
  ['web=two', 'SERVICE=N'],
  ['wbe=2', 'there is no service wbe'],
  ['job=2', 'there is no service job'],
])('--scale %s is refused', async (text, why) => {
  await expect(opened('build: .', text)).rejects.toMatchObject({
    code: 'USAGE',
    message: expect.stringContaining(why),
  });
});
