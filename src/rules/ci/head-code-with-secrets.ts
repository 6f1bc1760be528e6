import type { Step } from '../../model/workflow.ts';
import { bad, defineRule, good } from '../rule.ts';
import { actionName, inputOf, stepLabel, triggerOf, usedBy } from '../shared/workflow.ts';
import { steps } from '../shared/workflow-example.ts';
import { stepCommands } from '../shared/workflow-run.ts';

export default defineRule({
  id: 'head-code-with-secrets',
  area: 'ci',
  severity: 'critical',
  confidence: 'likely',
  aliases: ['zizmor:dangerous-triggers'],
  title: 'Code of a stranger runs with the secrets of the repository',
  why: 'With `pull_request_target` and `workflow_run` the job holds a token that may write and all secrets, and what is checked out here is what the pull request brings: its scripts, tests and build files run with them.',
  fix: 'Use `pull_request` for what builds or tests the code; keep `pull_request_target` for labels and comments.',
  references: ['https://securitylab.github.com/resources/github-actions-preventing-pwn-requests/'],
  on: 'job',
  *check(job, { workflow }) {
    const trigger = triggerOf(workflow, 'pull_request_target', 'workflow_run', 'issue_comment');
    if (trigger === undefined) return;
    for (const [index, step] of job.steps.entries()) {
      if (actionName(step) !== 'actions/checkout') continue;
      const ref = inputOf(step, 'ref');
      if (ref === undefined || !isHead(ref.value) || takesOnlyData(inputOf(step, 'sparse-checkout')?.value))
        continue;
      const runs = job.steps.slice(index + 1).find(runsCode);
      const guarded =
        isGuarded(`${job.condition?.value ?? ''} ${step.condition?.value ?? ''}`) ||
        job.environment !== undefined;
      yield {
        at: ref.span,
        message: `${job.id} checks out the code of a pull request on ${trigger.event}${runs === undefined ? '' : `, and ${stepLabel(runs)} runs it`}`,
        ...(runs === undefined || guarded
          ? { severity: 'medium' as const, confidence: 'possible' as const }
          : {}),
      };
    }
  },
  examples: [
    bad(
      steps(
        `
      - uses: actions/checkout@v4
        with:
          ref: \${{ github.event.pull_request.head.sha }}
      - run: npm ci && npm test
    `,
        'on: pull_request_target',
      ),
      '.github/workflows/ci.yml:8:16',
    ),
    good(
      steps(
        `
      - uses: actions/checkout@v4
      - uses: actions/labeler@v5
    `,
        'on: pull_request_target',
      ),
    ),
    good(
      steps(
        `
      - uses: actions/checkout@v4
        with:
          ref: \${{ github.event.pull_request.head.sha }}
      - run: npm ci && npm test
    `,
        'on: pull_request',
      ),
    ),
  ],
});

function isHead(ref: string): boolean {
  return /head\.(?:sha|ref)|head_ref|head_sha|head_branch|refs\/pull\/|merge_commit_sha/.test(ref);
}

/** Conditions that leave strangers out. */
function isGuarded(condition: string): boolean {
  return (
    /author_association|head\.repo|label|github\.actor|sender|user\.login|fork/.test(condition) ||
    /workflow_run\.event\s*(?:!=\s*'pull_request'|==\s*'(?!pull_request))/.test(condition)
  );
}

const readers = new Set([
  'echo',
  'printf',
  'cat',
  'git',
  'gh',
  'jq',
  'ls',
  'cd',
  'mkdir',
  'test',
  '[',
  'curl',
  'grep',
  'sed',
  'exit',
  'unzip',
  'tar',
  'mv',
  'cp',
  'rm',
  'touch',
  'head',
  'tail',
  'wc',
  'sort',
  'set',
  '',
]);

/** Programs that may read a script or build file of the folder. */
function runsCode(step: Step): boolean {
  if (usedBy(step.uses)?.kind === 'local') return true;
  return stepCommands(step).some(({ program }) => !readers.has(program));
}

/** A sparse checkout of files that nothing runs. */
function takesOnlyData(paths: string | undefined): boolean {
  const lines = (paths ?? '').split('\n').filter((line) => line.trim() !== '');
  return lines.length > 0 && lines.every((line) => /\.(?:json|ya?ml|md|txt|toml)$/.test(line.trim()));
}
