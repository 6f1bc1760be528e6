import type { Job, Step, Workflow } from '../../model/workflow.ts';
import { bad, defineRule, good } from '../rule.ts';
import { following } from '../shared/following.ts';
import { actionName, jobsBefore } from '../shared/workflow.ts';
import { workflow } from '../shared/workflow-example.ts';
import { deployStep, hasTests, swallows } from '../shared/workflow-gates.ts';
import { plainArgs, type StepCommand, stepCommands } from '../shared/workflow-run.ts';

export default defineRule({
  id: 'deployment-check-ignored',
  area: 'ci',
  severity: 'medium',
  confidence: 'likely',
  aliases: [],
  title: 'A pipeline deploys, and goes on whatever the check of the deployment says',
  why: 'The run is green while the new version does not answer: nobody looks, and nothing goes back to the old one.',
  fix: 'Let the check fail the job, and wait in it as long as a start may take.',
  references: [
    'https://kubernetes.io/docs/reference/kubectl/generated/kubectl_rollout/kubectl_rollout_status/',
  ],
  on: 'job',
  *check(job, { workflow }) {
    if (!job.steps.some(({ run }) => run?.value.includes('||'))) return;
    const own = checksIn(job);
    const [first, ...others] = own.filter(({ ignoredBy }) => ignoredBy !== undefined);
    if (first?.ignoredBy === undefined || own.some(({ ignoredBy }) => ignoredBy === undefined)) return;
    const deploying = [job, ...jobsBefore(workflow, job)].find((one) => deployStep(one) !== undefined);
    if (deploying === undefined || isCheckedElsewhere(job, workflow)) return;
    yield {
      at: first.ignoredBy.span,
      message: `${job.id} goes on when ${label(first.command)} fails, and nothing else checks what ${deploying.id} deploys`,
      related: others.flatMap(({ ignoredBy, command }) =>
        ignoredBy === undefined ? [] : [{ at: ignoredBy.span, message: `${label(command)} is ignored too` }],
      ),
    };
  },
  examples: [
    bad(
      workflow(`
        on: push
        jobs:
          deploy:
            runs-on: ubuntu-24.04
            steps:
              - run: kubectl apply -f k8s/
              - run: kubectl rollout status deployment/api --timeout=300s || true
              - run: curl -fsS https://api.example.com/health || echo "not healthy yet"
      `),
      '.github/workflows/ci.yml:7:70',
    ),
    bad(
      workflow(`
        on: push
        jobs:
          deploy:
            runs-on: ubuntu-24.04
            steps:
              - run: aws ecs update-service --cluster shop --service api --force-new-deployment
          look:
            needs: deploy
            runs-on: ubuntu-24.04
            steps:
              - run: |
                  sleep 30
                  curl --fail https://api.example.com/healthz || echo "check by hand"
      `),
      '.github/workflows/ci.yml:13:58',
    ),
    good(
      workflow(`
        on: push
        jobs:
          deploy:
            runs-on: ubuntu-24.04
            steps:
              - run: kubectl apply -f k8s/
              - run: kubectl rollout status deployment/cache --timeout=60s || true
              - run: kubectl rollout status deployment/api --timeout=300s
          shop:
            runs-on: ubuntu-24.04
            steps:
              - run: helm upgrade shop charts/shop --wait
              - run: curl -f https://shop.example.com/health || true
          local:
            runs-on: ubuntu-24.04
            steps:
              - run: docker compose up -d
              - run: curl -f http://localhost:8080/health || true
      `),
    ),
  ],
});

interface Check {
  readonly command: StepCommand;
  /** The command after `||` that makes its failure a success. */
  readonly ignoredBy: StepCommand | undefined;
}

const checkCache = new WeakMap<Job, readonly Check[]>();

function checksIn(job: Job): readonly Check[] {
  const known = checkCache.get(job) ?? job.steps.flatMap(checksOf);
  checkCache.set(job, known);
  return known;
}

function checksOf(step: Step): readonly Check[] {
  // What runs after a failure tells of it.
  if (/\b(?:failure|always|cancelled)\(/.test(step.condition?.value ?? '')) return [];
  const commands = stepCommands(step);
  const repeats = /\b(?:for|while|until)\b/.test(step.run?.value ?? '');
  return commands.flatMap((command, index) => {
    if (command.depth > 0 || !isCheck(command)) return [];
    const next = following(commands, index);
    // A loop asks again, and says at its end what it found.
    const isIgnored = next?.operatorBefore === '||' && swallows(next) && !(repeats && isRequest(command));
    return [{ command, ignoredBy: isIgnored ? next : undefined }];
  });
}

function isRequest({ program }: StepCommand): boolean {
  return program === 'curl' || program === 'wget';
}

const healthPath = /\/[\w-]*(?:health|ready|readyz|alive|livez?|ping|status|actuator)[\w-]*(?:[/?"']|$)/i;

/** True for commands that fail when what was deployed does not run or answer. */
function isCheck(command: StepCommand): boolean {
  const { program, words } = command;
  const [verb, second] = plainArgs(command);
  switch (program) {
    case 'kubectl':
    case 'oc':
      return verb === 'wait' || (verb === 'rollout' && second === 'status');
    case 'helm':
      return verb === 'test' || words.some((word) => /^--(?:wait|atomic)/.test(word));
    case 'aws':
      return words.includes('wait');
    case 'fly':
    case 'flyctl':
      return verb === 'deploy';
    case 'docker':
      return words.includes('--wait');
    case 'wget':
      return words.some((word) => healthPath.test(word));
    case 'curl':
      return (
        words.some((word) => /^(?:--fail.*|-[a-zA-Z]*f[a-zA-Z]*)$/.test(word)) &&
        words.some((word) => healthPath.test(word))
      );
    default:
      return /smoke|health|verify|e2e|newman|k6/i.test(words.slice(0, 2).join(' ')) && program !== 'echo';
  }
}

const checkingAction = /smoke|health|wait-(?:on|for)|ping|lighthouse|k6/i;

/** By a step of its own, or in a job that comes after. */
function isCheckedElsewhere(job: Job, workflow: Workflow | undefined): boolean {
  const later =
    workflow === undefined
      ? []
      : [...workflow.jobs.values()].filter((other) => jobsBefore(workflow, other).includes(job));
  const hasAction = (one: Job) => one.steps.some((step) => checkingAction.test(actionName(step) ?? ''));
  const fails = (one: Job) => checksIn(one).some(({ ignoredBy }) => ignoredBy === undefined);
  return (
    hasTests(job) ||
    hasAction(job) ||
    later.some((one) => one.uses !== undefined || hasTests(one) || hasAction(one) || fails(one))
  );
}

function label(command: StepCommand): string {
  return [command.program, ...plainArgs(command)].slice(0, 3).join(' ');
}
