// Fault 12: a port that is to be published is held by somebody else.
import { expect, test } from 'vitest';
import { expectSettled } from './outcomes.ts';
import { freePort, hold } from './ports.ts';
import { type StackSketch, withStack } from './stack.ts';

const server = `
import { createServer } from 'node:http';
createServer((_, response) => response.end('ok')).listen(Number(process.env.PORT), process.env.HOST ?? '127.0.0.1');
`;

const published = (port: number, sh = 'exec sleep 600'): StackSketch => ({
  services: {
    slow: { sh },
    web: {
      node: server,
      compose: {
        ports: [`${port}:8000`],
        expose: ['8000'],
        depends_on: { slow: { condition: 'service_healthy' } },
      },
      gate: { http: '/', port: 8000 },
    },
  },
});

test.each(['127.0.0.1', '::1', '0.0.0.0'])(
  'held on %s: refused with the pid before anything starts',
  async (host) => {
    const held = await hold(host);
    // A host without IPv6 has nobody to hold a port there.
    if (held === undefined) return;
    try {
      await withStack(published(held.port), async (stack) => {
        const up = await stack.up();
        expect(up.code, up.all).toBe(3);
        expect(up.stderr).toContain(`pid ${process.pid}`);
        expect(up.stderr).toContain(String(held.port));
        expect(stack.store().runs()).toEqual([]);
      });
    } finally {
      await held.close();
    }
  },
);

test('held by another seaworthy stack: refused with the name of that stack', async () => {
  const port = await freePort();
  await withStack(published(port), async (first) => {
    const up = await first.up();
    expect(up.code, up.all).toBe(0);
    await expectSettled(first);
    await withStack(published(port), async (second) => {
      const refused = await second.up();
      expect(refused.code, refused.all).toBe(3);
      expect(refused.stderr).toContain(`seaworthy stack ${first.name}`);
    });
  });
});

test('taken between plan and start: fails cleanly, names the port, and what was before serves', async () => {
  const port = await freePort();
  await withStack({ services: { slow: { sh: 'exec sleep 600' } } }, async (stack) => {
    const slow = `while [ ! -e ${stack.folder}/go ]; do sleep 0.05; done; echo ready; exec sleep 600`;
    expect((await stack.up()).code).toBe(0);
    const sketch = published(port, slow);
    stack.write({ ...sketch, services: { ...sketch.services, slow: { sh: slow, gate: { log: '^ready' } } } });
    const up = stack.begin(['up']);
    await up.untilPrinted('slow-2 started');
    const held = await hold('127.0.0.1', port);
    try {
      stack.file('go', '');
      const result = await up.ended;
      expect(result.code, result.all).toBe(5);
      expect(result.stdout.split('\n')[0]).toMatch(
        new RegExp(`web cannot publish port ${port} on 127.0.0.1`),
      );
      const status = await stack.status();
      expect(status.run?.ended?.outcome).toBe('rolled-back');
      expect(await stack.alive()).toEqual(['slow-1']);
    } finally {
      await held?.close();
    }
  });
});
