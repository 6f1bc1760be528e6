// Which files and values make the project, and the verbs that only look: config, init, rules, doctor.
import { describe, expect, test } from 'vitest';
import { readSettings } from '../../src/read/settings/settings.ts';
import { waiverRules } from '../../src/review/waiver-rules.ts';
import { rules } from '../../src/rules/all.ts';
import { isRecord, recordsAt } from './answers.ts';
import { seaworthy, temporaryFolder } from './command.ts';
import { shop } from './shop.ts';

function config(...flags: readonly string[]) {
  return seaworthy(['config', ...flags], { cwd: temporaryFolder(shop) });
}

describe('config', () => {
  test.each<[string, readonly string[], readonly string[], readonly string[]]>([
    ['secrets are masked', [], ['DB_PASSWORD: "***"', 'LEVEL: info'], ['hunter2secret']],
    ['unless asked for', ['--show-secrets'], ['DB_PASSWORD: hunter2secret'], ['***']],
    ['-f in order: the last wins', ['-f', 'compose.yaml', '-f', 'extra.yaml'], ['LEVEL: trace'], []],
    [
      '-f in order: the other way round',
      ['-f', 'extra.yaml', '-f', 'compose.yaml'],
      ['LEVEL: info'],
      ['trace'],
    ],
    ['-p names the stack', ['-p', 'shop2'], ['name: shop2'], []],
    ['--env-file', ['--env-file', 'other.env'], ['api:2.0', 'LEVEL: debug'], ['api:1.0']],
    ['a profile that is off', ['--services'], ['api', 'db'], ['tools']],
    ['--profile', ['--services', '--profile', 'debug'], ['tools'], []],
    ['-e puts the overlay on top', ['-e', 'production'], ['LEVEL: warn', 'api:1.0'], ['LEVEL: info']],
    ['-q prints nothing', ['-q'], [], ['services']],
    [
      '--explain tells each file and line',
      ['--explain', 'services.api.environment.LEVEL', '-f', 'compose.yaml', '-f', 'extra.yaml'],
      ['extra.yaml:3:26', 'compose.yaml:6:14', 'overrides'],
      [],
    ],
    [
      '--explain masks too',
      ['--explain', 'services.api.environment.DB_PASSWORD'],
      ['compose.yaml:5:20', '***'],
      ['hunter2secret'],
    ],
  ])('%s', (_name, flags, has, hasNot) => {
    const { code, stdout, stderr } = config(...flags);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const text of has) expect(stdout).toContain(text);
    for (const text of hasNot) expect(stdout).not.toContain(text);
  });

  test('--format json is the same project', () => {
    const parsed: unknown = JSON.parse(config('--format', 'json', '-p', 'shop').stdout);
    expect(parsed).toMatchObject({
      name: 'shop',
      services: { api: { environment: { DB_PASSWORD: '***', LEVEL: 'info' } }, db: { privileged: true } },
    });
  });

  test('an environment and a file that are not there', () => {
    expect([config('-e', 'nope').code, config('-f', 'nope.yaml').code]).toEqual([3, 3]);
  });
});

test('what init writes is read back without a problem, and init never overwrites', () => {
  const cwd = temporaryFolder(shop);
  const { code, stdout } = seaworthy(['init', '--stdout'], { cwd });
  const settings = readSettings('seaworthy.yaml', stdout);
  expect({ code, problems: settings.problems }).toEqual({ code: 0, problems: [] });
  expect(settings.phases.map(({ name }) => name)).toEqual(['data', 'app']);
  expect(seaworthy(['init'], { cwd }).code).toBe(0);
  expect(seaworthy(['init'], { cwd }).code).toBe(3);
  expect(seaworthy(['config', '-q'], { cwd }).code).toBe(0);
});

test('rules lists all and explains one by the id of another tool', () => {
  const all: unknown = JSON.parse(seaworthy(['rules', '--json']).stdout);
  expect(Array.isArray(all) ? all.length : 0).toBe(rules.length + waiverRules.length);
  const one = seaworthy(['rules', 'hadolint:DL3002']).stdout;
  expect(one).toContain('dockerfile/last-user-root');
  expect(one).toContain('https://');
});

describe('explain', () => {
  test.each([
    ['DL3002', 'dockerfile/last-user-root'],
    ['hadolint:dl3002', 'dockerfile/last-user-root'],
    ['AVD-DS-0002', 'dockerfile/last-user-root'],
    ['DS002', 'dockerfile/last-user-root'],
    ['CKV_K8S_16', 'kubernetes/privileged-container'],
    ['image-tag-floating', 'compose/image-tag-floating'],
    ['project/waiver-unused', 'project/waiver-unused'],
  ])('%s is %s, and rules says the same', (id, name) => {
    const { code, stdout } = seaworthy(['explain', id]);
    expect({ code, said: stdout.includes(`${name}  `) }, stdout).toEqual({ code: 0, said: true });
    expect(seaworthy(['rules', id]).stdout).toBe(stdout);
  });

  test('shows the example with its place, and the fix', () => {
    const { stdout } = seaworthy(['explain', 'waiver-unused']);
    expect(stdout).toContain('  3 |     # seaworthy: ignore[project/waiver-without-reason] an old story\n');
    expect(stdout).toContain(`    | ${' '.repeat(24)}^\n`);
    expect(stdout).toMatch(/^ {2}-.*an old story$/m);
  });

  test('as JSON it has the examples', () => {
    const one: unknown = JSON.parse(seaworthy(['explain', 'DL3002', '--json']).stdout);
    expect(one).toMatchObject([{ rule: 'dockerfile/last-user-root', examples: [{ kind: 'bad' }, {}] }]);
  });

  test.each([
    [['DL3802'], 'Did you mean DL3002?'],
    [['compose/image-tag-floatign'], 'Did you mean compose/image-tag-floating?'],
    [['no-such-thing-at-all'], 'seaworthy rules lists them.'],
    [[], 'Name it as a review does'],
  ])('%j is refused', (ids, hint) => {
    const { code, stderr } = seaworthy(['explain', ...ids]);
    expect({ code, said: stderr.includes(hint) }, stderr).toEqual({ code: 64, said: true });
  });
});

test('doctor says of each thing whether it is there', () => {
  const { code, stdout } = seaworthy(['doctor', '--json']);
  const parsed: unknown = JSON.parse(stdout);
  if (!isRecord(parsed)) throw new Error(stdout);
  expect({ code, schema: parsed['schema'] }).toEqual({ code: 0, schema: 'seaworthy.doctor/1' });
  for (const check of recordsAt(parsed, 'checks')) {
    expect(['ok', 'missing', 'limited']).toContain(check['state']);
    expect(check['detail']).not.toBe('');
  }
});
