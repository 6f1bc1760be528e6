import { nodesOf, pathOf } from '../../syntax/expression.ts';
import { bad, defineRule, good } from '../rule.ts';
import { steps } from '../shared/workflow-example.ts';

export default defineRule({
  id: 'contains-on-text',
  area: 'ci',
  severity: 'medium',
  aliases: ['zizmor:unsound-contains'],
  title: 'contains() looks for a part of a text where a list is meant',
  why: "Any part of the text fits: with `contains('refs/heads/main refs/heads/develop', github.ref)` a branch named `mai` passes the check.",
  fix: 'Give a list: `contains(fromJSON(\'["main", "develop"]\'), github.ref_name)`.',
  references: ['https://docs.github.com/en/actions/reference/workflows-and-actions/expressions#contains'],
  on: 'expression',
  only: ['contains()'],
  *check(expression) {
    for (const node of nodesOf(expression.tree)) {
      if (node.kind !== 'call' || node.name.toLowerCase() !== 'contains') continue;
      const [list, sought] = node.args;
      if (list?.kind !== 'literal' || typeof list.value !== 'string' || sought === undefined) continue;
      const path = pathOf(sought)?.join('.') ?? '';
      if (
        !/^(?:env\..+|github\.(?:ref|ref_name|head_ref|base_ref|actor|triggering_actor|repository|repository_owner|event\.pull_request\.(?:head|base)\.ref))$/.test(
          path,
        )
      )
        continue;
      yield {
        at: expression.within.place(node.start, node.end),
        message: `contains looks for ${path} as a part of the text '${list.value}'`,
      };
    }
  },
  examples: [
    bad(
      steps(`
      - run: make deploy
        if: contains('refs/heads/main refs/heads/develop', github.ref)
    `),
      '.github/workflows/ci.yml:7:13',
    ),
    good(
      steps(`
      - run: make deploy
        if: contains(fromJSON('["main", "develop"]'), github.ref_name) || contains(github.ref, 'release')
    `),
    ),
  ],
});
