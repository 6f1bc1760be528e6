// What a user sees of `fix`: the diff, the exit codes, the JSON, and what is on the disk afterwards.
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isRecord, recordsAt } from './answers.ts';
import { program, seaworthy, temporaryFolder } from './command.ts';

/** One safe fix, one that changes what runs, and a finding that needs a person. */
const compose = `# the shop
version: "3.8"
services:
  web:
    image: nginx:1.27.3 # the front
  db:
    image: postgres:16.4
    ports:
      - "5432:5432" # psql
    environment: { POSTGRES_PASSWORD: "\${DB_PASSWORD}" }
    env_file: [missing.env]
`;
const mended = compose.replace('version: "3.8"\n', '');
const bound = mended.replace('"5432:5432"', '"127.0.0.1:5432:5432"');
/** Rules come and learn to fix. */
const rules = ['version-obsolete', 'data-store-port-public', 'env-file-missing'].flatMap((rule) => [
  '--rule',
  `compose/${rule}`,
]);
const files = { 'compose.yaml': compose };

function fix(root: string, ...flags: readonly string[]) {
  return seaworthy(['fix', ...(flags.includes('--rule') ? [] : rules), ...flags], { cwd: root });
}

function textIn(root: string, file = 'compose.yaml'): string {
  return readFileSync(join(root, file), 'utf8');
}

function fixJson(root: string, ...flags: readonly string[]) {
  const { code, stdout, stderr } = fix(root, '--json', ...flags);
  const report: unknown = JSON.parse(stdout);
  if (!isRecord(report)) throw new Error(`not an object: ${stdout}`);
  return { code, stderr, report };
}

describe('without flags', () => {
  test('a diff is printed that git applies, and nothing is written', () => {
    const root = temporaryFolder(files);
    const { code, stdout, stderr } = fix(root);
    expect(code).toBe(0);
    expect(stdout).toContain('--- a/compose.yaml\n+++ b/compose.yaml\n@@ -1,5 +1,4 @@\n');
    expect(stderr).toBe(
      '1 fix in 1 file; nothing is written without --write; 1 more with --unsafe: they change what runs\n',
    );
    expect(textIn(root)).toBe(compose);
    execFileSync('git', ['apply', '-'], { cwd: root, input: stdout });
    expect(textIn(root)).toBe(mended);
  });

  test('paths are those from where it runs', () => {
    const root = temporaryFolder({ 'my shop/compose.yaml': compose.replaceAll('\n', '\r\n') });
    const { stdout } = fix(root, 'my shop');
    expect(stdout).toContain('+++ b/my shop/compose.yaml\t\n');
    execFileSync('git', ['apply', '-'], { cwd: root, input: stdout });
    expect(textIn(root, 'my shop/compose.yaml')).toBe(mended.replaceAll('\n', '\r\n'));
  });

  test('where nothing is wrong nothing is printed', () => {
    const root = temporaryFolder({ 'compose.yaml': 'services:\n  web:\n    image: nginx:1.27.3\n' });
    expect(fix(root)).toEqual({
      code: 0,
      stdout: '',
      stderr: 'nothing to fix\n',
    });
  });
});

describe('--check', () => {
  test('fails while something would change, and writes nothing', () => {
    const root = temporaryFolder(files);
    const { code, stdout } = fix(root, '--check');
    expect([code, stdout, textIn(root)]).toEqual([3, 'would fix compose.yaml (1 fix)\n', compose]);
    fix(root, '--write');
    expect(fix(root, '--check').code).toBe(0);
  });

  test.each([['--write'], ['--pick']])('does not go with %s', (flag) => {
    expect(fix(temporaryFolder(files), '--check', flag).code).toBe(64);
  });
});

describe('--write', () => {
  test('writes once: the second time there is nothing to do', () => {
    const root = temporaryFolder(files);
    chmodSync(join(root, 'compose.yaml'), 0o640);
    const { code, stdout } = fix(root, '--write');
    expect([code, stdout, textIn(root)]).toEqual([0, 'fixed compose.yaml (1 fix)\n', mended]);
    expect([statSync(join(root, 'compose.yaml')).mode & 0o777, readdirSync(root)]).toEqual([
      0o640,
      ['compose.yaml'],
    ]);
    expect(fix(root, '--write').stdout).toBe('');
    expect(textIn(root)).toBe(mended);
  });

  test('keeps a byte order mark and line ends', () => {
    const text = `\ufeff${compose}`.replaceAll('\n', '\r\n');
    const root = temporaryFolder({ 'compose.yaml': text });
    fix(root, '--write', '--unsafe');
    expect(textIn(root)).toBe(`\ufeff${bound}`.replaceAll('\n', '\r\n'));
  });

  test('does not touch a file that may not be written, and says which', () => {
    const root = temporaryFolder({ ...files, 'sub/compose.yaml': compose });
    chmodSync(join(root, 'sub/compose.yaml'), 0o444);
    const { code, stderr } = fix(root, '--write');
    expect([code, textIn(root)]).toEqual([1, compose]);
    expect(stderr).toContain('error: nothing was written\n  sub/compose.yaml is read-only (');
    expect(fix(root, '--write', 'compose.yaml').code).toBe(0);
  });

  test('follows links inside of the repository', () => {
    const root = temporaryFolder({ 'deploy/stack.yaml': compose });
    symlinkSync('deploy/stack.yaml', join(root, 'compose.yaml'));
    expect(fix(root, '--write', 'compose.yaml').code).toBe(0);
    expect(textIn(root, 'deploy/stack.yaml')).toBe(mended);
  });
});

