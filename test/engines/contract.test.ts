import { createMemoryEngine } from '../../src/engines/memory/engine.ts';
import { MemoryWorld } from '../../src/engines/memory/world.ts';
import { engineContract } from '../contract/engine.ts';
import { makeLocalStack, unitOf } from './local-stack.ts';

const volume = { kind: 'volume', source: 'data', target: '/data', readOnly: false } as const;

function units(folder: string) {
  return {
    service: unitOf('svc', folder, { command: ['sh', '-c', 'echo hello; exec sleep 1000'] }),
    job: unitOf('job', folder, { command: ['true'], oneShot: true, restart: 'always' }),
    stubborn: unitOf('stubborn', folder, {
      command: ['sh', '-c', 'trap "" TERM; while :; do sleep 1; done'],
    }),
    store: unitOf('store', folder, { mounts: [volume] }),
  };
}

engineContract('local', () => {
  const stack = makeLocalStack();
  return { ...units(stack.folder), engine: stack.engine, other: stack.open(), end: stack.end };
});

engineContract('memory', () => {
  const world = new MemoryWorld({ svc: { log: ['hello'] } });
  const open = () => createMemoryEngine({ world, withImages: true });
  const fresh = { ...unitOf('fresh', '/', {}), image: 'registry/fresh:1', build: undefined };
  return { ...units('/'), fresh, engine: open(), other: open(), end: async () => undefined };
});
