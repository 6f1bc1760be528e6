// Which steps are gates (tests, linters, scanners) and which put something into use.
import type { Job, Step } from '../../model/workflow.ts';
import { actionName, inputOf } from './workflow.ts';
import { plainArgs, type StepCommand, stepCommands } from './workflow-run.ts';

type GateKind = 'test' | 'lint' | 'scan';

const testPrograms =
  /^(?:pytest|py\.test|tox|nox|jest|vitest|mocha|ava|rspec|phpunit|pest|ctest|karma|nosetests|gotestsum|cypress)$/;
const lintPrograms =
  /^(?:eslint|flake8|pylint|mypy|pyright|golangci-lint|hadolint|shellcheck|yamllint|markdownlint|rubocop|phpstan|ktlint|staticcheck)$/;
const scanPrograms =
  /^(?:trivy|grype|snyk|pip-audit|govulncheck|gitleaks|semgrep|checkov|bandit|trufflehog)$/;
/** Verbs of build tools and package managers. */
const toolVerbs: Readonly<Record<string, Readonly<Record<string, GateKind>>>> = {
  go: { test: 'test', vet: 'lint' },
  cargo: { test: 'test', nextest: 'test', clippy: 'lint', audit: 'scan' },
  dotnet: { test: 'test' },
  mix: { test: 'test', credo: 'lint' },
  deno: { test: 'test', lint: 'lint' },
  swift: { test: 'test' },
  bun: { test: 'test' },
  rails: { test: 'test' },
  ruff: { check: 'lint' },
  playwright: { test: 'test' },
  npm: { test: 'test', t: 'test', audit: 'scan' },
  yarn: { test: 'test', lint: 'lint', audit: 'scan' },
  pnpm: { test: 'test', lint: 'lint', audit: 'scan' },
  mvn: { test: 'test', verify: 'test' },
  mvnw: { test: 'test', verify: 'test' },
  gradle: { test: 'test', check: 'test' },
  gradlew: { test: 'test', check: 'test' },
  make: { test: 'test', tests: 'test', check: 'test', lint: 'lint' },
  task: { test: 'test', lint: 'lint' },
  just: { test: 'test', lint: 'lint' },
  terraform: { validate: 'lint' },
  tofu: { validate: 'lint' },
};

/** What the command checks; undefined for what is no gate. */
export function gateOf(command: StepCommand): GateKind | undefined {
  const { program, words } = command;
  if (words.includes('--version') || words.includes('--help')) return undefined;
  if (testPrograms.test(program)) return words[1] === 'install' || words[1] === 'cache' ? undefined : 'test';
  if (lintPrograms.test(program)) return 'lint';
  if (scanPrograms.test(program))
    return /^(?:login|auth|version|config|plugin)$/.test(words[1] ?? '') ? undefined : 'scan';
  const args = plainArgs(command);
  if (/^python[\d.]*$/.test(program)) return pythonGate(words);
  if (/^(?:npm|yarn|pnpm|bun)$/.test(program) && args[0] === 'run') return scriptGate(args[1] ?? '');
  const verbs = Object.hasOwn(toolVerbs, program) ? toolVerbs[program] : undefined;
  const verb = args.find((word) => verbs !== undefined && Object.hasOwn(verbs, word));
  return verb === undefined ? undefined : verbs?.[verb];
}

function pythonGate(words: readonly string[]): GateKind | undefined {
  const named = words[words.indexOf('-m') + 1] ?? '';
  if (words.includes('-m') && /^(?:pytest|unittest)$/.test(named)) return 'test';
  return words.some((word) => /(?:^|\/)manage\.py$/.test(word)) && words.includes('test')
    ? 'test'
    : undefined;
}

/** Names of scripts in package.json, by custom. */
function scriptGate(name: string): GateKind | undefined {
  if (/^(?:test|tests|test:(?:unit|ci|e2e|integration|all))$/.test(name)) return 'test';
  return /^(?:lint|typecheck|type-check)(?::|$)/.test(name) ? 'lint' : undefined;
}

