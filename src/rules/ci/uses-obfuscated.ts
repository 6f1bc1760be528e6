import { expressionsIn, nodesOf, readExpression } from '../../syntax/expression.ts';
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
      if (!text.value.includes('${{') || !/\b(?:format|join)\b/i.test(text.value)) continue;
      for (const { start, end, innerStart, innerEnd } of expressionsIn(text.value)) {
        const { tree } = readExpression(text.value.slice(innerStart, innerEnd));
        const isHidden =
          tree?.kind === 'call' &&
          [...nodesOf(tree)].every(
            (node) =>
              (node.kind === 'literal' && typeof node.value === 'string') ||
              (node.kind === 'call' && /^(?:format|join)$/i.test(node.name)),
          );
        if (isHidden && tree.args.length > 1)
          yield { at: text.place(start, end), message: 'The expression puts a fixed text together' };
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
    good(
      steps(`
      - uses: actions/cache/save@v4
      - run: echo "\${{ format('{0}-{1}', github.sha, 'x') }}"
    `),
    ),
  ],
});
