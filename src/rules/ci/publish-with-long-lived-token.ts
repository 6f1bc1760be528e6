import { bad, defineRule, good } from '../rule.ts';
import { actionName, envOf, inputOf } from '../shared/workflow.ts';
import { steps } from '../shared/workflow-example.ts';
import { plainArgs, type StepCommand, stepCommands } from '../shared/workflow-run.ts';

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
    const isHeld = (variable: string) =>
      env.some((pair) => pair.name.value === variable && pair.value.value.includes('secrets.'));
    for (const command of stepCommands(step)) {
      const verb = verbOf(command);
      const variables = publishers.get(verb);
      if (variables === undefined) continue;
      const words = step.run?.value.slice(command.start, command.end) ?? '';
      const token = variables.find(isHeld) ?? /\bsecrets\.\w*(?:token|pass|key)\w*/i.exec(words)?.[0];
      if (token !== undefined)
        yield { at: command.span, message: `${verb} uses a token that lives for long (${token})` };
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
    bad(
      steps(`
      - run: |
          python -m twine upload --repository-url \${{ secrets.PYPI_URL }} -p \${{ secrets.PYPI_TOKEN }} dist/*
          uv publish --token "\${{ secrets.PYPI_TOKEN }}"
          yarn changeset publish
        env:
          NPM_TOKEN: \${{ secrets.NPM_TOKEN }}
    `),
      ['.github/workflows/ci.yml:7:11', '.github/workflows/ci.yml:8:11', '.github/workflows/ci.yml:9:11'],
    ),
    good(
      steps(`
      - run: npm publish --provenance
    `),
    ),
  ],
});

/** `twine upload` of `python -m twine upload`, `changeset publish` of `yarn changeset publish`. */
function verbOf(command: StepCommand): string {
  const [first = '', second = ''] = plainArgs(command);
  const isWrapped = /^(?:python[\d.]*|py)$/.test(command.program) || first === 'changeset';
  return isWrapped ? `${first} ${second}` : `${command.program} ${first}`;
}

const npmTokens = ['NODE_AUTH_TOKEN', 'NPM_TOKEN'];

/** What publishes, and the variables from which it takes its token. */
const publishers: ReadonlyMap<string, readonly string[]> = new Map([
  ['npm publish', npmTokens],
  ['pnpm publish', npmTokens],
  ['yarn publish', npmTokens],
  ['changeset publish', npmTokens],
  ['twine upload', ['TWINE_PASSWORD']],
  ['uv publish', ['UV_PUBLISH_TOKEN', 'UV_PUBLISH_PASSWORD']],
  ['hatch publish', ['HATCH_INDEX_AUTH']],
  ['flit publish', ['FLIT_PASSWORD']],
  ['pdm publish', ['PDM_PUBLISH_PASSWORD']],
  ['poetry publish', ['POETRY_PYPI_TOKEN_PYPI', 'POETRY_HTTP_BASIC_PYPI_PASSWORD']],
  ['cargo publish', ['CARGO_REGISTRY_TOKEN']],
  ['gem push', ['GEM_HOST_API_KEY']],
]);
