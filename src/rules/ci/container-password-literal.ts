import { expressionsIn, nodesOf, readExpression } from '../../syntax/expression.ts';
import { bad, defineRule, good } from '../rule.ts';
import { workflow } from '../shared/workflow-example.ts';

export default defineRule({
  id: 'container-password-literal',
  area: 'ci',
  severity: 'critical',
  aliases: ['zizmor:hardcoded-container-credentials', 'actionlint:check-hardcoded-credentials'],
  title: 'The password of a registry stands in a workflow',
  why: 'Everybody who can read the repository can use it, and removing it later leaves it in the history.',
  fix: 'Take it from a secret, and change the password.',
  references: ['https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax'],
  on: 'job',
  *check(job) {
    for (const { password } of [...(job.container === undefined ? [] : [job.container]), ...job.services]) {
      if (password === undefined || isGiven(password.value)) continue;
      yield { at: password.span, message: `${job.id} holds the password of a registry in plain text` };
    }
  },
  examples: [
    bad(
      workflow(`
      on: push
      jobs:
        test:
          runs-on: ubuntu-24.04
          services:
            db:
              image: registry.acme.example/db:4
              credentials: {username: ci, password: "\${{ '9fK2vLq8Zt4x' }}"}
          steps:
            - run: make test
    `),
      '.github/workflows/ci.yml:8:47',
    ),
    bad(
      workflow(`
      on: push
      jobs:
        test:
          runs-on: ubuntu-24.04
          container:
            image: registry.acme.example/build:4
            credentials: {username: ci, password: 9fK2vLq8Zt4x}
          steps:
            - run: make test
    `),
      '.github/workflows/ci.yml:7:45',
    ),
    good(
      workflow(`
      on: push
      jobs:
        test:
          runs-on: ubuntu-24.04
          container:
            image: registry.acme.example/build:4
            credentials: {username: ci, password: "\${{ secrets.REGISTRY_PASSWORD }}"}
          services:
            db:
              image: ghcr.io/acme/db:4
              credentials: {username: ci, password: "\${{ github.token }}"}
          steps:
            - run: make test
    `),
    ),
  ],
});

/** True where something that is not in the file, nor known to all, gives at least a part of it. */
function isGiven(text: string): boolean {
  return expressionsIn(text).some(({ innerStart, innerEnd }) => {
    const { tree } = readExpression(text.slice(innerStart, innerEnd));
    if (tree === undefined || text.toLowerCase().includes('github.token')) return true;
    return nodesOf(tree).some((node) => node.kind === 'context' && node.name.toLowerCase() !== 'github');
  });
}
