// Help, wrong usage, colours: what every verb has in common.
import { describe, expect, test } from 'vitest';
import { verbs } from '../../src/cli/verbs.ts';
import { seaworthy, temporaryFolder } from './command.ts';
import { shop } from './shop.ts';

test('help lists every verb', () => {
  const { code, stdout } = seaworthy(['--help']);
  expect(code).toBe(0);
  for (const { name, summary } of verbs) {
    expect(stdout).toContain(`  ${name}`);
    expect(stdout).toContain(summary);
  }
});

test.each(verbs.map(({ name }) => name))('%s --help has flags and an example', (name) => {
  const { code, stdout, stderr } = seaworthy([name, '--help']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(new RegExp(`^Usage: seaworthy ${name}`));
  expect(stdout).toMatch(/^ {2}\$ seaworthy /m);
});

describe('wrong usage ends with 64 and says what was near', () => {
  test.each<[readonly string[], string]>([
    [['reveiw'], 'Did you mean seaworthy review?'],
    [['deplyo'], 'Did you mean seaworthy deploy?'],
    [['frobnicate-everything'], 'seaworthy --help lists the verbs.'],
    [['review', '--severty', 'high'], 'Did you mean --severity?'],
    [['config', '--formt', 'json'], 'Did you mean --format?'],
    [['review', '--severity', 'hihg'], 'Did you mean high?'],
    [['config', '--format', 'xml'], '--format is one of yaml, json, not xml'],
    [['review', '--severity'], 'review:'],
    [['rules', 'compose/privileged-containr'], 'Did you mean compose/privileged-container?'],
    [['review', '--rule', 'compose/privileged-containr'], 'compose/privileged-container'],
  ])('%j', (args, said) => {
    const { code, stdout, stderr } = seaworthy(args, { cwd: temporaryFolder(shop) });
    expect({ code, stdout, said: stderr.includes(said) }, stderr).toEqual({
      code: 64,
      stdout: '',
      said: true,
    });
    expect(stderr).toMatch(/^error: .+\n {2}next: .+\n$/);
  });

  test.each([[['--json']], [['-o', 'json']], [['--output=json']]])('as JSON with %j', (flags) => {
    const { code, stderr } = seaworthy(['plan', '--nope', ...flags]);
    const parsed: unknown = JSON.parse(stderr);
    expect(code).toBe(64);
    expect(parsed).toMatchObject({ error: 'USAGE', exitCode: 64, hint: 'See seaworthy plan --help.' });
  });
});

describe('colours', () => {
  const escapeCode = '\u001b[';
  test.each<[string, Readonly<Record<string, string>>, readonly string[], boolean]>([
    ['none into a pipe', {}, [], false],
    ['FORCE_COLOR asks for them', { FORCE_COLOR: '1' }, [], true],
    ['FORCE_COLOR=0 does not', { FORCE_COLOR: '0' }, [], false],
    ['CLICOLOR_FORCE asks too', { CLICOLOR_FORCE: '1' }, [], true],
    ['NO_COLOR', { NO_COLOR: '1' }, [], false],
    ['--no-color is the last word', { FORCE_COLOR: '1' }, ['--no-color'], false],
    ['never in JSON', { FORCE_COLOR: '1' }, ['--json'], false],
  ])('%s', (_name, env, flags, expected) => {
    const { stdout } = seaworthy(['review', ...flags], { cwd: temporaryFolder(shop), env });
    expect(stdout.includes(escapeCode)).toBe(expected);
  });
});
