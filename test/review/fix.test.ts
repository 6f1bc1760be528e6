import { describe, expect, test } from 'vitest';
import type { Edit } from '../../src/base/edit.ts';
import type { Fix } from '../../src/model/finding.ts';
import { applyFixes, fixUntilStable } from '../../src/review/fix.ts';
import { review } from '../../src/review/run.ts';
import {
  insertAfter,
  insertBefore,
  remove,
  replace,
  review as reviewFix,
  safe,
} from '../../src/rules/fix.ts';
import { madeRule } from './made-rule.ts';
import { smallProject } from './small-project.ts';

function at(start: number, end: number) {
  return { file: 'f', start, end };
}

/** Applies fixes to `text`, each of its own finding. */
function applied(text: string, fixes: readonly Fix[], includeReview = true) {
  const project = smallProject({ f: text });
  const rule = madeRule('x', 'project', () =>
    fixes.map((fix, index) => ({ at: at(index, index), message: String(index), fix })),
  );
  const { findings } = review(project, { catalogue: [rule] });
  const round = applyFixes(findings, project.texts, { includeReview });
  return [round.changed.get('f'), round.applied.length, round.postponed.length];
}

const one = (...edits: readonly Edit[]) => safe('fix', ...edits);

describe('applyFixes', () => {
  test.each([
    ['edits in any order', 'abc', [one(replace(at(2, 3), 'C')), one(replace(at(0, 1), 'A'))], ['AbC', 2, 0]],
    [
      'insertions before and after',
      'abc',
      [one(insertBefore(at(1, 2), '<'), insertAfter(at(1, 2), '>'))],
      ['a<b>c', 1, 0],
    ],
    ['a removal', 'abc', [one(remove(at(1, 2)))], ['ac', 1, 0]],
    [
      'the same edit twice is done once',
      'abc',
      [one(insertBefore(at(1, 1), 'x')), one(insertBefore(at(1, 1), 'x'))],
      ['axbc', 2, 0],
    ],
    [
      'of two in one place the second waits',
      'abc',
      [one(insertBefore(at(1, 1), 'x')), one(insertBefore(at(1, 1), 'y'))],
      ['axbc', 1, 1],
    ],
    [
      'a fix is done whole or not at all',
      'abcd',
      [one(replace(at(0, 2), 'X')), one(replace(at(1, 2), 'Y'), replace(at(3, 4), 'Z'))],
      ['Xcd', 1, 1],
    ],
    [
      'neighbours do not overlap',
      'ab',
      [one(replace(at(0, 1), 'x')), one(replace(at(1, 2), 'y'))],
      ['xy', 2, 0],
    ],
    [
      'an edit over several small ones',
      'abcdef',
      [one(remove(at(1, 2))), one(remove(at(4, 5))), one(replace(at(0, 6), ''))],
      ['acdf', 2, 1],
    ],
    [
      'line ends stay those of the file',
      'a\r\nb\r\n',
      [one(insertAfter(at(0, 1), '\nx'))],
      ['a\r\nx\r\nb\r\n', 1, 0],
    ],
    [
      'a line has its own line end where a file has both kinds',
      'a\r\nb\nc',
      [
        one(insertAfter(at(0, 1), '\nx')),
        one(insertAfter(at(3, 4), '\ny')),
        one(insertAfter(at(6, 6), '\nz')),
      ],
      ['a\r\nx\r\nb\ny\nc\nz', 3, 0],
    ],
    ['a byte order mark stays in front', '\ufeffa', [one(insertBefore(at(0, 0), 'x'))], ['\ufeffxa', 1, 0]],
    ['and is not replaced', '\ufeffa', [one(replace(at(0, 2), 'x'))], ['\ufeffx', 1, 0]],
    [
      'a fix that edits one text twice is none',
      'abc',
      [one(replace(at(0, 2), 'x'), replace(at(1, 3), 'y')), one(remove(at(0, 1)))],
      ['bc', 1, 0],
    ],
    [
      'lines of several fixes stand beside each other, the deeper first',
      'a:\n  b: 1',
      [
        one(insertAfter(at(9, 9), '\ntop: x')),
        one(insertAfter(at(9, 9), '\n  c: 2')),
        one(insertAfter(at(9, 9), '\n  d:\n    e: 3')),
      ],
      ['a:\n  b: 1\n  c: 2\n  d:\n    e: 3\ntop: x', 3, 0],
    ],
    [
      'unless they are one key',
      'a:\n  b: 1',
      [one(insertAfter(at(9, 9), '\n  c: 2')), one(insertAfter(at(9, 9), '\n  c: 3'))],
      ['a:\n  b: 1\n  c: 2', 1, 1],
    ],
    [
      'in flow style, too',
      '{ a: 1 }',
      [one(insertAfter(at(6, 6), ', b: 2')), one(insertAfter(at(6, 6), ', c: 3'))],
      ['{ a: 1, b: 2, c: 3 }', 2, 0],
    ],
    [
      'instructions wait, as their order counts',
      'CMD x\n',
      [one(insertBefore(at(0, 0), 'USER app\n')), one(insertBefore(at(0, 0), 'RUN make\n'))],
      ['USER app\nCMD x\n', 1, 1],
    ],
    ['a fix of a place outside is none', 'abc', [one(remove(at(2, 4)))], [undefined, 0, 0]],
    [
      'a fix of another file is none',
      'abc',
      [one(remove(at(0, 1)), remove({ file: 'g', start: 0, end: 1 }))],
      [undefined, 0, 0],
    ],
  ])('%s', (_name, text, fixes, expected) => {
    expect(applied(text, fixes)).toEqual(expected);
  });

  test('a fix that changes behaviour needs its flag', () => {
    const fixes = [reviewFix('fix', replace(at(0, 1), 'x'))];
    expect(applied('a', fixes, false)).toEqual([undefined, 0, 0]);
    expect(applied('a', fixes, true)).toEqual(['x', 1, 0]);
  });
});

describe('fixUntilStable', () => {
  const reread = async (changed: ReadonlyMap<string, string>) => smallProject({ f: changed.get('f') ?? '' });

  test('reads again until nothing changes', async () => {
    const shrink = madeRule('shrink', 'project', function* (project) {
      const start = project.texts.get('f')?.text.indexOf('xx') ?? -1;
      if (start !== -1)
        yield { at: at(start, start + 2), message: 'x', fix: one(remove(at(start, start + 1))) };
    });
    const run = await fixUntilStable(smallProject({ f: 'axxxxb' }), reread, {
      includeReview: false,
      review: { catalogue: [shrink] },
    });
    expect([run.changed.get('f'), run.settled, run.rounds]).toEqual(['axb', true, 4]);
  });

  test('stops after ten rounds and says so', async () => {
    const grow = madeRule('grow', 'project', () => [
      { at: at(0, 0), message: 'x', fix: one(insertBefore(at(0, 0), 'x')) },
    ]);
    const run = await fixUntilStable(smallProject({ f: '' }), reread, {
      includeReview: false,
      review: { catalogue: [grow] },
    });
    expect([run.changed.get('f'), run.settled]).toEqual(['x'.repeat(10), false]);
  });
});
