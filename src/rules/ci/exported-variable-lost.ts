import type { Job, Step } from '../../model/workflow.ts';
import { bad, defineRule, good } from '../rule.ts';
import { steps } from '../shared/workflow-example.ts';
import { type StepCommand, stepCommands } from '../shared/workflow-run.ts';

export default defineRule({
  id: 'exported-variable-lost',
  area: 'ci',
  severity: 'medium',
  confidence: 'likely',
  aliases: [],
  title: 'A step exports a variable that no other step gets',
  why: 'Each step has a shell of its own: the later ones run without the variable, against the default cluster, database or account.',
  fix: 'Write `NAME=value` to `$GITHUB_ENV`, or set the variable with `env:` of the job.',
  references: [
    'https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#setting-an-environment-variable',
  ],
  on: 'step',
  *check(step, { job }) {
    if (job === undefined || step.run === undefined || !/\bexport\b/.test(step.run.value)) return;
    const commands = stepCommands(step).filter(({ depth }) => depth === 0);
    const lost = trailingExports(commands);
    const text = step.run.value;
    const [first] = lost;
    if (first === undefined || /GITHUB_ENV|\bsource\b|^\s*\.\s|\btrap\b/m.test(text)) return;
    const later = laterSteps(job, step);
    const names = lost.flatMap(namesOf).filter((name) => !isHarmless(name) && !isSetAgain(name, later));
    if (later.length === 0 || names.length === 0) return;
    yield {
      at: first.span,
      message: `${names.join(', ')} ${names.length === 1 ? 'is' : 'are'} exported as the step ends: no later step gets ${names.length === 1 ? 'it' : 'them'}`,
      object: `jobs.${job.id} exports ${names.join(' ')}`,
    };
  },
  examples: [
    bad(
      steps(`
      - run: |
          echo "$CONFIG" | base64 -d > kubeconfig
          export KUBECONFIG=kubeconfig
        env:
          CONFIG: \${{ secrets.KUBECONFIG }}
      - run: kubectl apply -f k8s/
    `),
      '.github/workflows/ci.yml:8:11',
    ),
    bad(
      steps(`
      - run: |
          export DATABASE_URL=postgresql://test@localhost/test
          export REDIS_URL=redis://localhost:6379/0
      - run: python -m pytest
    `),
      '.github/workflows/ci.yml:7:11',
    ),
    good(
      steps(`
      - run: |
          export KUBECONFIG=kubeconfig
          kubectl apply -f k8s/
      - run: |
          export VERSION=$(git describe)
          echo "VERSION=$VERSION" >> $GITHUB_ENV
      - run: kubectl get pods
      - run: |
          echo "$CONFIG" > config.json
          export CONFIG_FILE=config.json
      - run: |
          export CONFIG_FILE=config.json
          make deploy
      - run: export LAST=1
    `),
    ),
  ],
});

/** The exports after which the step does nothing that could see them. */
function trailingExports(commands: readonly StepCommand[]): readonly StepCommand[] {
  const last = commands.findLastIndex(({ program }) => program !== 'export' && program !== 'echo');
  const rest = commands.slice(last + 1);
  // What is printed was looked at, and a branch may not be taken.
  return rest.some(({ program }) => program !== 'export') ||
    rest.some(({ operatorBefore }) => operatorBefore === '|')
    ? []
    : rest;
}

function namesOf({ words }: StepCommand): readonly string[] {
  return words.slice(1).flatMap((word) => /^([A-Za-z_]\w*)=/.exec(word)?.[1] ?? []);
}

function laterSteps(job: Job, step: Step): readonly Step[] {
  return job.steps.filter(({ index, run }) => index > step.index && run !== undefined);
}

/** The later steps have it after all. */
function isSetAgain(name: string, later: readonly Step[]): boolean {
  return later.some(
    ({ env, run }) =>
      env.some((pair) => pair.name.value === name) ||
      (run?.value.includes(name) === true && new RegExp(`(?:^|[\\s;&])${name}=`).test(run.value)),
  );
}

/** For the terminal, of which a runner has none. */
function isHarmless(name: string): boolean {
  return /^(?:DEBIAN_FRONTEND|GPG_TTY|TERM|PS1|LANG|LC_ALL)$/.test(name);
}
