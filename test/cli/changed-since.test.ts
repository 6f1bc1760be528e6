// `review --changed-since`: what a change brought in, read from git's objects alone.
import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isRecord, recordsAt } from './answers.ts';
import { type CommandOptions, seaworthy, temporaryFolder } from './command.ts';

const author = ['-c', 'user.name=a', '-c', 'user.email=a@example.org', '-c', 'commit.gpgsign=false'];

function git(folder: string, ...args: readonly string[]): string {
  return execFileSync('git', ['-C', folder, ...author, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    env: {
      PATH: process.env['PATH'],
      HOME: tmpdir(),
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: '/dev/null',
    },
  });
}

const shop = {
  'compose.yaml': `services:
  web:
    image: nginx
    ports: ["8080:80"]
  db:
    image: postgres:16.4
    volumes: ["pgdata:/var/lib/postgresql/data"]
volumes: { pgdata: {} }
`,
  'services/api/Dockerfile': 'FROM node:22.1.0-slim\nCOPY gone.js .\nUSER node\nCMD ["node", "gone.js"]\n',
  '.gitignore': '.env\ndist/\n',
};

function checkout(files: Readonly<Record<string, string>> = shop): string {
  const folder = temporaryFolder(files);
  git(folder, 'init', '-q', '-b', 'main');
  git(folder, 'add', '-A');
  git(folder, 'commit', '-qm', 'first');
  return folder;
}

function since(
  folder: string,
  revision = 'HEAD',
  flags: readonly string[] = [],
  options: CommandOptions = {},
) {
  const args = ['review', '--json', `--changed-since=${revision}`, ...flags];
  const { code, stdout, stderr } = seaworthy(args, { cwd: folder, ...options });
  const report: unknown = stdout === '' ? {} : JSON.parse(stdout);
  const findings = isRecord(report) && stdout !== '' ? recordsAt(report, 'findings') : [];
  const places = findings.map((one) => `${one['rule']} ${one['file']}:${one['line']}`);
  return { code, stderr, places, findings };
}

function write(folder: string, file: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
}

