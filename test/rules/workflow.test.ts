// Predicates about workflows that several rules share.
import { describe, expect, test } from 'vitest';
import { noCi } from '../../src/model/ci.ts';
import type { Job, Workflow } from '../../src/model/workflow.ts';
import { workflowOf } from '../../src/read/workflow/workflow.ts';
import { usedBy } from '../../src/rules/shared/workflow.ts';
import { deployStep, gateOf } from '../../src/rules/shared/workflow-gates.ts';
import { namedFiles } from '../../src/rules/shared/workflow-paths.ts';
import { shellOf, stepCommands } from '../../src/rules/shared/workflow-run.ts';
import { taintOfText } from '../../src/rules/shared/workflow-taint.ts';

/** The only job of a workflow with the steps. */
function jobWith(steps: string, head = 'on: push', id = 'build'): { workflow: Workflow; job: Job } {
  const text = `${head}\njobs:\n  ${id}:\n    runs-on: ubuntu-24.04\n    steps:\n${steps.replace(/^/gm, '      ')}\n`;
  const workflow = workflowOf('.github/workflows/ci.yml', text);
  expect(workflow.problems).toEqual([]);
  const [job] = workflow.jobs.values();
  if (job === undefined) throw new Error('no job');
  return { workflow, job };
}

describe('what a command checks', () => {
  test.each([
    ['npm test', 'test'],
    ['npm run test:ci', 'test'],
    ['npm run build', undefined],
    ['uv run pytest -q', 'test'],
    ['python -m pytest', 'test'],
    ['python manage.py test', 'test'],
    ['go test ./...', 'test'],
    ['go build ./...', undefined],
    ['./gradlew clean check', 'test'],
    ['mvn -B verify', 'test'],
    ['make lint', 'lint'],
    ['npx eslint .', 'lint'],
    ['playwright install', undefined],
    ['trivy image acme/api', 'scan'],
    ['snyk auth', undefined],
    ['pytest --version', undefined],
    ['CI=1 sudo -E npm test', 'test'],
  ])('%s: %s', (text, expected) => {
    const { job } = jobWith(`- run: ${text}`);
    const [command] = job.steps[0] === undefined ? [] : stepCommands(job.steps[0]);
    expect(command === undefined ? undefined : gateOf(command)).toBe(expected);
  });
});

describe('what puts something into use', () => {
  test.each([
    ['kubectl apply', '- run: kubectl apply -f k8s', 'deploy', true],
    ['a dry run', '- run: kubectl apply --dry-run=client -f k8s', 'deploy', false],
    ['kubectl get', '- run: kubectl get pods', 'deploy', false],
    ['helm upgrade', '- run: helm upgrade --install api ./chart', 'release', true],
    ['a cluster for the run', '- uses: helm/kind-action@v1\n- run: kubectl apply -f k8s', 'deploy', false],
    ['a job for tests', '- run: helm upgrade --install api ./chart', 'e2e', false],
    ['an action', '- uses: azure/webapps-deploy@v3', 'deploy', true],
    [
      'compose over ssh',
      '- uses: appleboy/ssh-action@v1\n  with: {script: docker compose up -d}',
      'deploy',
      true,
    ],
    ['terraform plan', '- run: terraform plan', 'infra', false],
    ['terraform apply', '- run: terraform apply -auto-approve', 'infra', true],
  ])('%s', (_name, steps, id, expected) => {
    expect(deployStep(jobWith(steps, 'on: push', id).job) !== undefined).toBe(expected);
  });
});

