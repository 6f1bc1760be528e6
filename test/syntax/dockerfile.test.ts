// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the expressions are the input under test
import { DockerfileParser } from 'dockerfile-ast';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import {
  expandVariables,
  expandWord,
  type Instruction,
  readDockerfile,
} from '../../src/syntax/dockerfile.ts';

function only(text: string): Instruction {
  const { instructions } = readDockerfile('Dockerfile', `FROM x\n${text}`);
  const [, second] = instructions;
  if (second === undefined) throw new Error('no second instruction');
  return second;
}

const argsOf = (text: string) => only(text).args.map((word) => word.text);
const codesOf = (text: string) => readDockerfile('Dockerfile', text).problems.map(({ code }) => code);

const args: readonly (readonly [string, string, readonly string[], 'exec' | 'shell'])[] = [
  ['exec form', 'CMD ["a", "b c"]', ['a', 'b c'], 'exec'],
  ['exec form over lines', 'CMD ["a", \\\n  "b"]', ['a', 'b'], 'exec'],
  ['shell form', 'CMD node app.js', ['node', 'app.js'], 'shell'],
  ['quotes in words', `COPY "a b" 'c d' e\\ f`, ['a b', 'c d', 'e f'], 'shell'],
  ['comment lines and blank lines in a continuation', 'RUN a \\\n# no\n\n  b', ['a', 'b'], 'shell'],
  ['a directory with blanks', 'WORKDIR /a b', ['/a b'], 'shell'],
  ['a test in the shell form', 'RUN [ "$X" = "y" ] && z', ['[', '$X', '=', 'y', ']', '&&', 'z'], 'shell'],
  ['a pattern after COPY', 'COPY [ab]* /x', ['[ab]*', '/x'], 'shell'],
  ['a health check', 'HEALTHCHECK --interval=5s CMD ["curl", "x"]', ['CMD', 'curl', 'x'], 'exec'],
  ['no health check', 'HEALTHCHECK NONE', ['NONE'], 'shell'],
  ['a lower case keyword and CRLF', 'run a \\\r\n  b\r\n', ['a', 'b'], 'shell'],
];

test.each(args)('arguments: %s', (_name, text, expected, form) => {
  expect(argsOf(text)).toEqual(expected);
  expect(only(text).form).toBe(form);
  expect(codesOf(`FROM x\n${text}`)).toEqual([]);
});

const pairs: readonly (readonly [string, string, readonly (readonly [string, string | undefined])[]])[] = [
  [
    'several on a line',
    'ENV A=1 B="x y" C=\'z\' D=a\\ b',
    [
      ['A', '1'],
      ['B', 'x y'],
      ['C', 'z'],
      ['D', 'a b'],
    ],
  ],
  ['the old form', 'ENV A x  y z', [['A', 'x  y z']]],
  ['an argument without default', 'ARG A', [['A', undefined]]],
  ['an empty value', 'ARG A=', [['A', '']]],
  [
    'labels over lines',
    'LABEL a.b="c" \\\n  "d"="e=f"',
    [
      ['a.b', 'c'],
      ['d', 'e=f'],
    ],
  ],
];

test.each(pairs)('pairs: %s', (_name, text, expected) => {
  expect(only(text).pairs?.map(({ name, value }) => [name.value, value?.value])).toEqual(expected);
  expect(codesOf(`FROM x\n${text}`)).toEqual([]);
});

const problems: readonly (readonly [string, string, readonly string[]])[] = [
  ['an empty file', '', ['dockerfile-empty']],
  ['only comments', '# hi\n', ['dockerfile-empty']],
  ['no FROM', 'RUN x', ['dockerfile-from-missing']],
  ['something before FROM', 'ARG A\nRUN x\nFROM y', ['dockerfile-before-from']],
  ['an unknown instruction', 'FROM x\nCPOY a b', ['dockerfile-instruction-unknown']],
  ['a template', 'FROM x\n{% if y %}\nRUN z\n{% endif %}', ['dockerfile-template']],
  ['a template in FROM', 'FROM x:{{ y }}\nRUNN z', ['dockerfile-template']],
  ['no template', "FROM x\nRUN docker inspect -f '{{.Id}}' y\nRUN <<A\n{% if %}\nA", []],
  ['single quotes in the exec form', "FROM x\nCMD ['a']", ['dockerfile-exec-form-broken']],
  ['typographic quotes in the exec form', 'FROM x\nCMD [\u201ca\u201d]', ['dockerfile-exec-form-broken']],
  ['a number in the exec form', 'FROM x\nCMD ["a", 1]', ['dockerfile-exec-form-broken']],
  ['an open exec form', 'FROM x\nRUN ["a", "b"', ['dockerfile-exec-form-broken']],
  ['a broken array after SHELL', 'FROM x\nSHELL ["a"', ['dockerfile-arguments']],
  ['an open heredoc', 'FROM x\nRUN <<EOF\na\n', ['dockerfile-heredoc-open']],
  ['no arguments', 'FROM x\nEXPOSE', ['dockerfile-args-missing']],
  ['a pair without =', 'FROM x\nENV A=1 B', ['dockerfile-pair-broken']],
  ['a name without value', 'FROM x\nENV A', ['dockerfile-pair-broken']],
  ['a bad escape directive', '# escape=x\nFROM x', ['dockerfile-directive']],
  ['binary content', 'FROM \u0000', ['dockerfile-binary']],
  ['more than 1 MiB', `FROM x\n${'#'.repeat(1024 * 1024)}`, ['dockerfile-too-large']],
];

