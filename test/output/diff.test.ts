import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { unifiedDiff } from '../../src/output/diff.ts';

/** Applies the only hunk-shaped text we make: what `patch` would do. */
function patched(before: string, diff: string): string {
  const source = before.split('\n');
  const out: string[] = [];
  let at = 0;
  for (const line of diff.split('\n').slice(2, -1)) {
    const header = /^@@ -(\d+)(?:,(\d+))? /.exec(line);
    if (header !== null) {
      const first = Number(header[1]) - (header[2] === '0' ? 0 : 1);
      out.push(...source.slice(at, first));
      at = first;
    } else if (line.startsWith('+')) out.push(line.slice(1));
    else {
      expect(source[at]).toBe(line.slice(1));
      if (line.startsWith(' ')) out.push(line.slice(1));
      at += 1;
    }
  }
  return [...out, ...source.slice(at)].join('\n');
}

describe('unifiedDiff', () => {
  test.each([
    ['equal texts have none', 'a\n', 'a\n', ''],
    [
      'one changed line with its neighbours',
      'a\nb\nc\nd\ne\nf\ng\nh\n',
      'a\nb\nc\nd\nE\nf\ng\nh\n',
      '--- a/f\n+++ b/f\n@@ -2,7 +2,7 @@\n b\n c\n d\n-e\n+E\n f\n g\n h\n',
    ],
    ['a new file', '', 'a\n', '--- a/f\n+++ b/f\n@@ -0,0 +1 @@\n+a\n'],
    [
      'a missing last line end is said',
      'a',
      'a\n',
      '--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n',
    ],
  ])('%s', (_name, before, after, expected) => {
    expect(unifiedDiff('f', before, after)).toBe(expected);
  });

  test('applied to the old text it gives the new one', () => {
    const text = fc
      .array(fc.constantFrom('a', 'b', 'c'), { maxLength: 30 })
      .map((lines) => lines.map((line) => `${line}\n`).join(''));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const diff = unifiedDiff('f', before, after);
        expect(diff === '' ? before : patched(before, diff)).toBe(after);
      }),
    );
  });
});
