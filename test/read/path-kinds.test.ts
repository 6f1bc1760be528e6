import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { endTrace, startTrace } from '../../src/read/disk.ts';
import { pathKinds } from '../../src/read/path-kinds.ts';
import { folderWith } from './folder.ts';

function treeWithLinks(): string {
  const outside = folderWith({ 'secret.txt': '' });
  const root = folderWith({ 'a/b.txt': '', 'a/Z': '', 'a/z/c': '', 'top.txt': '' });
  symlinkSync(outside, join(root, 'out'));
  symlinkSync('a', join(root, 'in'));
  symlinkSync('../top.txt', join(root, 'a/up.txt'));
  symlinkSync('nowhere', join(root, 'a/broken'));
  mkdirSync(join(root, 'empty'));
  return root;
}

const paths = [
  ...['', 'a', 'a/b.txt', 'a/Z', 'a/z', 'a/z/c', 'a/none', 'a/b.txt/x', 'none/x/y', 'top.txt', 'empty'],
  ...['in', 'in/b.txt', 'in/none', 'out', 'out/secret.txt', 'a/up.txt', 'a/broken', '../x', 'a/../top.txt'],
];

describe('pathKinds', () => {
  it('says the same whether a folder has been listed or not', () => {
    const root = treeWithLinks();
    const [listed, asked] = [pathKinds(root), pathKinds(root)];
    for (const folder of ['', 'a', 'a/z', 'empty']) listed.lists.of(folder);
    const of = ({ of: kind, isPlain }: typeof listed) =>
      paths.map((path) => [path, kind(path), isPlain(path)]);
    expect(of(listed)).toEqual(of(asked));
  });

  it('calls plain what no link leads to', () => {
    const { isPlain } = pathKinds(treeWithLinks());
    expect(paths.filter(isPlain)).toEqual([
      ...['', 'a', 'a/b.txt', 'a/Z', 'a/z', 'a/z/c', 'top.txt', 'empty', 'a/../top.txt'],
    ]);
  });

  it('asks the disk nothing about what lies in a folder that has been listed, nor below what is not there', () => {
    const { of, lists } = pathKinds(treeWithLinks());
    for (const folder of ['', 'a']) lists.of(folder);
    const trace = startTrace();
    const kinds = ['a/b.txt', 'a/none', 'a/none/x', 'a/b.txt/x'].map(of);
    endTrace();
    expect([kinds, trace.answers.size]).toEqual([['file', undefined, undefined, undefined], 0]);
  });
});