const gateActions: Readonly<Record<string, GateKind>> = {
  'golangci/golangci-lint-action': 'lint',
  'hadolint/hadolint-action': 'lint',
  'super-linter/super-linter': 'lint',
  'aquasecurity/trivy-action': 'scan',
  'anchore/scan-action': 'scan',
  'gitleaks/gitleaks-action': 'scan',
  'cypress-io/github-action': 'test',
};

export function gateAction(step: Step): GateKind | undefined {
  const name = actionName(step) ?? '';
  return Object.hasOwn(gateActions, name) ? gateActions[name] : undefined;
}

/** What stands after `||` and always succeeds. */
export function swallows({ program, words: [, code] }: StepCommand): boolean {
  return program === 'true' || program === ':' || program === 'echo' || (program === 'exit' && code === '0');
}

const testCache = new WeakMap<Job, boolean>();

export function hasTests(job: Job): boolean {
  const known =
    testCache.get(job) ??
    job.steps.some(
      (step) =>
        gateAction(step) === 'test' || stepCommands(step).some((command) => gateOf(command) === 'test'),
    );
  testCache.set(job, known);
  return known;
}

const deployActions = new Set([
  'aws-actions/amazon-ecs-deploy-task-definition',
  'azure/webapps-deploy',
  'azure/k8s-deploy',
  'google-github-actions/deploy-cloudrun',
  'google-github-actions/deploy-appengine',
  'digitalocean/app_action/deploy',
  'akhileshns/heroku-deploy',
]);

/** Programs whose verbs put something into use. */
const deployVerbs: Readonly<Record<string, RegExp>> = {
  kubectl: /^(?:apply|replace|rollout|set)$/,
  helm: /^upgrade$/,
  terraform: /^apply$/,
  tofu: /^apply$/,
  pulumi: /^up$/,
  cdk: /^deploy$/,
  serverless: /^deploy$/,
  flyctl: /^deploy$/,
  fly: /^deploy$/,
  railway: /^up$/,
  wrangler: /^deploy$/,
  eb: /^deploy$/,
  cf: /^push$/,
  'ansible-playbook': /./,
};
const localCluster = /\b(?:kind|k3d|k3s|minikube|microk8s|localstack|k8s-kind|ctlptl)\b/i;

/** The place where a job puts something into use for others; clusters made for the run alone do not count. */
export function deployStep(job: Job): Step | undefined {
  const isTrial = job.steps.some((step) =>
    localCluster.test(`${step.uses?.value ?? ''} ${step.run?.value ?? ''}`),
  );
  if (
    isTrial ||
    /(?:test|e2e|lint|check|dry|plan|preview|validate)/i.test(`${job.id} ${job.name?.value ?? ''}`)
  )
    return undefined;
  return job.steps.find((step) => isDeploy(step) && !/\b(?:test|check|verify)/i.test(step.name?.value ?? ''));
}

function isDeploy(step: Step): boolean {
  if (deployActions.has(actionName(step) ?? '')) return true;
  if (actionName(step) === 'appleboy/ssh-action') {
    return /\bdocker(?:-| )compose\b[^\n]*\bup\b|\bdocker stack deploy\b|\bpm2 (?:reload|restart)\b/.test(
      inputOf(step, 'script')?.value ?? '',
    );
  }
  return stepCommands(step).some((command) => {
    const { program, words } = command;
    const verb = Object.hasOwn(deployVerbs, program) ? deployVerbs[program] : undefined;
    if (words.some((word) => word.startsWith('--dry-run') || word === '--check')) return false;
    if (program === 'aws') return words[1] === 'ecs' && words[2] === 'update-service';
    if (program === 'gcloud')
      return words.includes('deploy') && /^(?:run|app|functions)$/.test(words[1] ?? '');
    return verb?.test(plainArgs(command)[0] ?? '') === true;
  });
}
