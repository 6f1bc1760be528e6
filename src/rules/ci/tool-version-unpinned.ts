import { bad, defineRule, good } from '../rule.ts';
import { actionName, inputOf, pathFromRoot } from '../shared/workflow.ts';
import { setOnStep } from '../shared/workflow-edits.ts';
import { steps } from '../shared/workflow-example.ts';

/** Files of a repository that say the version, and the input that takes their name. */
const versionFiles: Readonly<Record<string, { readonly input: string; readonly files: readonly string[] }>> =
  {
    'actions/setup-node': { input: 'node-version-file', files: ['.nvmrc', '.node-version'] },
    'actions/setup-python': { input: 'python-version-file', files: ['.python-version'] },
    'actions/setup-go': { input: 'go-version-file', files: ['go.mod'] },
    'actions/setup-java': { input: 'java-version-file', files: ['.java-version'] },
    'actions/setup-dotnet': { input: 'global-json-file', files: ['global.json'] },
  };

export default defineRule({
  id: 'tool-version-unpinned',
  area: 'ci',
  severity: 'low',
  aliases: ['zizmor:unpinned-tools'],
  title: 'A step sets up a tool in whatever version is the newest',
  why: 'A new version of the tool changes results or breaks the build, and nobody changed anything.',
  fix: 'Name the version, or a file of the repository that does.',
  references: ['https://docs.github.com/en/actions/reference/security/secure-use'],
  preset: 'strict',
  on: 'step',
  only: ['uses'],
  *check(step, { project, workflow }) {
    const name = actionName(step) ?? '';
    const inputs = Object.hasOwn(versionInputs, name) ? versionInputs[name] : undefined;
    if (inputs === undefined || step.uses === undefined) return;
    const given = inputs.flatMap((input) => inputOf(step, input) ?? []);
    const latest = given.find(({ value }) => /^(?:latest|stable|node|\*|x)$/i.test(value));
    if (latest !== undefined)
      yield { at: latest.span, message: `${name} sets up ${latest.value}, whatever that is today` };
    else if (given.length === 0) {
      const known = Object.hasOwn(versionFiles, name) ? versionFiles[name] : undefined;
      const file = known?.files.find(
        (one) => project.files.kind(pathFromRoot(workflow, one) ?? '') === 'file',
      );
      yield {
        at: step.uses.span,
        message: `${name} is given no version`,
        ...(known === undefined || file === undefined || workflow === undefined
          ? {}
          : setOnStep(project, step, ['with', known.input], file)),
      };
    }
  },
  examples: [
    bad(
      steps(`
      - uses: actions/setup-node@v4
      - uses: azure/setup-helm@v4
        with: {version: latest}
    `),
      ['.github/workflows/ci.yml:6:15', '.github/workflows/ci.yml:8:25'],
    ),
    bad(
      {
        '.github/workflows/ci.yml': `
        on: push
        jobs:
          build:
            runs-on: ubuntu-24.04
            steps:
              - uses: actions/setup-go@v5 # the newest
              - uses: actions/setup-node@v4
                with: {cache: npm}
      `,
        'go.mod': 'module example.com/shop\n\ngo 1.25\n',
        '.nvmrc': '22\n',
      },
      ['.github/workflows/ci.yml:6:15', '.github/workflows/ci.yml:7:15'],
      {
        '.github/workflows/ci.yml': `
          on: push
          jobs:
            build:
              runs-on: ubuntu-24.04
              steps:
                - uses: actions/setup-go@v5 # the newest
                  with:
                    go-version-file: go.mod
                - uses: actions/setup-node@v4
                  with: {cache: npm, node-version-file: .nvmrc}
        `,
      },
    ),
    good(
      steps(`
      - uses: actions/setup-node@v4
        with: {node-version-file: .nvmrc}
    `),
    ),
  ],
});

const versionInputs: Readonly<Record<string, readonly string[]>> = {
  'actions/setup-node': ['node-version', 'node-version-file'],
  'actions/setup-python': ['python-version', 'python-version-file'],
  'actions/setup-go': ['go-version', 'go-version-file'],
  'actions/setup-java': ['java-version', 'java-version-file'],
  'actions/setup-dotnet': ['dotnet-version', 'global-json-file'],
  'azure/setup-helm': ['version'],
  'azure/setup-kubectl': ['version'],
  'hashicorp/setup-terraform': ['terraform_version'],
  'golangci/golangci-lint-action': ['version', 'version-file'],
  'astral-sh/setup-uv': ['version', 'version-file'],
  '1password/load-secrets-action': ['version'],
  'aquasecurity/setup-trivy': ['version'],
  'extractions/setup-just': ['just-version'],
};
