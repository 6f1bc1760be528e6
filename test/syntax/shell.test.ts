import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { commandsOf, splitWords } from '../../src/syntax/shell.ts';

const written = (text: string) =>
  commandsOf(text).map(({ words }) => words.map((word) => word.text).join(' '));

const commands: readonly (readonly [string, string, readonly string[]])[] = [
  ['one command', 'curl -f http://x', ['curl -f http://x']],
  ['lists', 'a 1 && b || c; d & e | f', ['a 1', 'b', 'c', 'd', 'e', 'f']],
  ['lines, joined lines and comments', 'a # no && x\nb \\\n  c', ['a', 'b c']],
  ['quotes and escapes', `a "b c" 'd;e' f\\ g ""`, ['a b c d;e f g ']],
  ['redirections are left out', 'a >/dev/null 2>&1 <x | b &>y', ['a', 'b']],
  ['keywords are left out', 'if a; then b; elif c; then d; else e; fi', ['a', 'b', 'c', 'd', 'e']],
  ['loops', 'while ! a; do b; done; until c; do d; done', ['a', 'b', 'c', 'd']],
  ['for', 'for x in 1 2; do a $x; done && b', ['a $x', 'b']],
  ['case', 'case $1 in\n a|b) x 1 ;;\n *) y ;;\nesac\nz', ['x 1', 'y', 'z']],
  ['groups and subshells', '(a && b) || { c; }', ['a', 'b', 'c']],
  ['functions', 'f() { a; }; f 1', ['a', 'f 1']],
  [
    'substitutions come after their holder',
    'a $(b c) `d` "$(e "f g")"',
    ['a $(b c) `d` $(e "f g")', 'b c', 'd', 'e f g'],
  ],
  ['arithmetic is no command', 'a $((1 + 2))', ['a $((1 + 2))']],
  ['heredoc bodies are no commands', 'cat <<EOF\nnot a; command\nEOF\nb', ['cat', 'b']],
  [
    'a health check',
    'pg_isready -U "$$POSTGRES_USER" || exit 1',
    ['pg_isready -U $$POSTGRES_USER', 'exit 1'],
  ],
  ['a test', '[ -f x ] && a', ['[ -f x ]', 'a']],
  ['nothing', ' # only a comment', []],
];

test.each(commands)('%s', (_name, text, expected) => {
  expect(written(text)).toEqual(expected);
});

it('keeps assignments apart, and operators with what follows them', () => {
  const found = commandsOf('A=1 B="x" run now && C=2\nnext');
  expect(
    found.map(({ words, assignments, operatorBefore }) => [
      assignments.map(({ text }) => text),
      words.map(({ text }) => text),
      operatorBefore,
    ]),
  ).toEqual([
    [['A=1', 'B=x'], ['run', 'now'], ''],
    [['C=2'], [], '&&'],
    [[], ['next'], '\n'],
  ]);
  expect(commandsOf('if a; then b; fi && c ||\n d').map(({ operatorBefore }) => operatorBefore)).toEqual([
    '',
    ';',
    '&&',
    '||',
  ]);
});

it('says what only a shell can know, and where it stands', () => {
  const text = 'a "$X" *.js \'$Y\' $(b)';
  const [first, nested] = commandsOf(text);
  expect(first?.words.map(({ dynamic }) => dynamic)).toEqual([false, true, true, false, true]);
  expect(first?.words.map(({ start, end }) => text.slice(start, end))).toEqual([
    'a',
    '"$X"',
    '*.js',
    "'$Y'",
    '$(b)',
  ]);
  expect([nested?.depth, text.slice(nested?.start, nested?.end)]).toEqual([1, 'b']);
});

const splits: readonly (readonly [string, readonly string[], boolean])[] = [
  ['a b  c', ['a', 'b', 'c'], false],
  [`sh -c "echo 'x y' && z"`, ['sh', '-c', "echo 'x y' && z"], false],
  [`a '' "b\\"c" d\\ e 'f\\g' "h\\i"`, ['a', '', 'b"c', 'd e', 'f\\g', 'h\\i'], false],
  ['a\n\tb', ['a', 'b'], false],
  ['a "b', ['a', 'b'], true],
  ['a \\', ['a', ''], true],
  ['', [], false],
];

test.each(splits)('splits %j', (text, words, isBroken) => {
  const split = splitWords(text);
  expect(split.words.map((word) => word.text)).toEqual(words);
  expect(split.problem !== undefined).toBe(isBroken);
});

it('never throws, and every word lies inside the text', () => {
  const parts = fc.array(
    fc.constantFrom(
      'a',
      ' ',
      '"',
      "'",
      '\\',
      '\n',
      '$(',
      ')',
      '(',
      '`',
      '${',
      '}',
      '{',
      ';',
      '&&',
      '|',
      '&',
      '<<E',
      'E\n',
      '>',
      '2>&1',
      'if ',
      'for ',
      'case x in ',
      'esac',
      '#',
      '$',
      '=',
      '\r\n',
    ),
    { maxLength: 40 },
  );
  fc.assert(
    fc.property(parts, (pieces) => {
      const text = pieces.join('');
      const words = [
        ...splitWords(text).words,
        ...commandsOf(text).flatMap((command) => [...command.words, ...command.assignments, command]),
      ];
      for (const { start, end } of words) expect(0 <= start && start <= end && end <= text.length).toBe(true);
    }),
    { numRuns: 3000 },
  );
});

it('survives deep nesting', () => {
  for (const unit of ['$(', '(', '`', '{ ', '"$(', 'if ', '${']) commandsOf(unit.repeat(20_000));
  expect(commandsOf('a; '.repeat(20_000))).toHaveLength(20_000);
});
