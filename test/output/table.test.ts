import { describe, expect, test } from 'vitest';
import { ansi } from '../../src/output/paint.ts';
import { table } from '../../src/output/table.ts';
import { displayWidth } from '../../src/output/width.ts';

describe('displayWidth', () => {
  test.each([
    ['plain text', 'abc', 3],
    ['colours take no room', ansi.red('abc'), 3],
    ['Chinese letters are two columns wide', '数据', 4],
    ['a combining mark takes none', 'e\u0301', 1],
    ['a family of emoji is one picture', '👨‍👩‍👧', 2],
    ['a sign made a picture by its selector', '⚠️', 2],
    ['a sign without it', '→', 1],
    ['box drawing', '│', 1],
    ['nothing', '', 0],
  ])('%s', (_name, text, expected) => {
    expect(displayWidth(text)).toBe(expected);
  });
});

describe('table', () => {
  test('columns line up by what is seen', () => {
    expect(
      table([
        ['a', 'long', 'x'],
        ['数据库', 'b', ''],
      ]),
    ).toEqual(['a       long  x', '数据库  b']);
  });

  test('numbers to the right, indented, colours ignored', () => {
    expect(
      table(
        [
          ['api', '5'],
          [ansi.bold('db'), '1200'],
        ],
        { indent: 2, right: [1] },
      ),
    ).toEqual(['  api     5', `  ${ansi.bold('db')}   1200`]);
  });

  test('rows may be short', () => {
    expect(table([['a'], ['b', 'c']])).toEqual(['a', 'b  c']);
  });
});
