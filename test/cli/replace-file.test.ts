// Writing is whole or not at all, keeps what belongs to the file, and stays in the repository.
import {
  chmodSync,
  chownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { SeaworthyError } from '../../src/base/errors.ts';
import { replaceFiles } from '../../src/cli/replace-file.ts';
import { temporaryFolder } from './command.ts';

const files = { 'a.env': 'A=1\n', 'sub/b.env': 'B=1\n', 'c.env': 'C=1\n' };

function replaced(root: string, names: readonly string[] = Object.keys(files), boundary = root): string {
  const all = names.map((name) => {
    const before = name in files ? Object.entries(files).find(([file]) => file === name)?.[1] : 'B=1\n';
    return { path: join(root, name), name, before: before ?? '', after: `${name} is new\n` };
  });
  try {
    replaceFiles(all, boundary);
    return 'written';
  } catch (error) {
    if (!(error instanceof SeaworthyError)) throw error;
    return [error.message, ...error.detail].join('\n');
  }
}

function contents(root: string): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.keys(files).map((name) => [name, readFileSync(join(root, name), 'utf8')]));
}

function entries(root: string): readonly string[] {
  return readdirSync(root, { recursive: true }).map(String).sort();
}

const isRoot = process.getuid?.() === 0;

describe('a file that is replaced', () => {
  test('keeps its mode, and nothing is left beside it', () => {
    const root = temporaryFolder(files);
    chmodSync(join(root, 'a.env'), 0o640);
    chmodSync(join(root, 'c.env'), 0o755);
    const before = entries(root);
    expect(replaced(root)).toBe('written');
    expect(contents(root)).toEqual({
      'a.env': 'a.env is new\n',
      'sub/b.env': 'sub/b.env is new\n',
      'c.env': 'c.env is new\n',
    });
    expect(['a.env', 'c.env'].map((name) => statSync(join(root, name)).mode & 0o777)).toEqual([0o640, 0o755]);
    expect(entries(root)).toEqual(before);
  });

  test.runIf(isRoot)('keeps its owner and group', () => {
    const root = temporaryFolder(files);
    chownSync(join(root, 'a.env'), 1234, 2345);
    expect(replaced(root)).toBe('written');
    const { uid, gid } = statSync(join(root, 'a.env'));
    expect([uid, gid]).toEqual([1234, 2345]);
  });

  test('may be named by a link in the repository: what it leads to is replaced', () => {
    const root = temporaryFolder(files);
    symlinkSync('sub/b.env', join(root, 'link.env'));
    expect(replaced(root, ['link.env'])).toBe('written');
    expect([readlinkSync(join(root, 'link.env')), contents(root)['sub/b.env']]).toEqual([
      'sub/b.env',
      'link.env is new\n',
    ]);
  });

  test('lies in a repository above the folder, too', () => {
    const root = temporaryFolder({ 'b.env': 'B=1\n', 'below/x': '' });
    symlinkSync('../b.env', join(root, 'below/link.env'));
    expect(replaced(join(root, 'below'), ['link.env'], root)).toBe('written');
  });

  test('takes what a process that was ended left of it away, and not what another does now', () => {
    const root = temporaryFolder(files);
    writeFileSync(join(root, '.a.env.seaworthy.4194303.0123abcd.tmp'), 'half');
    const other = `.a.env.seaworthy.${process.ppid}.0123abcd.tmp`;
    writeFileSync(join(root, other), 'half');
    replaced(root);
    expect(readdirSync(root).filter((name) => name.endsWith('.tmp'))).toEqual([other]);
  });
});

describe('nothing at all is written when', () => {
  test.each<[string, (root: string) => void, RegExp]>([
    [
      'a file has changed since it was read',
      (root) => writeFileSync(join(root, 'c.env'), 'C=2\n'),
      /^c\.env has changed on the disk since it was read$/m,
    ],
    [
      'a file is gone',
      (root) => chmodSync(join(root, 'a.env'), 0o444),
      /^a\.env is read-only \(.*\/a\.env\)$/m,
    ],
    [
      'a folder is read-only',
      (root) => chmodSync(join(root, 'sub'), 0o555),
      /^sub\/b\.env cannot be replaced: its folder .*\/sub is read-only$/m,
    ],
  ])('%s', (_name, act, why) => {
    const root = temporaryFolder(files);
    act(root);
    const before = contents(root);
    const said = replaced(root);
    chmodSync(join(root, 'sub'), 0o755);
    expect(said).toMatch(/^nothing was written\n/);
    expect(said).toMatch(why);
    expect(contents(root)).toEqual(before);
  });

  test('a link leads out of the repository', () => {
    const [root, outside] = [temporaryFolder(files), temporaryFolder({ 'b.env': 'B=1\n' })];
    symlinkSync(join(outside, 'b.env'), join(root, 'link.env'));
    mkdirSync(join(root, 'deep'));
    symlinkSync(outside, join(root, 'deep/folder'));
    const said = replaced(root, ['link.env', 'a.env', 'deep/folder/b.env']);
    expect(said).toMatch(/^link\.env leads out of .*: files outside of the repository are not changed$/m);
    expect(said).toMatch(/^deep\/folder\/b\.env leads out of /m);
    expect([contents(root)['a.env'], readFileSync(join(outside, 'b.env'), 'utf8')]).toEqual([
      'A=1\n',
      'B=1\n',
    ]);
  });

  test('a path is none of a file', () => {
    const root = temporaryFolder(files);
    expect(replaced(root, ['sub', 'none.env'])).toMatch(
      /^nothing was written\nsub is not a file any more\nnone\.env cannot be written: ENOENT/,
    );
  });
});
