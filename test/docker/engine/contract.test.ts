import { engineContract } from '../../contract/engine.ts';
import { containerUnit, makeDockerStack } from '../support/stack.ts';

const volumes = [{ type: 'volume', source: 'data', target: '/data' }] as const;
const mounts = [{ kind: 'volume', source: 'data', target: '/data', readOnly: false }] as const;

engineContract('docker', () => {
  const stack = makeDockerStack('contract');
  const store = containerUnit('store', { volumes }, { mounts });
  return {
    engine: stack.engine,
    other: stack.open(),
    end: stack.end,
    service: containerUnit('svc', { command: ['sh', '-c', 'echo hello; exec sleep 1000'] }),
    job: containerUnit('job', { command: ['true'] }, { oneShot: true, restart: 'always' }),
    stubborn: containerUnit('stubborn', { command: ['sh', '-c', 'trap "" TERM; while :; do sleep 1; done'] }),
    store: { ...store, ...(store.container && { container: { ...store.container, volumes: { data: {} } } }) },
  };
});
