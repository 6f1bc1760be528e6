// Fault 39: objects with our names that are not ours are neither taken nor removed.
import { expect, test } from 'vitest';
import { type StackSketch, withStack } from '../../system/faults/stack.ts';
import { call, must } from '../support/engine.ts';
import { objectsOf } from '../support/proxied.ts';

const sketch: StackSketch = {
  compose: { volumes: { data: {} } },
  services: { web: { compose: { volumes: ['data:/data'] } } },
};

const strangers = [
  {
    what: 'a container',
    make: (name: string) =>
      must('POST', `/containers/create?name=${name}-web-1`, { Image: 'busybox:1.37.0', Cmd: ['true'] }),
    look: (name: string) => `/containers/${name}-web-1/json`,
    remove: (name: string) => `/containers/${name}-web-1?force=1`,
  },
  {
    what: 'a network',
    make: (name: string) => must('POST', '/networks/create', { Name: `${name}_default` }),
    look: (name: string) => `/networks/${name}_default`,
    remove: (name: string) => `/networks/${name}_default`,
  },
  {
    what: 'a volume',
    make: (name: string) => must('POST', '/volumes/create', { Name: `${name}_data` }),
    look: (name: string) => `/volumes/${name}_data`,
    remove: (name: string) => `/volumes/${name}_data`,
  },
] as const;

test.each(strangers)('$what with our name: exit 3, nothing made, and it stays', ({ make, look, remove }) =>
  withStack(sketch, async (stack) => {
    await make(stack.name);
    try {
      const before = (await must('GET', look(stack.name))).text;
      const up = await stack.up();
      expect(up.code, up.all).toBe(3);
      expect(up.stderr).toContain(stack.name);
      expect(await objectsOf(stack)).toEqual([]);
      const down = await stack.run(['down', '--volumes']);
      expect([0, 3]).toContain(down.code);
      expect((await must('GET', look(stack.name))).text).toBe(before);
    } finally {
      await call('DELETE', remove(stack.name));
    }
  }),
);

test('down removes what is ours and nothing of a neighbour', () =>
  withStack(sketch, async (neighbour) => {
    expect((await neighbour.up()).code).toBe(0);
    const before = await objectsOf(neighbour);
    await withStack(sketch, async (stack) => {
      expect((await stack.up()).code).toBe(0);
      expect((await stack.run(['down', '--volumes'])).code).toBe(0);
      expect(await objectsOf(stack)).toEqual([]);
    });
    expect(await objectsOf(neighbour)).toEqual(before);
    expect(await neighbour.alive()).toEqual(['web-1']);
  }));
