import { rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { contentHash } from '../../src/read/content-hash.ts';
import { fileTree } from '../../src/read/file-tree.ts';
import { dockerIgnoreRules } from '../../src/syntax/docker-ignore.ts';
import { folderWith } from './folder.ts';

describe('fileTree', () => {
  it('answers for paths inside the root only', () => {
    const outside = folderWith({ 'secret.txt': '' });
    const root = folderWith({ 'a/b.txt': '', 'a/node_modules/x.js': '' });
    symlinkSync(outside, join(root, 'out'));
    symlinkSync('a', join(root, 'in'));
    const tree = fileTree(root);
    expect(
      [
        '',
        '.',
        'a',
        'a/',
        'a/b.txt',
        './a/../a/b.txt',
        'in/b.txt',
        'out',
        'out/secret.txt',
        '../x',
        '/etc/passwd',
        'a\0b',
        'none',
      ].map((path) => tree.kind(path)),
    ).toEqual([
      'folder',
      'folder',
      'folder',
      'folder',
      'file',
      'file',
      'file',
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(tree.below('a')).toEqual(['a/b.txt']);
    expect(tree.below('out')).toEqual([]);
  });

  it('takes a path of any length', () => {
    const tree = fileTree(folderWith({ a: '' }));
    const long = 'a/'.repeat(500_000);
    expect([tree.kind(long), tree.isGitIgnored(long), tree.isDockerIgnored(long, long, long)]).toEqual([
      undefined,
      false,
      false,
    ]);
  });

  it('takes the ignore file of the Dockerfile before that of the context', () => {
    const root = folderWith({
      'api/.dockerignore': '*.md\n!README.md\n',
      'api/Dockerfile': '',
      'api/Dockerfile.dev': '',
      'api/Dockerfile.dev.dockerignore': 'src\n',
    });
    const tree = fileTree(root);
    const ignored = (path: string, dockerfile: string) => tree.isDockerIgnored('api', path, dockerfile);
    expect(tree.dockerIgnoreOf('api', 'api/Dockerfile')).toBe('api/.dockerignore');
    expect(tree.dockerIgnoreOf('api', 'api/Dockerfile.dev')).toBe('api/Dockerfile.dev.dockerignore');
    expect(tree.dockerIgnoreOf('', 'api/Dockerfile')).toBeUndefined();
    expect(ignored('x.md', 'api/Dockerfile')).toBe(true);
    expect(ignored('README.md', 'api/Dockerfile')).toBe(false);
    expect(ignored('src/deep/a.js', 'api/Dockerfile')).toBe(false);
    expect(ignored('src/deep/a.js', 'api/Dockerfile.dev')).toBe(true);
  });
});

describe('dockerIgnoreRules', () => {
  const cases: readonly (readonly [string, string, string, boolean])[] = [
    ['a comment', '#x', '#x', false],
    ['a folder', 'node_modules', 'node_modules/a/b', true],
    ['not at any depth', 'node_modules', 'a/node_modules', false],
    ['at any depth', '**/node_modules', 'a/b/node_modules/c', true],
    ['taken back in', '*\n!src', 'src/a.js', false],
    ['a leading slash', '/a', 'a', true],
    ['case counts', 'A', 'a', false],
    ['a byte order mark', '\ufeffa', 'a', true],
    ['a pattern that cannot be compiled', '[a\nb', 'b', true],
  ];
  it.each(cases)('%s', (_, text, path, expected) => expect(dockerIgnoreRules(text)(path)).toBe(expected));

  it('does not hang on a wall of stars', () => {
    const start = performance.now();
    dockerIgnoreRules(`${'**/a'.repeat(60)}\n${'*a'.repeat(60)}`)(`${'a/'.repeat(200)}b`);
    expect(performance.now() - start).toBeLessThan(500);
  });
});

describe('contentHash', () => {
  const files = {
    'c/Dockerfile': 'FROM x',
    'c/a.js': '1',
    'c/b/c.js': '2',
    'c/.dockerignore': 'doc\n',
    'c/doc/x': '',
  };
  const hashOf = (root: string, options?: Parameters<typeof contentHash>[4]) => {
    const { entries: _, ...hash } = contentHash(root, 'c', 'c/Dockerfile', fileTree(root), options);
    return hash;
  };

  it('names the files that it covers, unless it goes by size and time', () => {
    const root = folderWith(files);
    const pathsOf = (bytes: number) => {
      const options = { limits: { files: 100, bytes }, only: ['b'] };
      const { entries } = contentHash(root, 'c', 'c/Dockerfile', fileTree(root), options);
      return entries?.map(({ path }) => path);
    };
    expect(pathsOf(100)).toEqual(['c/Dockerfile', 'c/b/c.js']);
    expect(pathsOf(3)).toBeUndefined();
  });

  it('depends on names and contents, not on times, ignored files or the place', () => {
    const root = folderWith(files);
    const before = hashOf(root);
    expect(before).toEqual({ hash: expect.stringMatching(/^[\da-f]{64}$/), note: undefined });
    utimesSync(join(root, 'c/a.js'), 1, 1);
    writeFileSync(join(root, 'c/doc/x'), 'changed');
    expect(hashOf(root)).toEqual(before);
    expect(hashOf(folderWith(files))).toEqual(before);
    writeFileSync(join(root, 'c/a.js'), '3');
    const changed = hashOf(root);
    rmSync(join(root, 'c/b/c.js'));
    expect(new Set([before.hash, changed.hash, hashOf(root).hash]).size).toBe(3);
  });

  it('does not mistake a moved byte for the same content', () => {
    const one = hashOf(folderWith({ 'c/Dockerfile': '', 'c/a': 'bc', 'c/b': '' }));
    const other = hashOf(folderWith({ 'c/Dockerfile': '', 'c/a': 'b', 'c/b': 'c' }));
    expect(one.hash).not.toBe(other.hash);
  });

  it('leaves out what no COPY line takes', () => {
    const root = folderWith(files);
    const before = hashOf(root, { only: ['b'] });
    writeFileSync(join(root, 'c/a.js'), '3');
    expect(hashOf(root, { only: ['b'] })).toEqual(before);
    writeFileSync(join(root, 'c/b/c.js'), '3');
    expect(hashOf(root, { only: ['b'] })).not.toEqual(before);
  });

  it('falls back to size and time over its limits, and says so', () => {
    const root = folderWith(files);
    const large = hashOf(root, { limits: { files: 100, bytes: 3 } });
    expect(large.note).toContain('compared by size and time');
    utimesSync(join(root, 'c/a.js'), 1, 1);
    expect(hashOf(root, { limits: { files: 100, bytes: 3 } }).hash).not.toBe(large.hash);
    expect(hashOf(root, { limits: { files: 2, bytes: 100 } }).note).toContain('more than 2 files');
  });
});
