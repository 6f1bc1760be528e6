// Which findings a change brought in, by what they are and not by where they stand.
import { expect, test } from 'vitest';
import { review } from '../../src/review/run.ts';
import { comeSince } from '../../src/review/since.ts';
import { ruleAt } from './made-rule.ts';
import { smallProject } from './small-project.ts';

/** The rule yields at each word in capitals; its message is the word. */
function reviewed(files: Readonly<Record<string, string>>) {
  const spans = Object.entries(files).flatMap(([file, text]) =>
    [...text.matchAll(/[A-Z]+/g)].map(({ index, 0: word }) => ({
      span: { file, start: index, end: index + word.length },
      word,
    })),
  );
  const rules = [...new Set(spans.map(({ word }) => word))].map((word) =>
    ruleAt(
      'x',
      spans.filter((one) => one.word === word).map(({ span }) => span),
      { message: word },
    ),
  );
  const { findings, texts } = review(smallProject(files), { catalogue: rules });
  return { findings, texts };
}

const lines = (...words: readonly string[]) =>
  `${words.map((word) => `${word}: same line\n`).join('')}a\nb\nc\nd\n`;

test.each<[string, Readonly<Record<string, string>>, Readonly<Record<string, string>>, readonly string[]]>([
  ['nothing new', { f: lines('A', 'B') }, { f: lines('A', 'B') }, []],
  ['in another order', { f: lines('A', 'B') }, { f: lines('B', 'A') }, []],
  ['of equals by their words, not their number', { f: lines('A', 'C') }, { f: lines('A', 'B', 'C') }, ['B']],
  ['a message that is worded anew is the old finding', { f: lines('A') }, { f: lines('B') }, []],
  ['of one word more of it', { f: lines('A') }, { f: lines('A', 'A') }, ['A']],
  ['another file', { f: lines('A') }, { f: lines('A'), g: lines('A') }, ['A']],
  ['a file that moved', { f: lines('A', 'B') }, { g: lines('A', 'B', 'C') }, ['C']],
  ['a file that went while another came', { f: lines('A') }, { g: 'A: x\nunlike\nin\nevery\nline\n' }, ['A']],
])('%s', (_name, before, now, expected) => {
  expect(comeSince(reviewed(now), reviewed(before)).map(({ message }) => message)).toEqual(expected);
});