describe('what is fixed', () => {
  test('--unsafe adds fixes that change what runs, and says what', () => {
    const root = temporaryFolder(files);
    const { stderr } = fix(root, '--write', '--unsafe');
    expect(textIn(root)).toBe(bound);
    expect(stderr).toContain(
      'compose.yaml:8:9  high  Bind the port to 127.0.0.1 (changes what runs)  compose/data-store-port-public\n' +
        '  changes  services.db.ports[0].host_ip: absent -> 127.0.0.1\n',
    );
  });

  test.each<[string, readonly string[], string]>([
    [
      'by rule',
      ['--unsafe', '--rule', 'data-store-port-public'],
      compose.replace('"5432', '"127.0.0.1:5432'),
    ],
    ['by severity', ['--unsafe', '--severity', 'high'], compose.replace('"5432', '"127.0.0.1:5432')],
    ['by path', ['other.yaml'], compose],
  ])('%s', (_name, flags, expected) => {
    const root = temporaryFolder({ ...files, 'other.yaml': 'services: { a: { image: nginx } }\n' });
    fix(root, '--write', ...flags);
    expect(textIn(root)).toBe(expected);
  });

  test('not what is waived or in the baseline', () => {
    const waived = compose.replace('"3.8"', '"3.8" # seaworthy: ignore[compose/version-obsolete] as it is');
    const root = temporaryFolder({ 'compose.yaml': waived });
    fix(root, '--write');
    expect(textIn(root)).toBe(waived);
    const old = temporaryFolder(files);
    seaworthy(['review', '--preset', 'strict', '--write-baseline'], { cwd: old });
    fix(old, '--write');
    expect(textIn(old)).toBe(compose);
  });

  test('an unknown rule is said to be one', () => {
    const { code, stderr } = fix(temporaryFolder(files), '--rule', 'compose/version-obsolate');
    expect([code, stderr]).toEqual([64, expect.stringContaining('Did you mean compose/version-obsolete?')]);
  });
});

