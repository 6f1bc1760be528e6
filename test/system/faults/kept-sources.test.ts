// What a release ran is kept: whatever the folder holds by now, its code is what is started again.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { expectRolledBack, expectSettled } from './outcomes.ts';
import { eventually, type TestStack, withStack } from './stack.ts';

const withVolume = (sh: string, target: string) => ({
  compose: { volumes: { store: {} } },
  services: {
    web: { sh, compose: { volumes: [`store:${target}`] }, gate: { log: '^ready', deadline: '1500ms' } },
  },
});

async function logOf(stack: TestStack): Promise<string> {
  return (await stack.run(['logs', 'web', '--no-log-prefix'])).stdout.trim();
}

test('a stopped first service whose new source is bad serves its old source again', () =>
  withStack(withVolume('echo ready old; exec sleep 600', '/var/lib/store'), async (stack) => {
    expect((await stack.up()).code).toBe(0);
    stack.write(withVolume('echo broken; exec sleep 600', '/var/lib/store'));
    expect((await stack.run(['plan'])).stdout).not.toContain('not kept');
    await expectRolledBack(stack, await stack.up(), {
      service: 'web',
      cause: /not ready after 1\.5s/,
      lastLog: 'broken',
      serving: ['web-3'],
    });
    expect(await logOf(stack)).toBe('ready old');
  }));

test('a restart by its policy runs what was rolled out, not what the folder holds since', () => {
  const web = { sh: 'echo one; exec sleep 600', compose: { restart: 'always' } };
  return withStack({ services: { web } }, async (stack) => {
    expect((await stack.up()).code).toBe(0);
    stack.file('web/run.sh', 'echo two; exec sleep 600');
    const pid = (await stack.status()).instances[0]?.pid ?? 0;
    process.kill(pid, 'SIGKILL');
    const log = await eventually(async () => {
      const text = await logOf(stack);
      return text.split('\n').length > 1 ? text : undefined;
    }, 10_000);
    expect(log).toBe('one\none');
  });
});

test('a volume within the working folder is written by relative paths too, and outlives the source', () => {
  const version = (word: string) =>
    withVolume(`echo ${word} >> data/words; echo ready; exec sleep 600`, '/app/data');
  return withStack(version('one'), async (stack) => {
    expect((await stack.up()).code).toBe(0);
    stack.write(version('two'));
    const up = await stack.up();
    expect(up.code, up.all).toBe(0);
    expect(readFileSync(join(stack.state, 'local/volumes/store/words'), 'utf8')).toBe('one\ntwo\n');
    expect(stack.has('web/data')).toBe(false);
    await expectSettled(stack);
  });
});

test('a bind mount within the working folder stays the folder of the user', () => {
  const version = (word: string) => ({
    services: {
      web: {
        sh: `echo ${word} >> data/words; echo ready; exec sleep 600`,
        gate: { log: '^ready' },
        compose: { volumes: ['./web/data:/app/data'] },
      },
    },
  });
  return withStack(version('one'), async (stack) => {
    stack.file('web/data/words', 'zero\n');
    expect((await stack.up()).code).toBe(0);
    stack.write(version('two'));
    expect((await stack.up()).code).toBe(0);
    expect(readFileSync(join(stack.folder, 'web/data/words'), 'utf8')).toBe('zero\none\ntwo\n');
    expect(readdirSync(join(stack.state, 'local/sources'))).toHaveLength(2);
  });
});

test('a context outside the project is kept too', () => {
  const version = (word: string) => ({
    folder: 'deploy',
    services: { web: { sh: `echo ${word}; exec sleep 600`, compose: { build: '../deploy/web' } } },
  });
  return withStack(version('one'), async (stack) => {
    const up = await stack.up();
    expect(up.code, up.all).toBe(0);
    stack.write(version('two'));
    expect((await stack.up()).code).toBe(0);
    const back = await stack.run(['rollback']);
    expect(back.code, back.all).toBe(0);
    expect(await logOf(stack)).toBe('one');
  });
});

test('a bind mount over the working folder runs the live folder', () => {
  const web = { sh: 'echo one; exec sleep 600', compose: { restart: 'always', volumes: ['./web:/app'] } };
  return withStack({ services: { web } }, async (stack) => {
    const up = await stack.up();
    expect(up.code, up.all).toBe(0);
    expect(existsSync(join(stack.state, 'local/sources'))).toBe(false);
  });
});

test('copies that no recent release names are removed, and all of them with the volumes', () => {
  const version = (word: string) => ({ services: { web: { sh: `echo ${word}; exec sleep 600` } } });
  return withStack(version('0'), async (stack) => {
    const sources = join(stack.state, 'local/sources');
    expect((await stack.run(['plan'])).code).toBe(0);
    expect(existsSync(sources)).toBe(false);
    for (const word of ['1', '2', '3', '4', '5', '6', '7']) {
      stack.write(version(word));
      expect((await stack.up()).code).toBe(0);
    }
    expect(readdirSync(sources)).toHaveLength(5);
    expect((await stack.run(['down'])).code).toBe(0);
    expect(readdirSync(sources)).toHaveLength(5);
    expect((await stack.run(['down', '--volumes'])).code).toBe(0);
    expect(existsSync(sources)).toBe(false);
  });
});
