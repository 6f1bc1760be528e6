import { describe, expect, test } from 'vitest';
import { chainsOf, type ExpressionTree, expressionsIn, readExpression } from '../../src/syntax/expression.ts';

/** The tree as text with every bracket written out. */
function shown(tree: ExpressionTree | undefined): string {
  switch (tree?.kind) {
    case undefined:
      return 'nothing';
    case 'literal':
      return typeof tree.value === 'string' ? `'${tree.value}'` : String(tree.value);
    case 'context':
      return tree.name;
    case 'property':
      return `${shown(tree.of)}.${tree.name}`;
    case 'index':
      return `${shown(tree.of)}[${shown(tree.index)}]`;
    case 'star':
      return `${shown(tree.of)}.*`;
    case 'call':
      return `${tree.name}(${tree.args.map(shown).join(', ')})`;
    case 'not':
      return `!${shown(tree.operand)}`;
    case 'binary':
      return `(${shown(tree.left)} ${tree.operator} ${shown(tree.right)})`;
  }
}

describe('an expression is read', () => {
  test.each([
    ['a name', ' github ', 'github'],
    ['properties', 'github.event.pull_request.head.ref', 'github.event.pull_request.head.ref'],
    ['a name with a dash', 'steps.my-step.outputs.the-value', 'steps.my-step.outputs.the-value'],
    ['indexes', "matrix['os'][0]", "matrix['os'][0]"],
    ['stars', 'github.event.issue.labels.*.name', 'github.event.issue.labels.*.name'],
    ['a star in brackets', 'needs[*].result', 'needs.*.result'],
    ['quotes in a text', "'it''s'", "'it's'"],
    ['a number', '0xff', '255'],
    ['a negative number', '-2.99e-2', '-0.0299'],
    ['constants', 'true == null', '(true == null)'],
    ['the order of operators', 'a || b && c == d < !e', '(a || (b && (c == (d < !e))))'],
    ['brackets', '(a || b) && c', '((a || b) && c)'],
    ['calls', "contains(fromJSON('[1]'), 1)", "contains(fromJSON('[1]'), 1)"],
    ['a call without arguments', 'always()', 'always()'],
    ['a property of a call', 'fromJSON(inputs.x).y', 'fromJSON(inputs.x).y'],
  ])('%s', (_name, text, expected) => {
    expect(shown(readExpression(text).tree)).toBe(expected);
  });
});

describe('what is none is refused, with its place', () => {
  test.each([
    ['double quotes', 'a == "b"', 5, 6],
    ['a single equals sign', 'a = b', 2, 3],
    ['an open text', "a == 'b", 5, 7],
    ['an open call', 'contains(a, b', 12, 13],
    ['nothing after an operator', 'a &&', 3, 4],
    ['two values', 'a b', 2, 3],
    ['a property without a name', 'a.', 1, 2],
  ])('%s', (_name, text, start, end) => {
    const { tree, fault } = readExpression(text, 10);
    expect(tree).toBeUndefined();
    expect(fault).toMatchObject({ start: start + 10, end: end + 10 });
  });

  test('nesting without end', () => {
    expect(readExpression('('.repeat(10_000)).fault?.message).toBe('it is nested too deep');
    expect(readExpression('!'.repeat(10_000)).fault?.message).toBe('it is nested too deep');
  });
});

test('chains are whole, and those inside of an index stand for themselves', () => {
  const { tree } = readExpression("github.event.issue.labels[matrix.at].name != github['ACTOR']");
  const paths = tree === undefined ? [] : chainsOf(tree).map(({ path }) => path.join('.'));
  expect(paths).toEqual(['github.event.issue.labels.*.name', 'matrix.at', 'github.actor']);
});

test('expressions are found in a text, braces inside of quotes stepped over', () => {
  const text = `a \${{ x }} b \${{ format('}}', y) }} c \${{ z`;
  const found = expressionsIn(text).map((one) => [text.slice(one.start, one.end), one.closed]);
  expect(found).toEqual([
    [`\${{ x }}`, true],
    [`\${{ format('}}', y) }}`, true],
    [`\${{ z`, false],
  ]);
});
