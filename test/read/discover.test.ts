import { execFileSync } from 'node:child_process';
import { chmodSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { kindByName, kindByText } from '../../src/read/artifact-kind.ts';
import { discover } from '../../src/read/discover.ts';
import { endTrace, startTrace } from '../../src/read/disk.ts';
import { answersOf } from '../../src/read/trace.ts';
import { folderWith } from './folder.ts';

const compose = 'services:\n  a:\n    image: x\n';
const kinds: readonly (readonly [string, string])[] = [
  ['compose.yaml', 'compose'],
  ['docker-compose.prod.yml', 'compose'],
  ['deploy/compose-dev.yaml', 'compose'],
  ['dev.compose.yml', 'compose'],
  ['stack.yml', 'look'],
  ['Dockerfile', 'dockerfile'],
  ['Dockerfile.dev', 'dockerfile'],
  ['api.Dockerfile', 'dockerfile'],
  ['Containerfile', 'dockerfile'],
  ['Dockerfile.md', 'other'],
  ['Dockerfile.bak', 'other'],
  ['dockerfile.ts', 'source'],
  ['Dockerfile.dockerignore', 'dockerignore'],
  ['.dockerignore', 'dockerignore'],
  ['.env', 'env'],
  ['.env.production', 'env'],
  ['prod.env', 'env'],
  ['.env.ts', 'source'],
  ['.env.swp', 'other'],
  ['.github/workflows/ci.yml', 'workflow'],
  ['seaworthy.yaml', 'settings'],
  ['src/x.d.ts', 'other'],
  ['main.py', 'source'],
  ['main.go', 'source'],
  ['README.md', 'other'],
  ['pod.json', 'look'],
  ['package.json', 'other'],
];

const texts: readonly (readonly [string, string, string, string])[] = [
  ['services with images', 'stack.yml', compose, 'compose'],
  ['services in flow style', 'stack.yml', 'services: {a: {image: x}}\n', 'compose'],
  ['a comment before the services', 'stack.yml', 'services:\n# the first\n\n  a:\n    build: .\n', 'compose'],
  ["Symfony's services", 'services.yaml', 'services:\n    App\\Foo:\n        autowire: true\n', 'other'],
  ["GitLab's services", '.gitlab-ci.yml', 'services:\n  - postgres\njob:\n  image: x\n', 'other'],
  ['a manifest', 'x.yaml', 'apiVersion: v1\nkind: Pod\n', 'kubernetes'],
  ['a manifest with a byte order mark', 'x.yaml', '\ufeffapiVersion: v1\nkind: Pod\n', 'kubernetes'],
  ['a manifest named like compose', 'my-compose.yaml', 'apiVersion: v1\nkind: Pod\n', 'kubernetes'],
  ['only networks under a telling name', 'my-compose.yaml', 'networks:\n  a: {}\n', 'compose'],
  ['something else', 'x.yaml', 'a: 1\n', 'other'],
  ['a manifest in JSON', 'x.json', '{\n\t"kind": "Pod",\n\t"apiVersion": "v1"\n}\n', 'kubernetes'],
  ['JSON that speaks of manifests', 'x.json', '{"rows": [{"apiVersion": "v1", "kind": "Pod"}]}', 'other'],
  ['a workflow anywhere', 'x.yml', 'on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n', 'workflow'],
  [
    'a workflow of another forge',
    '.forgejo/workflows/x.yml',
    'on: push\njobs:\n  a:\n    runs-on: docker\n',
    'other',
  ],
  ['jobs of something else', 'x.yml', 'jobs:\n  a:\n    runs-on: ubuntu-latest\n', 'other'],
];

describe('kinds', () => {
  it.each(kinds)('%s is %s', (path, kind) => expect(kindByName(path)).toBe(kind));
  it.each(texts)('%s', (_, path, text, kind) => expect(kindByText(path, text)).toBe(kind));
});

describe('discover', () => {
  const paths = (root: string, given?: readonly string[]) =>
    discover(root, given === undefined ? {} : { paths: given }).files.map(({ path }) => path);

  it('finds files in one order and says what it left out', () => {
    const root = folderWith({
      'b/compose.yaml': compose,
      'a/Dockerfile': 'FROM x\n',
      '.gitignore': 'out/\nlocal.yaml\n*.js\n',
      '.env': 'A=1\n',
      'local.yaml': compose,
      'out/compose.yaml': compose,
      'node_modules/p/compose.yaml': compose,
      'rust/Cargo.toml': '',
      'rust/target/x.env': '',
      'target/x.env': '',
      'env3/pyvenv.cfg': '',
      'env3/a.py': '',
      '.shop-backup/compose.yaml': compose,
      'backup_20250617/compose.yaml': compose,
      'backup/restore.sh': '',
      'x.js': '',
      'a/deploy.sh': '',
      'out/deploy.sh': '',
      Makefile: '',
    });
    expect(discover(root)).toEqual({
      scripts: ['Makefile', 'a/deploy.sh', 'backup/restore.sh'],
      documents: [],
      files: [
        { path: '.env', kind: 'env', unreadable: undefined },
        { path: 'a/Dockerfile', kind: 'dockerfile', unreadable: undefined },
        { path: 'b/compose.yaml', kind: 'compose', unreadable: undefined },
        { path: 'target/x.env', kind: 'env', unreadable: undefined },
      ],
      skipped: [
        { path: '.', why: '2 files ignored by git' },
        { path: '.shop-backup', why: 'a backup copy' },
        { path: 'backup_20250617', why: 'a backup copy' },
        { path: 'env3', why: 'a Python environment' },
        { path: 'node_modules', why: 'installed packages' },
        { path: 'out', why: 'ignored by git' },
        { path: 'rust/target', why: "Cargo's output" },
      ],
    });
  });

  it('follows no link out of the root, no loop, and opens no pipe', () => {
    const outside = folderWith({ 'compose.yaml': compose, 'd/Dockerfile': '' });
    const root = folderWith({ 'real/compose.yaml': compose });
    symlinkSync('real/compose.yaml', join(root, 'compose.yaml'));
    symlinkSync(join(outside, 'compose.yaml'), join(root, 'compose.out.yaml'));
    symlinkSync(join(outside, 'd'), join(root, 'out'));
    symlinkSync('..', join(root, 'real', 'up'));
    symlinkSync('real', join(root, 'again'));
    symlinkSync('self', join(root, 'self'));
    symlinkSync('nowhere', join(root, 'broken'));
    execFileSync('mkfifo', [join(root, 'pipe'), join(root, 'compose.pipe.yaml')]);
    const { files, skipped } = discover(root);
    expect(files.map(({ path, unreadable }) => [path, unreadable])).toEqual([
      ['compose.out.yaml', 'is a symbolic link out of the project'],
      ['compose.pipe.yaml', 'is a named pipe, not a file'],
      ['compose.yaml', undefined],
      ['real/compose.yaml', undefined],
    ]);
    expect(Object.fromEntries(skipped.map(({ path, why }) => [path, why]))).toEqual({
      again: 'is a symbolic link to real, which is read where it lies',
      broken: 'is a symbolic link to nothing',
      out: 'is a symbolic link out of the project',
      pipe: 'is a named pipe, not a file',
      'real/up': 'is a symbolic link loop: it leads to ., which holds it',
      self: 'is a symbolic link that leads back to itself',
    });
  });

  it('takes names with any characters', () => {
    const names = ['a b.env', "it's.env", '"q".env', '$(touch x).env', 'new\nline.env', '-rf.env', 'ü.env'];
    const root = folderWith(Object.fromEntries(names.map((name) => [`dir ${name}/${name}`, 'A=1\n'])));
    expect(paths(root)).toEqual(names.map((name) => `dir ${name}/${name}`).sort());
  });

  it('reads the paths that the user names, ignored ones too', () => {
    const root = folderWith({
      '.gitignore': 'b.yaml\n',
      'b.yaml': compose,
      'README.md': '',
      'c/Dockerfile': '',
      'd/Dockerfile': '',
      'image.txt': '# syntax=docker/dockerfile:1\nARG TAG=3\nFROM alpine:$TAG AS base\nRUN true\n',
      'notes.txt': 'Letters\nfrom nobody\n',
    });
    expect(paths(root, ['b.yaml', 'README.md', 'c/'])).toEqual(['README.md', 'b.yaml', 'c/Dockerfile']);
    const kind = (path: string) => discover(root, { paths: [path] }).files.map((file) => file.kind);
    expect(kind('image.txt')).toEqual(['dockerfile']);
    expect(kind('notes.txt')).toEqual(['other']);
    expect(() => discover(root, { paths: ['nothing.yaml'] })).toThrow('nothing.yaml does not exist');
    expect(() => discover(root, { paths: ['../x'] })).toThrow('../x is outside of the project');
  });

  it('leaves out what tests feed to programs, unless it is what the user asks about', () => {
    const root = folderWith({ 'testdata/pod.yaml': 'apiVersion: v1\nkind: Pod\n' });
    expect(paths(root)).toEqual([]);
    expect(paths(root, ['testdata'])).toEqual(['testdata/pod.yaml']);
    expect(paths(root, ['testdata/pod.yaml'])).toEqual(['testdata/pod.yaml']);
  });

  it('leaves out what a test expects not to be there, by its whole name', () => {
    const pod = 'apiVersion: v1\nkind: Pod\n';
    const names = ['01-errors.yaml', 'errors.yaml', 'chainsaw-error.yaml', 'custom-errors.yaml'];
    const root = folderWith(Object.fromEntries(names.map((name) => [`e2e/${name}`, pod])));
    expect(paths(root)).toEqual(['e2e/custom-errors.yaml']);
  });

  it('stops at a number of entries and says so', () => {
    const root = folderWith({ 'a/1.env': '', 'a/2.env': '', 'b/3.env': '' });
    const { files, skipped } = discover(root, { maximumEntries: 4 });
    expect(files).toHaveLength(2);
    expect(skipped[0]).toMatchObject({ path: 'b', why: expect.stringContaining('the walk stopped') });
  });

  it('asks the disk no more of each folder in a large tree than in a small one', () => {
    const asked = (folders: number): number => {
      const names = Array.from({ length: folders }, (_, index) => [`f${index}/x.env`, ''] as const);
      const root = folderWith(Object.fromEntries(names));
      const trace = startTrace();
      expect(paths(root)).toHaveLength(folders);
      endTrace();
      return [...answersOf(trace)].length;
    };
    expect(asked(150) - asked(100)).toBe(asked(100) - asked(50));
  });

  it('reports a folder that may not be read', () => {
    const root = folderWith({ 'shut/a.env': '', 'b.env': '' });
    chmodSync(root, 0o755);
    chmodSync(join(root, 'shut'), 0);
    const { files, skipped } = asNobody(() => discover(root));
    expect(files.map(({ path }) => path)).toEqual(['b.env']);
    expect(skipped).toEqual([{ path: 'shut', why: 'may not be read by this user' }]);
  });
});

/** Root may read everything, so the rights are put down for the call. */
function asNobody<T>(run: () => T): T {
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) process.seteuid?.(65_534);
  try {
    return run();
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
}
