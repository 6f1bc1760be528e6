// Fault 12: a port that is to be published is held by somebody else: a process, another project, or at the last moment.
import { expect, test } from 'vitest';
import { freePort, hold } from '../../system/faults/ports.ts';
import { type StackSketch, withStack } from '../../system/faults/stack.ts';
import { must } from '../support/engine.ts';
import { objectsOf } from '../support/proxied.ts';

const published = (port: number, sh = 'exec sleep 600'): StackSketch => ({
  services: {
    slow: { sh },
    web: {
      sh: 'exec httpd -f -p 8080 -h /etc',
      compose: { ports: [`127.0.0.1:${port}:8080`], depends_on: { slow: { condition: 'service_healthy' } } },
      gate: { http: '/group', port: 8080 },
    },
  },
});

test('held by a process of this machine: refused with its pid before anything starts', async () => {
  const held = await hold('127.0.0.1');
  try {
    await withStack(published(held?.port ?? 0), async (stack) => {
      const up = await stack.up();
      expect(up.code, up.all).toBe(3);
      expect(up.stderr).toContain(`pid ${process.pid}`);
      expect(await objectsOf(stack)).toEqual([]);
    });
  } finally {
    await held?.close();
  }
});

test('held by another project: refused with its name', async () => {
  const port = await freePort();
  await withStack(published(port), async (first) => {
    const up = await first.up();
    expect(up.code, up.all).toBe(0);
    await withStack(published(port), async (second) => {
      const refused = await second.up();
      expect(refused.code, refused.all).toBe(3);
      expect(refused.stderr).toContain(first.name);
      expect(await objectsOf(second)).toEqual([]);
    });
  });
});

test('taken between plan and start: fails cleanly and names the port', async () => {
  const port = await freePort();
  await withStack({ services: { slow: {} } }, async (stack) => {
    expect((await stack.up()).code).toBe(0);
    const sketch = published(port, 'sleep 2; echo ready; exec sleep 600');
    stack.write({
      ...sketch,
      services: { ...sketch.services, slow: { ...sketch.services['slow'], gate: { log: '^ready' } } },
    });
    const up = stack.begin(['up']);
    await up.untilPrinted('slow-2 started');
    const held = await hold('127.0.0.1', port);
    try {
      const result = await up.ended;
      expect(result.code, result.all).toBe(5);
      expect(result.stdout.split('\n')[0]).toContain(String(port));
      expect(await stack.alive()).toEqual(['slow-1']);
    } finally {
      await held?.close();
    }
  });
});

test('a port that another container holds without a project is refused with its name', async () => {
  const port = await freePort();
  const name = `lab-holder-${process.pid}`;
  const HostConfig = {
    PortBindings: { '80/tcp': [{ HostIp: '127.0.0.1', HostPort: String(port) }] },
    Init: true,
  };
  const body = { Image: 'busybox:1.37.0', Cmd: ['sleep', '600'], ExposedPorts: { '80/tcp': {} }, HostConfig };
  await must('POST', `/containers/create?name=${name}`, body);
  try {
    await must('POST', `/containers/${name}/start`);
    await withStack(published(port), async (stack) => {
      const up = await stack.up();
      expect(up.code, up.all).toBe(3);
      expect(up.stderr).toContain(name);
    });
  } finally {
    await must('DELETE', `/containers/${name}?force=1`);
  }
});
