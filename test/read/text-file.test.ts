import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readTextFile } from '../../src/read/text-file.ts';
import { folderWith } from './folder.ts';

const read = (bytes: Buffer | string, limit?: number) =>
  readTextFile(join(folderWith({ 'a.yaml': bytes }), 'a.yaml'), 'a.yaml', limit);

const refusals: readonly (readonly [string, Buffer, string, number])[] = [
  [
    'invalid UTF-8 at its place',
    Buffer.from([0x61, 0x0a, 0x62, 0xff, 0x63]),
    'a.yaml is not valid UTF-8 here',
    3,
  ],
  ['a cut sequence', Buffer.from([0xc3, 0xa9, 0xe2, 0x82]), 'a.yaml is not valid UTF-8 here', 1],
  [
    'U+FFFD that stands in the file is no error',
    Buffer.from([0xef, 0xbf, 0xbd, 0x78, 0xfe]),
    'a.yaml is not valid UTF-8 here',
    2,
  ],
  ['UTF-16 with a mark', Buffer.from('\ufeffa: 1', 'utf16le'), 'a.yaml is UTF-16LE, not UTF-8', 0],
  ['UTF-16 without one', Buffer.from('a: 1', 'utf16le'), 'a.yaml is UTF-16LE, not UTF-8', 0],
  ['binary', Buffer.from('abcd\0ef'), 'a.yaml is not a text file', 4],
  ['binary that is no UTF-8', Buffer.from([0x89, 0x50, 0, 0, 0]), 'a.yaml is not a text file', 0],
];

describe('readTextFile', () => {
  it.each(refusals)('refuses %s', (_, bytes, message, start) => {
    const file = read(bytes);
    expect(file).toMatchObject({ kind: 'refused', problem: { code: 'encoding', message, span: { start } } });
  });

  const latin1 = (text: string) => Buffer.from(text, 'latin1');
  const dockerfile = (bytes: Buffer) =>
    readTextFile(join(folderWith({ Dockerfile: bytes }), 'Dockerfile'), 'Dockerfile');

  it('takes a Dockerfile whose comments alone are not UTF-8', () => {
    expect(dockerfile(latin1('FROM a\n  # caf\xe9\nRUN b\n'))).toMatchObject({ kind: 'text' });
    expect(dockerfile(latin1('FROM a\nRUN echo caf\xe9\n'))).toMatchObject({ kind: 'refused' });
    expect(dockerfile(latin1('FROM a\nRUN <<E\n# caf\xe9\nE\n'))).toMatchObject({ kind: 'refused' });
  });

  it('keeps a byte order mark, because spans count it', () => {
    expect(read('\ufeffa: 1')).toEqual({ kind: 'text', text: '\ufeffa: 1' });
  });

  it('does not read what is too large', () => {
    expect(read('x'.repeat(2000), 1024)).toMatchObject({
      kind: 'refused',
      problem: { code: 'unreadable', message: 'a.yaml is 2 KiB; files over 1 KiB are not read' },
    });
  });

  it('says what stands there instead of a file, and waits for none of it', () => {
    const root = folderWith({ 'folder/': '' });
    execFileSync('mkfifo', [join(root, 'pipe')]);
    symlinkSync('loop', join(root, 'loop'));
    const message = (name: string) => {
      const file = readTextFile(join(root, name), name);
      return file.kind === 'refused' ? file.problem.message : file.kind;
    };
    expect(['folder', 'pipe', 'loop', 'none', 'folder/none'].map(message)).toEqual([
      'folder is a folder',
      'pipe is a named pipe, not a file',
      'loop is a symbolic link that leads back to itself',
      'absent',
      'absent',
    ]);
  });
});