describe('--report', () => {
  test('ends with what was fixed, what needs a person and why, and the risk before and after', () => {
    const { stdout } = fix(temporaryFolder(files), '--report', '--check');
    expect(stdout).toContain('fixes: 1\n  compose.yaml:2:1  low  Remove the key  compose/version-obsolete\n');
    expect(stdout).toMatch(/for a person: \d+\n/);
    expect(stdout).toContain('do  Add the file, or mark it `required: false`');
    expect(stdout).toContain('why  changes what runs, with --unsafe: Bind the port to 127.0.0.1\n');
    expect(stdout.trimEnd().split('\n').at(-1)).toMatch(/^risk MEDIUM -> MEDIUM \(\d/);
  });
});

describe('the JSON', () => {
  const secret = (name: string) =>
    `services:\n  ${name}:\n    image: ghcr.io/acme/${name}:1.4.2\n    environment:\n      SESSION_SECRET: 9fK2vLq8Zt4xWm1B\n`;

  test('names the command that mends what no edit of a text can', () => {
    const root = temporaryFolder({ 'compose.yaml': secret('api') });
    const report = () => seaworthy(['fix', '--unsafe', '--report'], { cwd: root }).stdout;
    expect(report()).toMatch(
      /\ncommands for what is left\n {2}seaworthy generate secrets {2}compose\/secret-in-file\n/,
    );
    expect(seaworthy(['generate', 'secrets'], { cwd: root }).code).toBe(0);
    expect(report()).not.toContain('commands for what is left');
  });

  test('says which compose project is meant where there are several', () => {
    const root = temporaryFolder({ 'shop/compose.yaml': secret('api'), "bob's/compose.yaml": secret('web') });
    const { stdout } = seaworthy(['fix', '--json'], { cwd: root });
    const report: unknown = JSON.parse(stdout);
    if (!isRecord(report)) throw new Error('not an object');
    expect(recordsAt(report, 'commands').map(({ command }) => command)).toEqual([
      `seaworthy generate secrets -f 'bob'\\''s/compose.yaml'`,
      'seaworthy generate secrets -f shop/compose.yaml',
    ]);
    for (const { command } of recordsAt(report, 'commands')) {
      const run = String(command).replace(/^seaworthy/, '"$@"');
      execFileSync('sh', ['-c', run, 'sh', ...program], { cwd: root });
    }
    expect(seaworthy(['fix', '--report'], { cwd: root }).stdout).not.toContain('commands for what is left');
  });

  test('has exactly the keys of the contract', () => {
    const root = temporaryFolder(files);
    const { code, stderr, report } = fixJson(root, '--unsafe');
    expect([code, stderr]).toEqual([0, '']);
    expect(Object.keys(report)).toEqual([
      'schema',
      'version',
      'root',
      'mode',
      'settled',
      'risk',
      'files',
      'fixed',
      'leftOut',
      'open',
      'commands',
      'summary',
    ]);
    expect([report['schema'], report['mode'], report['settled']]).toEqual(['seaworthy.fix/1', 'diff', true]);
    const [file = {}] = recordsAt(report, 'files');
    expect(file).toMatchObject({ file: 'compose.yaml', fixes: 2, written: false });
    expect(Object.keys(file)).toEqual(['file', 'fixes', 'written', 'diff']);
    const about = [
      'rule',
      'severity',
      'confidence',
      'file',
      'object',
      'message',
      'fingerprint',
      'line',
      'column',
    ];
    for (const fixed of recordsAt(report, 'fixed'))
      expect(Object.keys(fixed)).toEqual([...about, 'kind', 'title', 'changes']);
    for (const open of recordsAt(report, 'open'))
      expect(Object.keys(open)).toEqual([...about, 'fixable', 'reason', 'advice']);
    expect(report['summary']).toMatchObject({ files: 1, fixed: 2, leftOut: 0 });
  });

  test('says what was written', () => {
    const root = temporaryFolder(files);
    const { report } = fixJson(root, '--write');
    expect([report['mode'], recordsAt(report, 'files')[0]?.['written'], textIn(root)]).toEqual([
      'write',
      true,
      mended,
    ]);
  });
});

describe('--pick', () => {
  test('needs a terminal', () => {
    const { code, stderr } = fix(temporaryFolder(files), '--pick');
    expect([code, stderr]).toEqual([
      64,
      expect.stringContaining('--pick asks on a terminal, and there is none'),
    ]);
  });

  const hasScript = spawnSync('script', ['--version']).status === 0;
  const both = { 'a/compose.yaml': compose, 'b/compose.yaml': compose };

  test.runIf(hasScript).each<[string, string, readonly string[]]>([
    ['yes and no', '?\ny\nn\n', [mended, compose]],
    ['all', 'a\n', [mended, mended]],
    ['none of the rest', 'y\nq\n', [mended, compose]],
    ['the end of the input', '', [compose, compose]],
  ])('%s', (_name, typed, expected) => {
    const root = temporaryFolder(both);
    const command = [...program, 'fix', '--pick', ...rules].map((word) => `'${word}'`).join(' ');
    const { stdout, status } = spawnSync('script', ['-qec', command, '/dev/null'], {
      cwd: root,
      input: `${typed}\u0004`,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], HOME: root, TERM: 'xterm' },
      timeout: 60_000,
    });
    expect(stdout).toContain('Apply this fix (1/2) [y,n,a,q,?]?');
    expect([status, textIn(root, 'a/compose.yaml'), textIn(root, 'b/compose.yaml')]).toEqual([
      0,
      ...expected,
    ]);
  });
});

describe('killed while it writes', () => {
  const points = ['before-intent', 'mid-act', 'after-act', 'after-done'].flatMap((position) => [
    `fix-draft-1@${position}`,
    `fix-draft-2@${position}`,
    `fix-place-1@${position}`,
    `fix-place-2@${position}`,
  ]);

  test.each(points)('%s: each file is the old or the new one', (point) => {
    const root = temporaryFolder({ 'a/compose.yaml': compose, 'b/compose.yaml': compose });
    seaworthy(['fix', '--write', ...rules], { cwd: root, env: { SEAWORTHY_FAILPOINT: point } });
    for (const file of ['a/compose.yaml', 'b/compose.yaml'])
      expect([compose, mended]).toContain(textIn(root, file));
    expect(fix(root, '--write').code).toBe(0);
    for (const folder of ['a', 'b']) {
      expect(textIn(root, `${folder}/compose.yaml`)).toBe(mended);
    }
  });
});

test('what a file holds does not reach a terminal as an escape code, and a patch is as it is', () => {
  const text = `${compose.replace('# the shop', '# \u001b[31m')}`;
  const root = temporaryFolder({});
  writeFileSync(join(root, 'compose.yaml'), text);
  expect(fix(root).stdout).toContain('# \u001b[31m');
});
