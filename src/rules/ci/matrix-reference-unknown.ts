import { nearest } from '../../base/text.ts';
import type { Matrix } from '../../model/workflow.ts';
import { chainsOf, type ExpressionTree, nodesOf } from '../../syntax/expression.ts';
import { bad, defineRule, good } from '../rule.ts';
import { nameWritten } from '../shared/workflow-edits.ts';
import { workflow } from '../shared/workflow-example.ts';

export default defineRule({
  id: 'matrix-reference-unknown',
  area: 'ci',
  severity: 'medium',
  aliases: ['actionlint:check-contextual-matrix-object'],
  title: 'An expression asks for a value that the matrix does not have',
  why: 'The value is empty without a word: the wrong version is set up, or a condition never holds.',
  fix: 'Add the key to the matrix, or correct the name.',
  references: ['https://docs.github.com/en/actions/reference/workflows-and-actions/contexts#matrix-context'],
  joins: 'file',
  on: 'expression',
  only: ['matrix'],
  *check(expression, { project, job }) {
    if (job === undefined) return;
    const { matrix } = job;
    if (matrix?.dynamic === true) return;
    const keys = [
      ...(matrix?.rows.keys() ?? []),
      ...(matrix?.include ?? []).flatMap(({ values }) => [...values.keys()]),
    ].map((key) => key.toLowerCase());
    const optional = optionalIn(expression.tree);
    for (const { node, path } of chainsOf(expression.tree)) {
      const [context, name, field] = path;
      if (context !== 'matrix' || name === undefined || name === '*') continue;
      if (keys.includes(name)) {
        if (field === undefined || optional.has(node) || mayHave(matrix, name, field)) continue;
        const at = expression.within.place(node.start, node.end);
        yield {
          at,
          message: `The expression reads matrix.${name}.${field}, which no value of ${name} has`,
          severity: 'low',
        };
        continue;
      }
      const guess = nearest(name, keys);
      yield {
        at: expression.within.place(node.start, node.end),
        message: `The expression reads matrix.${name}, which the matrix of ${job.id} does not have`,
        ...(guess === undefined ? {} : { advice: `Did you mean matrix.${guess}?` }),
        ...nameWritten(project, expression.within.place(node.start, node.end), name, guess),
      };
    }
  },
  examples: [
    bad(
      workflow(`
      on: push
      jobs:
        test:
          runs-on: \${{ matrix.on.os }}
          strategy:
            matrix:
              on: [{os: ubuntu-24.04, tools: [gcc]}, {os: macos-15}]
              node: [20, 22]
          steps:
            - run: echo "\${{ matrix.on.name }} \${{ matrix.node.version }}"
    `),
      ['.github/workflows/ci.yml:10:24', '.github/workflows/ci.yml:10:46'],
    ),
    good(
      workflow(`
      on: push
      jobs:
        test:
          runs-on: \${{ matrix.on.os || 'ubuntu-24.04' }}
          strategy:
            matrix:
              on: [{name: one, tools: [gcc]}, {name: two, at: {once: 1}}]
              each: ['\${{ inputs.each }}']
          steps:
            - run: echo "\${{ matrix.on.tools[0] }} \${{ matrix.on.at.once }} \${{ matrix.each.name }}"
    `),
    ),
    bad(
      workflow(`
      on: push
      jobs:
        test:
          runs-on: ubuntu-24.04
          strategy:
            matrix:
              node: [20, 22]
              include: [{node: 22, coverage: true}]
          steps:
            - uses: actions/setup-node@v4
              with:
                node-version: \${{ matrix.node-version }}
            - run: npm test
              if: matrix.coverage
    `),
      '.github/workflows/ci.yml:12:29',
    ),
    bad(
      workflow(`
      on: push
      jobs:
        test:
          runs-on: \${{ matrix.os }} # each
          strategy: {matrix: {os: [ubuntu-24.04, macos-15]}}
          steps:
            - run: |
                echo "on \${{ matrix.oss }}" # which one
    `),
      ['.github/workflows/ci.yml:8:24'],
      {
        '.github/workflows/ci.yml': `
          on: push
          jobs:
            test:
              runs-on: \${{ matrix.os }} # each
              strategy: {matrix: {os: [ubuntu-24.04, macos-15]}}
              steps:
                - run: |
                    echo "on \${{ matrix.os }}" # which one
        `,
      },
    ),
    good(
      workflow(`
      on: push
      jobs:
        test:
          runs-on: ubuntu-24.04
          strategy:
            matrix:
              node: [20, 22]
              include: [{node: 22, coverage: true}]
          steps:
            - uses: actions/setup-node@v4
              with:
                node-version: \${{ matrix.node }}
            - run: npm test
              if: matrix.coverage
    `),
    ),
  ],
});

/** Left sides of `||`: who writes what stands in for it knows that it can be missing. */
function optionalIn(tree: ExpressionTree): ReadonlySet<ExpressionTree> {
  return new Set(
    nodesOf(tree).flatMap((node) => (node.kind === 'binary' && node.operator === '||' ? [node.left] : [])),
  );
}

/** False only where every value of the row is known and none has the field. */
function mayHave(matrix: Matrix | undefined, name: string, field: string): boolean {
  const isNamed = (key: string) => key.toLowerCase() === name;
  const row = [...(matrix?.rows ?? [])].find(([key]) => isNamed(key))?.[1];
  if (row !== undefined && row.values === undefined) return true;
  const added = (matrix?.include ?? []).flatMap(
    ({ values }) => [...values].find(([key]) => isNamed(key))?.[1] ?? [],
  );
  return [...(row?.values ?? []), ...added].some(
    ({ value }) =>
      value.includes('${{') ||
      value.startsWith('[') ||
      value.toLowerCase().includes(`${field}: `) ||
      field === '*',
  );
}
