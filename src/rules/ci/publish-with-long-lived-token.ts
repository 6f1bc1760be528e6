import type { Job, Pair, Workflow } from '../../model/workflow.ts';
import { bad, defineRule, good } from '../rule.ts';
import { actionName, envOf, inputOf } from '../shared/workflow.ts';
import { steps, workflow } from '../shared/workflow-example.ts';
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
    const key = inputOf(step, 'api-token');
    if (name === 'rubygems/configure-rubygems-credentials' && key !== undefined) {
      yield { at: key.span, message: 'The package is published to RubyGems with a token' };
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
      else if (cannotBeTrusted(workflow, job) && isToPublic(command, env, job)) {
        const message = `${verb} needs a token that lives for long: ${job?.id} has no id-token`;
        yield { at: command.span, message, severity: 'info' };
      }
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
    bad(
      steps(`
      - run: |
          npm publish
          pipx run twine upload dist/*
          yarn npm publish
          dotnet nuget push shop.nupkg -k \${{ secrets.NUGET_TOKEN }}
    `),
      [
        '.github/workflows/ci.yml:7:11',
        '.github/workflows/ci.yml:8:11',
        '.github/workflows/ci.yml:9:11',
        '.github/workflows/ci.yml:10:11',
      ],
    ),
    good(
      steps(`
      - run: |
          npm publish --provenance
          npm publish --dry-run
          twine upload -r internal dist/*
    `),
    ),
    good(
      workflow(`
      on: push
      permissions: {id-token: write}
      jobs:
        publish:
          runs-on: ubuntu-24.04
          steps:
            - run: npm publish
        mirror:
          runs-on: ubuntu-24.04
          permissions: {packages: write}
          steps:
            - uses: actions/setup-node@v6
              with: {registry-url: "https://npm.pkg.github.com"}
            - run: npm publish
    `),
    ),
  ],
});

/** `twine upload` of `python -m twine upload`, `changeset publish` of `yarn changeset publish`. */
function verbOf(command: StepCommand): string {
  const [first = '', second = ''] = plainArgs(command);
  const isWrapped = /^(?:python[\d.]*|py)$/.test(command.program) || first === 'changeset';
  const isBelow =
    (command.program === 'yarn' && first === 'npm') || (command.program === 'dotnet' && first === 'nuget');
  return isWrapped || isBelow
    ? `${isBelow && first === 'npm' ? 'yarn' : first} ${second}`
    : `${command.program} ${first}`;
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
  ['bun publish', npmTokens],
  ['nuget push', ['NUGET_API_KEY']],
  ['gem push', ['GEM_HOST_API_KEY']],
]);

/** The token of a job can show to a registry who it is only with `id-token: write`, which none has by default. */
function cannotBeTrusted(workflow: Workflow | undefined, job: Job | undefined): boolean {
  if (workflow === undefined || job === undefined) return false;
  const permissions = job.permissions ?? workflow.permissions;
  // Else whoever calls the workflow decides.
  if (permissions === undefined) return workflow.contract === undefined;
  const isGiven = permissions.scopes.some(
    ({ name, level }) => name.value === 'id-token' && level.value === 'write',
  );
  return permissions.all?.value !== 'write-all' && !isGiven;
}

/** False where another registry is named, or the job's own token is what publishes. */
function isToPublic({ words }: StepCommand, env: readonly Pair[], job: Job | undefined): boolean {
  const isElsewhere =
    /^(?:-r|--(?:registry|repository|repository-url|publish-url|index|source|dry-run|provenance)\b.*)$/;
  if (words.some((word) => isElsewhere.test(word))) return false;
  if (env.some(({ value }) => /github\.token|secrets\.github_token/i.test(value.value))) return false;
  const registries = job?.steps.flatMap((step) => inputOf(step, 'registry-url') ?? []) ?? [];
  return registries.every(({ value }) => value.includes('registry.npmjs.org'));
}
