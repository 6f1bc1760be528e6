import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { unitOf } from '../../src/plan/unit.ts';
import { readProject } from '../../src/read/project.ts';

/** The mounts of service `db` of a compose file. */
async function mountsOf(compose: string) {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'seaworthy-unit-')));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  writeFileSync(join(root, 'compose.yaml'), compose);
  const { stacks } = await readProject({ root, scope: 'deploy', processEnv: {} });
  const [stack] = stacks;
  const service = stack?.services.get('db');
  if (stack === undefined || service === undefined) throw new Error('no service db');
  const { mounts } = unitOf({
    root,
    stack,
    service,
    link: undefined,
    setting: undefined,
    copies: [],
    contentHash: undefined,
    kept: undefined,
    peers: {},
    httpPorts: new Set(),
    putSecret: (value) => value,
  });
  return mounts.map(({ source, target, readOnly }) => [source?.replace(root, '.'), target, readOnly]);
}

test('secrets and configs from files are mounts that are only read, where the specification puts them', async () => {
  const mounts = await mountsOf(`
services:
  db:
    image: postgres:17.2
    secrets:
      - password
      - { source: key, target: other }
      - { source: key, target: /etc/key }
      - elsewhere
    configs: [conf]
secrets:
  password: { file: ./secrets/password }
  key: { file: key.txt }
  elsewhere: { environment: SECRET }
configs:
  conf: { file: ./db.conf }
`);
  expect(mounts).toEqual([
    ['./secrets/password', '/run/secrets/password', true],
    ['./key.txt', '/run/secrets/other', true],
    ['./key.txt', '/etc/key', true],
    ['./db.conf', '/conf', true],
  ]);
});
