import type { Action, Job, Step, Workflow } from '../../model/workflow.ts';
import { chainsOf } from '../../syntax/expression.ts';
import { bad, defineRule, good } from '../rule.ts';
import { following } from '../shared/following.ts';
import { actionName, inputOf, stepLabel } from '../shared/workflow.ts';
import { steps } from '../shared/workflow-example.ts';
import { gateAction, gateOf, swallows } from '../shared/workflow-gates.ts';
import { type StepCommand, stepCommands } from '../shared/workflow-run.ts';

export default defineRule({
  id: 'gate-cannot-fail',
  area: 'ci',
  severity: 'medium',
  confidence: 'likely',
  aliases: [],
  title: 'A check of the pipeline can never fail',
  why: 'Tests, linters or scanners report what they find, the step is green all the same, and what is broken goes on to be deployed.',
  fix: 'Let the command fail the step; take out single findings in the configuration of the tool.',
  references: [
    'https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepscontinue-on-error',
  ],
  on: 'step',
  only: ['run'],
  *check(step, { job, workflow, action }) {
    const commands = stepCommands(step);
    const around = job ?? action;
    if (around !== undefined && reportsIn(around)) return;
    for (const [index, command] of commands.entries()) {
      const kind = command.depth === 0 ? gateOf(command) : undefined;
      const next = following(commands, index);
      if (kind === undefined || next === undefined || next.operatorBefore !== '||' || !swallows(next))
        continue;
      yield {
        at: next.span,
        message: `${label(command)} (${words[kind]}) can fail without failing the step: ${next.words.join(' ')} follows`,
        severity: kind === 'test' ? 'medium' : 'low',
      };
    }
    const kind = gateAction(step) ?? commands.flatMap((command) => gateOf(command) ?? [])[0];
    if (kind === undefined || step.continueOnError === undefined || isAskedFor(step, job, workflow)) return;
    yield {
      at: step.continueOnError,
      message: `${stepLabel(step)} (${words[kind]}) is passed over when it fails`,
      severity: kind === 'test' ? 'medium' : 'low',
    };
  },
  examples: [
    bad(
      steps(`
      - run: |
          npm ci
          npm test || true
      - run: pytest
        continue-on-error: true
      - run: terraform validate -no-color
        continue-on-error: true
    `),
      ['.github/workflows/ci.yml:8:23', '.github/workflows/ci.yml:10:28', '.github/workflows/ci.yml:12:28'],
    ),
    good(
      steps(`
      - run: |
          npm ci
          npm test || { cat debug.log; exit 1; }
      - id: tests
        run: pytest
        continue-on-error: true
      - run: exit 1
        if: steps.tests.outcome == 'failure'
    `),
    ),
    // The report of the results fails the job.
    good(
      steps(`
      - run: dotnet test --logger trx || true
      - uses: dorny/test-reporter@v2
        if: always()
        with:
          name: tests
          path: '**/*.trx'
          reporter: dotnet-trx
          fail-on-error: true
    `),
    ),
  ],
});

const words = { test: 'tests', lint: 'a linter', scan: 'a scanner' };

function label({ words: parts }: StepCommand): string {
  return parts.slice(0, 3).join(' ');
}

/** Asked for each of their steps. */
function reportsIn(around: Job | Action): boolean {
  const known = reporting.get(around) ?? around.steps.some(reportsFailure);
  reporting.set(around, known);
  return known;
}

const reporting = new WeakMap<Job | Action, boolean>();

/** A later step reads the results of the tests, and fails for those that failed. */
function reportsFailure(step: Step): boolean {
  const asked = ['fail-on-error', 'fail_on_failure', 'fail-on-failure', 'action_fail'];
  return (
    /report|junit|test-result/i.test(actionName(step) ?? '') &&
    asked.some((name) => inputOf(step, name)?.value === 'true')
  );
}

/** A later step looks at how this one ended. */
function isAskedFor({ id }: Step, job: Job | undefined, workflow: Workflow | undefined): boolean {
  const name = id?.value.toLowerCase();
  if (name === undefined || job === undefined) return false;
  return (workflow?.expressions ?? []).some(
    ({ path, tree }) =>
      path[1] === job.id &&
      chainsOf(tree).some(
        (chain) =>
          chain.path[0] === 'steps' &&
          chain.path[1] === name &&
          /^(?:outcome|conclusion)$/.test(chain.path[2] ?? ''),
      ),
  );
}
