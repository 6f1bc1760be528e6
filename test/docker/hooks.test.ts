// Commands of a service that compose runs in its containers: each container has those that it was started with.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type StackSketch, withStack } from '../system/faults/stack.ts';

const web = (release: string): StackSketch => ({
  services: {
    web: {
      compose: {
        command: ['sleep', '1000'],
        volumes: ['./told:/told'],
        post_start: [
          { command: ['sh', '-c', 'echo "begins $$WORD" >> /told/words'], environment: [`WORD=${release}`] },
        ],
        pre_stop: [
          { command: ['sh', '-c', `echo "ends ${release} as $(id -u)" >> /told/words`.replace('$', '$$$$')] },
        ],
      },
    },
  },
});

test('hooks run after the start, before a replacement and before the end of the stack', () =>
  withStack(web('one'), async (stack) => {
    stack.file('told/words', '');
    const words = () => readFileSync(join(stack.folder, 'told/words'), 'utf8').trim().split('\n');
    expect((await stack.up()).code).toBe(0);
    expect(words()).toEqual(['begins one']);
    stack.write(web('two'));
    const second = await stack.up();
    expect(second.code, second.all).toBe(0);
    expect(words().toSorted()).toEqual(['begins one', 'begins two', 'ends one as 0']);
    const down = await stack.run(['down']);
    expect(down.code, down.all).toBe(0);
    expect(words()).toHaveLength(4);
    expect(words().at(-1)).toBe('ends two as 0');
  }));

test('what a hook of the start says of its failure is told, and the release fails', () => {
  const failing = {
    services: {
      web: {
        compose: {
          command: ['sleep', '1000'],
          post_start: [{ command: ['sh', '-c', 'echo no room; exit 3'] }],
        },
      },
    },
  };
  return withStack(failing, async (stack) => {
    const up = await stack.up();
    expect(up.code, up.all).not.toBe(0);
    expect(up.all).toContain('FAILED post_start of web ended with 3: no room');
    expect(await stack.alive()).toEqual([]);
  });
});