test.each(problems)('%s is a problem', (_name, text, codes) => {
  expect(codesOf(text)).toEqual(codes);
});

it('suggests the nearest instruction', () => {
  expect(readDockerfile('Dockerfile', 'FROM x\nCPOY a b').problems[0]?.hint).toBe('Did you mean COPY?');
});

describe('positions', () => {
  const text =
    '\ufeff# syntax=docker/dockerfile:1\n# note\nFROM --platform=$P a AS b\nRUN --mount=type=cache,target=/x apt \\\n  # why\n  get\nENV A="x y" B=\nCMD ["n", "m"]\n';
  const tree = readDockerfile('Dockerfile', text);
  const slice = (span: { start: number; end: number } | undefined) => text.slice(span?.start, span?.end);

  it('of directives, comments, keywords and flags', () => {
    expect(tree.directives.map(({ name, value, span }) => [name, value, slice(span)])).toEqual([
      ['syntax', 'docker/dockerfile:1', '# syntax=docker/dockerfile:1'],
    ]);
    expect(tree.comments.map(({ span }) => slice(span))).toEqual(['# note', '# why']);
    const [from, run] = tree.instructions;
    expect(slice(from?.keywordSpan)).toBe('FROM');
    expect(slice(from?.span)).toBe('FROM --platform=$P a AS b');
    expect(
      from?.flags.map(({ name, value, span, valueSpan }) => [name, value, slice(span), slice(valueSpan)]),
    ).toEqual([['platform', '$P', '--platform=$P', '$P']]);
    expect(run?.raw.value).toBe('apt   get');
    expect(slice(run?.raw.span)).toBe('apt \\\n  # why\n  get');
    expect(run?.args.map(({ span }) => slice(span))).toEqual(['apt', 'get']);
  });

  it('of pairs and strings', () => {
    const [, , env, cmd] = tree.instructions;
    expect(env?.pairs?.map(({ name, value }) => [slice(name.span), slice(value?.span)])).toEqual([
      ['A', '"x y"'],
      ['B', ''],
    ]);
    expect(env?.pairs?.[1]?.value?.span.start).toBe(text.indexOf('B=') + 2);
    expect(cmd?.args.map(({ span }) => slice(span))).toEqual(['"n"', '"m"']);
  });
});

it.each([
  ['a blank before the name', "RUN cat > a.js << 'EOF'\nlet a;\nEOF\n", ['EOF']],
  ['none before the name', 'RUN cat <<EOF\nlet a;\nEOF\n', ['EOF']],
  ['a shift of bits', 'RUN echo $((1 << 2))\n', []],
])('a heredoc with %s', (_, text, names) => {
  const { instructions, problems } = readDockerfile('Dockerfile', `FROM x\n${text}`);
  expect(instructions.at(1)?.heredocs.map(({ name }) => name)).toEqual(names);
  expect([instructions.length, problems]).toEqual([2, []]);
});

it('reads heredocs, several and stripped', () => {
  const text = 'RUN <<-"EOF" cat && <<B sh\n\ta $X\n\tEOF\nb\nB\nUSER y\n';
  const run = only(text);
  expect(
    run.heredocs.map(({ name, strip, expand, content }) => [name, strip, expand, content.value]),
  ).toEqual([
    ['EOF', true, false, 'a $X\n'],
    ['B', false, true, 'b\n'],
  ]);
  expect(`FROM x\n${text}`.slice(run.span.start, run.span.end)).toBe(text.slice(0, text.indexOf('\nUSER')));
  expect(readDockerfile('Dockerfile', `FROM x\n${text}`).instructions.map(({ keyword }) => keyword)).toEqual([
    'FROM',
    'RUN',
    'USER',
  ]);
});

