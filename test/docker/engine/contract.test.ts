import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { engineContract } from '../../contract/engine.ts';
import { call } from '../support/engine.ts';
import { containerUnit, makeDockerStack } from '../support/stack.ts';

const volumes = [{ type: 'volume', source: 'data', target: '/data' }] as const;
const mounts = [{ kind: 'volume', source: 'data', target: '/data', readOnly: false }] as const;

engineContract('docker', () => {
  const stack = makeDockerStack('contract');
  const store = containerUnit('store', { volumes }, { mounts });
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-contract-'));
  writeFileSync(join(folder, 'Dockerfile'), 'FROM busybox:1.37.0\nCOPY Dockerfile /from\n');
  const build = {
    context: folder,
    kept: undefined,
    dockerfile: join(folder, 'Dockerfile'),
    target: undefined,
    args: {},
    copies: [],
    runs: [],
  };
  return {
    fresh: containerUnit(
      'fresh',
      {},
      { image: undefined, build, contentHash: randomBytes(16).toString('hex') },
    ),
    engine: stack.engine,
    other: stack.open(),
    end: async () => {
      rmSync(folder, { recursive: true });
      await call('DELETE', `/images/${stack.name}-fresh?force=true`);
      await stack.end();
    },
    service: containerUnit('svc', { command: ['sh', '-c', 'echo hello; exec sleep 1000'] }),
    job: containerUnit('job', { command: ['true'] }, { oneShot: true, restart: 'always' }),
    stubborn: containerUnit('stubborn', { command: ['sh', '-c', 'trap "" TERM; while :; do sleep 1; done'] }),
    store: { ...store, ...(store.container && { container: { ...store.container, volumes: { data: {} } } }) },
  };
});