describe('what a stranger chooses', () => {
  const head = `on: issues\nenv: {TITLE: "\${{ github.event.issue.title }}", N: "\${{ github.event.issue.number }}"}`;

  test.each([
    ['a title', 'github.event.issue.title', 'github.event.issue.title'],
    ['an index', "github.event['issue']['body']", 'github.event.issue.body'],
    ['a branch', 'github.head_ref', 'github.head_ref'],
    ['through the environment', 'env.TITLE', 'github.event.issue.title'],
    ['as a default', "github.head_ref || 'main'", 'github.head_ref'],
    ['in a format', "format('{0}', github.event.comment.body)", 'github.event.comment.body'],
    ['a list', 'join(github.event.commits.*.message)', 'github.event.commits.*.message'],
    ['a number', 'github.event.issue.number', undefined],
    ['a number through the environment', 'env.N', undefined],
    ['only compared', "github.head_ref == 'main'", undefined],
    ['only deciding', "contains(github.event.issue.title, 'x') && 'yes' || 'no'", undefined],
    ['a commit', 'github.sha', undefined],
  ])('%s', (_name, expression, expected) => {
    const { workflow, job } = jobWith('- run: make', head);
    const around = { workflow, job, env: workflow.env };
    expect(taintOfText(`echo \${{ ${expression} }}`, around)).toBe(expected);
  });
});

describe('the shell of a step', () => {
  test.each([
    ['none is named', '- run: make', 'bash', false],
    ['bash is named', '- run: make\n  shell: bash', 'bash', true],
    ['sh is named', '- run: make\n  shell: sh', 'sh', false],
    ['options are given', '- run: make\n  shell: bash -eo pipefail {0}', 'bash', true],
    ['python', '- run: print(1)\n  shell: python', 'python', false],
  ])('%s', (_name, steps, name, pipefail) => {
    const { workflow, job } = jobWith(steps);
    const [step] = job.steps;
    expect(step === undefined ? undefined : shellOf(workflow, job, step)).toEqual({ name, pipefail });
  });
});

describe('files that a step names', () => {
  const checkout = '- uses: actions/checkout@v4\n';
  test.each([
    ['a script', `${checkout}- run: ./scripts/deploy.sh`, ['scripts/deploy.sh']],
    ['for a shell', `${checkout}- run: bash scripts/deploy.sh now`, ['scripts/deploy.sh']],
    [
      'for python, in a folder',
      `${checkout}- run: python tools/gen.py\n  working-directory: api`,
      ['api/tools/gen.py'],
    ],
    ['a compose file', `${checkout}- run: docker compose -f ops/compose.yaml up -d`, ['ops/compose.yaml']],
    ['nothing without a checkout', '- run: ./scripts/deploy.sh', []],
    [
      'nothing of another repository',
      '- uses: actions/checkout@v4\n  with: {repository: a/b}\n- run: ./x.sh',
      [],
    ],
    ['nothing after cd', `${checkout}- run: cd ops && ./deploy.sh`, []],
    [
      'nothing that a step before brings',
      `${checkout}- run: curl -o x.sh https://x.example\n- run: ./x.sh`,
      [],
    ],
    ['nothing that an expression hides', `${checkout}- run: ./\${{ matrix.name }}.sh`, []],
  ])('%s', (_name, steps, expected) => {
    const { workflow, job } = jobWith(steps);
    const found = job.steps.flatMap((step) => namedFiles({ ci: noCi }, workflow, job, step));
    expect(found.map(({ path }) => path)).toEqual(expected);
  });
});

test.each([
  ['actions/checkout@v4', { kind: 'repository', name: 'actions/checkout', path: '', ref: 'v4' }],
  ['Acme/Ci/.github/workflows/x.yml@main', { name: 'acme/ci', path: '.github/workflows/x.yml', ref: 'main' }],
  ['./.github/actions/x/', { kind: 'local', path: '.github/actions/x' }],
  ['docker://alpine:3.20', { kind: 'docker', image: 'alpine:3.20' }],
])('%s is read', (text, expected) => {
  const { job } = jobWith(`- uses: ${text}`);
  expect(usedBy(job.steps[0]?.uses)).toMatchObject(expected);
});

test.each(['actions/checkout', 'checkout@v4', '@v4', ''])('%s names no action', (value) => {
  const place = { file: 'x', start: 0, end: 0 };
  expect(usedBy({ value, span: place, place: () => place })).toBeUndefined();
});