it('honours the escape directive', () => {
  const { instructions } = readDockerfile(
    'Dockerfile',
    '# escape=`\nFROM x\nRUN a `\n  b\nCOPY c:\\x d:\\\n',
  );
  expect(instructions.map((instruction) => instruction.args.map(({ text }) => text))).toEqual([
    ['x'],
    ['a', 'b'],
    ['c:\\x', 'd:\\'],
  ]);
});

it('reads the instruction inside ONBUILD', () => {
  const onbuild = only('ONBUILD COPY --from=a <<E /x\nhi\nE\n');
  expect(onbuild.trigger).toMatchObject({
    keyword: 'COPY',
    flags: [{ name: 'from', value: 'a' }],
    heredocs: [{ name: 'E' }],
  });
  expect(onbuild.heredocs).toHaveLength(1);
});

const lookup = (name: string) => ({ X: 'x', EMPTY: '', PATH: '/a/b/c.tar.gz' })[name];
const expansions: readonly (readonly [string, string, readonly string[]])[] = [
  ['$X-${X}', 'x-x', []],
  ['${NO:-d} ${EMPTY:-d} ${EMPTY-d} ${X:-d}', 'd d  x', []],
  ['${X:+y}${NO:+y}${EMPTY+y}', 'yy', []],
  ['$NO ${NO} $ALSO', '  ', ['NO', 'ALSO']],
  ['${NO:-${NEITHER}}', '', ['NEITHER']],
  ['${X:-${NEITHER}}', 'x', []],
  ['\\$X $ 5$', '$X $ 5$', []],
  ['${PATH##*/} ${PATH%.*} ${PATH%%.*} ${PATH/b/q}', 'c.tar.gz /a/b/c.tar /a/b/c /a/q/c.tar.gz', []],
];

test.each(expansions)('expands %s', (text, expected, missing) => {
  expect(expandVariables(text, lookup)).toEqual({ text: expected, undefinedNames: missing });
});

it('expands words as written: single quotes keep their dollars', () => {
  expect(expandWord(`"$X y"'$X'\\$X`, lookup).text).toBe('x y$X$X');
  expect(expandVariables('${X', lookup)).toMatchObject({ text: '${X', problem: expect.any(String) });
  expect(expandVariables('${X:-'.repeat(10_000), lookup).problem).toBeDefined();
});

const line = fc.array(
  fc.constantFrom(
    'FROM x',
    'RUN ',
    'ENV A=',
    'CMD [',
    '"a"',
    ', ',
    ']',
    ' \\\n',
    '\n',
    '\r\n',
    '# c',
    '<<EOF',
    'EOF',
    ' ',
    "'",
    '"',
    '--from=',
    '$X',
    '${',
    'ONBUILD ',
    'HEALTHCHECK ',
    'CMD ',
    'LABEL ',
    '\t',
    '\\',
    '`',
    '# escape=`\n',
    '\u{1f600}',
    '--',
    '=',
  ),
  { maxLength: 30 },
);

it('never throws, and every span lies inside the text', () => {
  fc.assert(
    fc.property(line, (parts) => {
      const text = parts.join('');
      const tree = readDockerfile('Dockerfile', text);
      const spans = [...tree.comments, ...tree.problems, ...tree.directives].map(({ span }) => span);
      for (const instruction of tree.instructions) {
        spans.push(instruction.span, instruction.keywordSpan, instruction.raw.span);
        for (const { span } of [...instruction.args, ...instruction.flags]) spans.push(span);
        for (const { content } of instruction.heredocs) spans.push(content.span);
        for (const { name, value } of instruction.pairs ?? [])
          spans.push(name.span, value?.span ?? name.span);
        expandVariables(instruction.raw.value, () => undefined);
        expandWord(instruction.raw.value, () => undefined);
      }
      for (const { start, end } of spans) expect(0 <= start && start <= end && end <= text.length).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

it('agrees with dockerfile-ast on instructions and their lines', () => {
  const texts = [
    '# syntax=docker/dockerfile:1\nARG V=1\nFROM a:${V} AS b\nRUN a && \\\n    b \\\n # c\n    c\nCOPY --from=b x y\n',
    'FROM a\nRUN <<EOF\nSET x\nEOF\nENV A=1 \\\n  B="2 3"\nENTRYPOINT ["x"]\nCMD ["y", "z"]\n',
    '# escape=`\nFROM a\nRUN dir `\n  c:\\\nUSER x\n',
  ];
  for (const text of texts) {
    const theirs = DockerfileParser.parse(text)
      .getInstructions()
      .map((one) => [one.getKeyword(), one.getRange().start.line]);
    const ours = readDockerfile('Dockerfile', text).instructions.map((one) => [
      one.keyword,
      text.slice(0, one.span.start).split('\n').length - 1,
    ]);
    expect(ours).toEqual(theirs);
  }
});
