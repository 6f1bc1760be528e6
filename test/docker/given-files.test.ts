// Configs and secrets as the containers find them, and what ends by itself before others begin.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { expectSettled } from '../system/faults/outcomes.ts';
import { type ServiceSketch, type StackSketch, withStack } from '../system/faults/stack.ts';
import { objectsOf } from './support/proxied.ts';

const objects = {
  secrets: { word: { file: './word.txt' }, env: { environment: 'WORD' } },
  configs: { inline: { content: 'from the file\n' } },
};

const reader = (keys: ServiceSketch['compose'] = {}): ServiceSketch => ({
  sh: `for file in /run/secrets/word /run/secrets/env /etc/inline.conf; do
    echo "$(stat -c '%a %u:%g %n' $file) $(cat $file)"
  done
  echo told; exec sleep 1000`,
  compose: {
    secrets: [
      { source: 'word', mode: 0o400, uid: '65534', gid: '65534' },
      { source: 'env', mode: 0o440 },
    ],
    configs: [{ source: 'inline', target: '/etc/inline.conf' }],
    user: '0:0',
    ...keys,
  },
  gate: { log: 'told' },
});

test.each([
  { what: 'a container', keys: {} },
  { what: 'a read-only container', keys: { read_only: true } },
])('$what has its files with mode and owner', ({ keys }) =>
  withStack({ compose: objects, services: { reader: reader(keys) } }, async (stack) => {
    stack.file('word.txt', 'secret word');
    const up = await stack.run(['up'], { env: { WORD: 'given' } });
    expect(up.code, up.all).toBe(0);
    const logs = await stack.run(['logs', 'reader']);
    expect(logs.stdout).toContain('400 65534:65534 /run/secrets/word secret word');
    expect(logs.stdout).toContain('440 0:0 /run/secrets/env given');
    expect(logs.stdout).toContain('444 0:0 /etc/inline.conf from the file');
    const down = await stack.run(['down']);
    expect(down.code, down.all).toBe(0);
    expect(stack.has('.seaworthy/docker-files')).toBe(false);
  }),
);

test('a changed file is a changed service, with its own mode or mounted as it is; its content is in no plan', () => {
  const told = { sh: 'cat /run/secrets/word /word.conf; echo told; exec sleep 1000', gate: { log: 'told' } };
  const sketch = {
    compose: { secrets: { word: { file: './word.txt' } }, configs: { open: { file: './open.txt' } } },
    services: {
      reader: {
        ...told,
        compose: {
          secrets: [{ source: 'word', mode: 0o440 }],
          configs: [{ source: 'open', target: '/word.conf' }],
        },
      },
      other: { sh: 'exec sleep 1000' },
    },
  };
  return withStack(sketch, async (stack) => {
    stack.file('word.txt', 'secret one\n');
    stack.file('open.txt', 'open one\n');
    const up = await stack.up();
    expect(up.code, up.all).toBe(0);
    await expectSettled(stack);
    for (const [name, text] of [
      ['word.txt', 'secret two\n'],
      ['open.txt', 'open two\n'],
    ] as const) {
      stack.file(name, text);
      const plan = await stack.run(['plan', '--json']);
      expect(plan.stdout).not.toContain('secret two');
      const again = await stack.up();
      expect(again.code, again.all).toBe(0);
      const logs = await stack.run(['logs', 'reader', '--no-log-prefix']);
      expect(logs.stdout).toContain(text);
      await expectSettled(stack);
    }
    expect(await stack.alive()).toEqual(['other-1', 'reader-3']);
  });
});

test('a release that is gone back to is given what it was proved with, until it is forgotten', () => {
  const sketch = (word: string) => ({
    compose: { secrets: { word: { file: './word.txt' } }, configs: { open: { file: './open.txt' } } },
    services: {
      reader: {
        sh: `cat /run/secrets/word /open.conf; echo told ${word}; exec sleep 1000`,
        compose: {
          secrets: [{ source: 'word', mode: 0o440 }],
          configs: [{ source: 'open', target: '/open.conf' }],
        },
        gate: { log: 'told' },
      },
    },
  });
  return withStack(sketch('one'), async (stack) => {
    const release = async (word: string) => {
      stack.file('word.txt', `secret ${word}\n`);
      stack.file('open.txt', `open ${word}\n`);
      stack.write(sketch(word));
      const up = await stack.up();
      expect(up.code, up.all).toBe(0);
    };
    await release('one');
    await release('two');
    const back = await stack.run(['rollback']);
    expect(back.code, back.all).toBe(0);
    const logs = await stack.run(['logs', 'reader', '--no-log-prefix', '--tail', '3']);
    expect(logs.stdout).toBe('secret one\nopen one\ntold one\n');
    expect((await stack.run(['down'])).code).toBe(0);
    expect(readdirSync(join(stack.state, 'docker-given'))).toEqual([]);
  });
});

test('an external secret is refused before anything is made', () =>
  withStack(
    {
      compose: { secrets: { kept: { external: true } } },
      services: { web: { compose: { secrets: ['kept'] } } },
    },
    async (stack) => {
      const up = await stack.up();
      expect(up.code, up.all).toBe(3);
      expect(up.stderr).toContain('the secret kept of web is external');
      expect(await objectsOf(stack)).toEqual([]);
    },
  ));

/** `web` begins when the migration has ended well. */
const migrated = (migration: string): StackSketch => ({
  compose: { volumes: { data: {} } },
  services: {
    migrate: {
      sh: migration,
      compose: { volumes: ['data:/data'] },
      gate: { engine: 'completed' },
    },
    web: {
      sh: 'test -f /data/done || exit 1; exec sleep 1000',
      compose: {
        volumes: ['data:/data:ro'],
        depends_on: { migrate: { condition: 'service_completed_successfully' } },
      },
    },
  },
});

test('what others wait for runs to its end, once, and its failure keeps them from starting', () =>
  withStack(migrated('sleep 1; echo ran; touch /data/done'), async (stack) => {
    const up = await stack.up();
    expect(up.code, up.all).toBe(0);
    await expectSettled(stack);
    const again = await stack.up();
    expect(again.stdout, again.all).toContain('nothing to do');
    stack.write(migrated('echo broken >&2; exit 3'));
    const failed = await stack.up();
    expect(failed.code, failed.all).toBe(5);
    expect(failed.all).toContain('broken');
    const status = await stack.status();
    expect(status.instances.filter(({ service }) => service === 'web').map(({ state }) => state)).toEqual([
      'running',
    ]);
  }));
