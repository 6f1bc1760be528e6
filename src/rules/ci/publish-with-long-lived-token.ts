import { bad, defineRule, good } from '../rule.ts';
import { actionName, envOf, inputOf } from '../shared/workflow.ts';
import { steps } from '../shared/workflow-example.ts';
import { plainArgs, stepCommands } from '../shared/workflow-run.ts';

export default defineRule({
  id: 'publish-with-long-lived-token',
  area: 'ci',
  severity: 'low',
  aliases: ['zizmor:use-trusted-publishing'],
  title: 'A package is published with a token that lives for long',
  why: 'A token that leaks can publish until somebody notices; trusted publishing gives each run one that lives for minutes.',
  fix: 'Set up trusted publishing at the registry, and give the job `id-token: write`.',
  references: ['https://docs.npmjs.com/trusted-publishers', 'https://docs.pypi.org/trusted-publishers/'],
  preset: 'strict',
  on: 'step',
  *check(step, { workflow, job }) {
    const name = actionName(step);
    const password = inputOf(step, 'password');
    if (name === 'pypa/gh-action-pypi-publish' && password !== undefined) {
      yield { at: password.span, message: 'The package is published to PyPI with a token' };
    }
    const env = envOf(workflow, job, step);
    const holds = (variable: string) =>
      env.some((pair) => pair.name.value === variable && pair.value.value.includes('secrets.'));
    for (const command of stepCommands(step)) {
      const verb = `${command.program} ${plainArgs(command)[0] ?? ''}`;
      const variable = publishers.get(verb);
      if (variable !== undefined && holds(variable))
        yield { at: command.span, message: `${verb} uses a token that lives for long (${variable})` };
    }
  },
  examples: [
    bad(
      steps(`
      - run: npm publish
        env:
          NODE_AUTH_TOKEN: \${{ secrets.NPM_TOKEN }}
    `),
      '.github/workflows/ci.yml:6:14',
    ),
    good(
      steps(`
      - run: npm publish --provenance
    `),
    ),
  ],
});

const publishers: ReadonlyMap<string, string> = new Map([
  ['npm publish', 'NODE_AUTH_TOKEN'],
  ['pnpm publish', 'NODE_AUTH_TOKEN'],
  ['yarn publish', 'NODE_AUTH_TOKEN'],
  ['twine upload', 'TWINE_PASSWORD'],
  ['cargo publish', 'CARGO_REGISTRY_TOKEN'],
  ['gem push', 'GEM_HOST_API_KEY'],
]);
