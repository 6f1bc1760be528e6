import { type ExpressionTree, expressionsIn, nodesOf, readExpression } from '../../syntax/expression.ts';
import { bad, defineRule, good } from '../rule.ts';
import { steps } from '../shared/workflow-example.ts';

export default defineRule({
  id: 'uses-obfuscated',
  area: 'ci',
  severity: 'medium',
  aliases: ['zizmor:obfuscation'],
  title: 'A name or expression is written so that it hides what it is',
  why: 'Reviewers and scanners look past it.',
  fix: 'Write it plainly.',
  references: ['https://docs.github.com/en/actions/reference/security/secure-use'],
  on: 'step',
  *check({ uses, run, env, with: inputs }) {
    if (
      uses !== undefined &&
      !uses.value.startsWith('docker://') &&
      !/^[.$]\//.test(uses.value) &&
      /\/\/|\/\.{1,2}(?:\/|@|$)/.test(uses.value)
    ) {
      yield { at: uses.span, message: `${uses.value} names its action in a roundabout way` };
    }
    const texts = [
      ...(run === undefined ? [] : [run]),
      ...env.map(({ value }) => value),
      ...inputs.map(({ value }) => value),
    ];
    for (const text of texts) {
      if (!text.value.includes('${{')) continue;
      for (const { start, end, innerStart, innerEnd } of expressionsIn(text.value)) {
        const { tree } = readExpression(text.value.slice(innerStart, innerEnd));
        if (tree === undefined) continue;
        const at = text.place(start, end);
        if (isPutTogether(tree)) yield { at, message: 'The expression puts a fixed text together' };
        else if (isFixed(tree)) yield { at, message: 'The expression is always the same', severity: 'low' };
      }
    }
  },
  examples: [
    bad(
      steps(`
      - uses: actions/cache/restore/../save@v4
      - run: \${{ format('cu{0} https://get.example', 'rl') }}
    `),
      ['.github/workflows/ci.yml:6:15', '.github/workflows/ci.yml:7:14'],
    ),
    bad(
      steps(`
      - uses: actions/checkout@v4
        with: {submodules: "\${{ true }}"}
      - run: make
        env: {LEVEL: "\${{ 'debug' }}"}
    `),
      ['.github/workflows/ci.yml:7:29', '.github/workflows/ci.yml:9:23'],
    ),
    good(
      steps(`
      - run: docker ps --format "\${{ '{{' }}.ID}}" \${{ '' }}
      - uses: actions/cache/save@v4
      - run: echo "\${{ format('{0}-{1}', github.sha, 'x') }}"
    `),
    ),
  ],
});

/** `format('cu{0}', 'rl')` */
function isPutTogether(tree: ExpressionTree): boolean {
  return (
    tree.kind === 'call' &&
    tree.args.length > 1 &&
    nodesOf(tree).every(
      (node) =>
        (node.kind === 'literal' && typeof node.value === 'string') ||
        (node.kind === 'call' && /^(?:format|join)$/i.test(node.name)),
    )
  );
}

/** Nothing of it depends on the run. Empty texts, and braces that would begin an expression, are written so on purpose. */
function isFixed(tree: ExpressionTree): boolean {
  if (tree.kind === 'literal' && typeof tree.value === 'string') return /^[^{}$]+$/.test(tree.value);
  return nodesOf(tree).every(({ kind }) => kind === 'literal' || kind === 'binary' || kind === 'not');
}