describe('what came with the change', () => {
  test('an unchanged checkout brings nothing, whatever is wrong with it', () => {
    const { code, stderr, places } = since(checkout());
    expect({ code, places }).toEqual({ code: 0, places: [] });
    expect(stderr).toMatch(
      /^since HEAD \([0-9a-f]{12}\): 0 findings came, 0 went, \d+ as before and not shown\n$/,
    );
  });

  test('lines above, new files and committed changes are told apart', () => {
    const folder = checkout();
    write(folder, 'compose.yaml', `# a comment\n\n${shop['compose.yaml']}`);
    expect(since(folder).places).toEqual([]);
    write(folder, 'other/Dockerfile', 'FROM node\nCOPY gone.js .\n');
    git(folder, 'add', '-A');
    git(folder, 'commit', '-qm', 'second');
    expect(since(folder).places).toEqual([]);
    const { places } = since(folder, 'HEAD~1');
    expect(places).toContain('dockerfile/base-image-floating other/Dockerfile:1');
    expect(places.every((place) => place.includes(' other/'))).toBe(true);
  });

  test('a finding that goes is counted', () => {
    const folder = checkout();
    write(folder, 'compose.yaml', shop['compose.yaml'].replace('nginx\n', 'nginx:1.29.1\n'));
    const { stderr, places } = since(folder);
    expect(places.filter((place) => place.includes('floating'))).toEqual([]);
    expect(stderr).toMatch(/, [1-9]\d* went,/);
  });

  test('a renamed file brings nothing', () => {
    const folder = checkout();
    mkdirSync(join(folder, 'apps'));
    renameSync(join(folder, 'services/api'), join(folder, 'apps/api'));
    expect(since(folder).places).toEqual([]);
  });

  test('of two alike, one is told', () => {
    const text = 'FROM debian:12.5\nRUN sudo id\nUSER nobody\n';
    const folder = checkout({ Dockerfile: text });
    write(folder, 'Dockerfile', text.replace('RUN', 'RUN sudo ls\nRUN'));
    expect(since(folder).places.filter((place) => place.includes('sudo'))).toHaveLength(1);
    expect(since(folder, 'HEAD', ['--rule', 'dockerfile/sudo-in-run']).places).toHaveLength(1);
  });

  test('a waiver that is taken away lets its finding come', () => {
    const waived = shop['compose.yaml'].replace(
      '    image: nginx\n',
      '    # seaworthy: ignore[compose/image-tag-floating] by the mirror\n    image: nginx\n',
    );
    const folder = checkout({ ...shop, 'compose.yaml': waived });
    expect(since(folder).places).toEqual([]);
    write(folder, 'compose.yaml', shop['compose.yaml']);
    expect(since(folder).places).toEqual(['compose/image-tag-floating compose.yaml:3']);
  });

  test('files that git ignores count on both sides, and untracked ones do not', () => {
    const folder = checkout();
    write(folder, '.env', 'A=1\nA=2\n');
    expect(since(folder).places).toEqual([]);
    write(folder, 'web.env', 'A=1\nA=2\n');
    expect(new Set(since(folder).places.map((place) => place.split(' ')[1]?.split(':')[0]))).toEqual(
      new Set(['web.env']),
    );
  });

  test('a folder below the top, and single files, are compared alike', () => {
    const folder = checkout({ ...shop, 'sub/compose.yaml': shop['compose.yaml'] });
    write(folder, 'sub/compose.yaml', shop['compose.yaml'].replace('postgres:16.4', 'postgres'));
    write(folder, 'compose.yaml', shop['compose.yaml'].replace('postgres:16.4', 'postgres'));
    const below = since(folder, 'HEAD', ['sub']).places;
    expect(below.length).toBeGreaterThan(0);
    expect(below.every((place) => place.includes(' compose.yaml:'))).toBe(true);
    const one = since(folder, 'HEAD', ['compose.yaml', 'services/api/Dockerfile']).places;
    expect(one).toEqual(below);
  });
});

describe('what is dangerous in the change', () => {
  test('is found at its place in the files as they are now', () => {
    const folder = checkout();
    const text = shop['compose.yaml']
      .replace('postgres:16.4', 'postgres:17.2')
      .replaceAll('pgdata', 'database')
      .replace('"8080:80"', '"127.0.0.1:8081:80"');
    write(folder, 'compose.yaml', text);
    const { code, places } = since(folder);
    expect(code).toBe(3);
    expect(places).toEqual([
      'compose/published-port-removed compose.yaml:4',
      'project/data-store-major-changed compose.yaml:6',
      'compose/data-store-volume-changed compose.yaml:7',
    ]);
  });

  test('can be waived, and its waiver is not unused in a review of all', () => {
    const folder = checkout();
    const moved = shop['compose.yaml'].replace(
      '    image: postgres:16.4\n',
      '    # seaworthy: ignore[project/data-store-major-changed] dumped and restored on Sunday\n    image: postgres:17.2\n',
    );
    write(folder, 'compose.yaml', moved);
    expect(since(folder).findings.map(({ rule, waived }) => [rule, isRecord(waived)])).toEqual([
      ['project/data-store-major-changed', true],
    ]);
    const { stdout } = seaworthy(['review', '--json'], { cwd: folder });
    expect(stdout).not.toContain('waiver-unused');
  });
});

