import { describe, expect, test } from 'vitest';
import { maskLine } from '../../src/output/mask.ts';
import { plain } from '../../src/output/paint.ts';
import { sourceFrame } from '../../src/output/source-frame.ts';
import { displayWidth } from '../../src/output/width.ts';
import { positionsIn } from '../../src/review/positions.ts';

function frame(text: string, start: number, end: number): readonly string[] {
  const positions = positionsIn(new Map([['f', { file: 'f', text }]]));
  return sourceFrame({ file: 'f', start, end }, positions, plain);
}

describe('sourceFrame', () => {
  test.each([
    ['a word', 'a: b', 3, 4, ['  1 | a: b', '    |    ^']],
    ['an empty span gets one caret', 'a: b', 3, 3, ['  1 | a: b', '    |    ^']],
    ['a place past the end of the line', 'a:\n', 2, 2, ['  1 | a:', '    |   ^']],
    ['several lines: to the end of the first', 'x\nab\ncd', 3, 7, ['  2 | ab', '    |  ^']],
    ['Windows line ends', 'ab\r\ncd\r\n', 4, 6, ['  2 | cd', '    | ^^']],
    ['tabs go to the next stop', 'a\tb', 2, 3, ['  1 | a   b', '    |     ^']],
    ['control characters are written out', '\u0007b', 1, 2, ['  1 | \\u{7}b', '    |      ^']],
    ['a byte order mark takes no room', '\ufeffab', 1, 3, ['  1 | ab', '    | ^^']],
    ['an empty line has no frame', 'a\n\nb', 2, 2, []],
  ])('%s', (_name, text, start, end, expected) => {
    expect(frame(text, start, end)).toEqual(expected);
  });

  test('a file that was not read has no frame', () => {
    expect(sourceFrame({ file: 'g', start: 0, end: 1 }, positionsIn(new Map()), plain)).toEqual([]);
  });

  test.each([
    ['at the start', 0, 5],
    ['in the middle', 250, 260],
    ['at the end', 490, 500],
    ['longer than the window', 200, 450],
    ['all of it', 0, 500],
  ])('a long line is cut around a place %s', (_name, start, end) => {
    const line = Array.from({ length: 500 }, (_, index) => (index >= start && index < end ? 'X' : '.')).join(
      '',
    );
    const [source = '', carets = ''] = frame(line, start, end);
    expect(displayWidth(source)).toBeLessThanOrEqual('  1 | '.length + 101);
    const marked = [...source].filter((_char, index) => carets[index] === '^').join('');
    expect(marked).toMatch(/^X+…?$/);
    expect(marked.length).toBeGreaterThanOrEqual(Math.min(end - start, 60));
  });
});

describe('maskLine', () => {
  test.each([
    ['an env entry', 'API_TOKEN=abc # why', 'API_TOKEN=*** # why'],
    ['quotes stay', 'db_password: "a b"', 'db_password: "***"'],
    ['JSON', '{"api_key": "abc", "a": "b"}', '{"api_key": "***", "a": "b"}'],
    ['a reference is no secret', 'PASSWORD: $PASSWORD', 'PASSWORD: $PASSWORD'],
    ['a file name is no secret', 'PASSWORD_FILE: /run/x', 'PASSWORD_FILE: /run/x'],
    ['a list of secrets', 'secrets: [db]', 'secrets: [db]'],
    ['a password in an address', 'URL: redis://u:pw@h:1/0', 'URL: redis://u:**@h:1/0'],
    ['a reference in an address', 'URL: redis://u:$PW@h:1/0', 'URL: redis://u:$PW@h:1/0'],
    ['nothing secret', 'image: node:22', 'image: node:22'],
  ])('%s', (_name, line, expected) => {
    expect(maskLine(line)).toBe(expected);
  });
});