describe('the repository', () => {
  /** Names and times of all that git keeps. */
  const stateOf = (folder: string): string =>
    readdirSync(join(folder, '.git'), { recursive: true, encoding: 'utf8' }).sort().join('\n');

  test('is not written to, and nothing it configures is run', () => {
    const folder = checkout({
      ...shop,
      '.gitattributes': '*.yaml filter=evil diff=evil\n*.env filter=evil\n',
    });
    const trap = join(folder, 'trap.sh');
    writeFileSync(trap, `#!/bin/sh\ntouch '${join(folder, 'sprung')}'\ncat\n`);
    chmodSync(trap, 0o755);
    const settings = `[core]\n\tfsmonitor = ${trap}\n\thooksPath = ${folder}\n\tpager = ${trap}\n\tsshCommand = ${trap}
[filter "evil"]\n\tsmudge = ${trap}\n\tclean = ${trap}\n\tprocess = ${trap}
[diff "evil"]\n\ttextconv = ${trap}\n\tcommand = ${trap}\n[alias]\n\tls-tree = !${trap}\n\tcat-file = !${trap}\n`;
    appendFileSync(join(folder, '.git/config'), settings);
    const before = stateOf(folder);
    write(folder, 'compose.yaml', shop['compose.yaml'].replace('16.4', '17.2'));
    expect(since(folder).places).toEqual(['project/data-store-major-changed compose.yaml:6']);
    expect(existsSync(join(folder, 'sprung'))).toBe(false);
    expect(stateOf(folder)).toBe(before);
  });

  test('leaves nothing behind in the folder for temporary files', () => {
    const folder = checkout();
    const own = temporaryFolder();
    since(folder, 'HEAD', [], { env: { TMPDIR: own } });
    expect(readdirSync(own)).toEqual([]);
  });

  test('is that of the folder, also when called by a hook of another one', () => {
    const folder = checkout();
    const other = checkout({ 'compose.yaml': 'services: {}\n' });
    const env = { GIT_DIR: join(other, '.git'), GIT_INDEX_FILE: join(other, '.git/index') };
    expect(since(folder, 'HEAD', [], { env })).toMatchObject({ code: 0, places: [] });
  });
});

describe('what cannot be compared', () => {
  test.each([
    ['an unknown revision', 'no-such-branch', 64, 'there is no revision no-such-branch'],
    ['what looks like a flag', '--output=x', 64, 'there is no revision --output=x'],
    ['an empty one', '', 64, 'there is no revision (empty)'],
    ['a blob', 'HEAD:compose.yaml', 64, 'there is no revision HEAD:compose.yaml'],
  ])('%s', (_name, revision, code, said) => {
    const folder = checkout();
    const { code: got, stderr, places } = { ...since(folder, revision) };
    expect({ code: got, places, said: stderr.includes(said) }, stderr).toEqual({
      code,
      places: [],
      said: true,
    });
  });

  test('a folder that is no checkout', () => {
    const { code, stderr } = since(temporaryFolder(shop));
    expect(code).toBe(3);
    expect(stderr).toContain('is not in a git checkout that can be read');
  });

  test('without git on PATH', () => {
    const empty = temporaryFolder();
    const { code, stderr } = since(checkout(), 'HEAD', [], { env: { PATH: empty } });
    expect({ code, said: stderr.includes('git is not on PATH') }, stderr).toEqual({ code: 3, said: true });
  });

  test('an object that is missing is taken from the checkout while the file is as it was', () => {
    const folder = checkout();
    const id = git(folder, 'rev-parse', 'HEAD:compose.yaml').trim();
    rmSync(join(folder, '.git/objects', id.slice(0, 2), id.slice(2)), { force: true });
    expect(since(folder)).toMatchObject({ code: 0, places: [] });
    write(folder, 'compose.yaml', 'services: {}\n');
    const { code, stderr } = since(folder);
    expect({ code, said: stderr.includes('compose.yaml cannot be read from git') }).toEqual({
      code: 1,
      said: true,
    });
  });

  test('for a baseline', () => {
    const { code, stderr } = since(checkout(), 'HEAD', ['--write-baseline']);
    expect({ code, said: stderr.includes('--changed-since does not go with it') }).toEqual({
      code: 64,
      said: true,
    });
  });
});
