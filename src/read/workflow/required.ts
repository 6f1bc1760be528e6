// Keys that need or exclude each other: what the tables of single keys cannot say.
import type { Action, Job, Step, Workflow } from '../../model/workflow.ts';
import { addProblem, dotted, type Report } from './report.ts';

/** Keys of a job that a call of a reusable workflow may not have. */
const ownJobKeys = [
  'runs-on',
  'steps',
  'env',
  'container',
  'services',
  'environment',
  'outputs',
  'defaults',
  'timeout-minutes',
  'continue-on-error',
];
const stepVerbs = ['uses', 'run', 'wait', 'wait-all', 'cancel', 'parallel'];

export function checkWorkflowKeys(report: Report, { jobs, triggers }: Workflow): void {
  for (const job of jobs.values()) {
    checkJob(report, job);
    for (const step of job.steps) checkStep(report, step, `jobs.${job.id}.${nameOf(step)}`);
  }
  for (const { event, filters, span } of triggers) {
    if (event === 'workflow_run' && !filters.has('workflows')) {
      const message = 'on.workflow_run has no "workflows"';
      addProblem(report, { code: 'missing-key', message, span, hint: 'Name the workflows to wait for.' });
    }
    for (const [name, { span }] of filters) {
      if (!filters.has(`${name}-ignore`)) continue;
      const message = `on.${event} has both ${name} and ${name}-ignore`;
      const hint = `Keep one of the two; a pattern of ${name} that begins with "!" takes out again.`;
      addProblem(report, { code: 'keys-conflict', message, span, hint });
    }
  }
}

export function checkActionKeys(report: Report, action: Action): void {
  const using = action.using?.value ?? '';
  const needed = using === 'docker' ? 'image' : using.startsWith('node') ? 'main' : undefined;
  if (action.using !== undefined && needed !== undefined && !action.runs.has(needed)) {
    const message = `runs (using ${using}) has no "${needed}"`;
    addProblem(report, { code: 'missing-key', message, span: action.using.span, hint: `Add "${needed}:".` });
  }
  for (const step of action.steps) {
    checkStep(report, step, `runs.${nameOf(step)}`);
    const run = step.keys.get('run');
    if (run === undefined || step.keys.has('shell')) continue;
    const message = `runs.${nameOf(step)} has "run" but no "shell", which a composite action must name`;
    addProblem(report, { code: 'missing-key', message, span: run, hint: 'Add "shell: bash".' });
  }
}

function checkJob(report: Report, { id, idSpan, keys }: Job): void {
  if (keys.has('uses')) {
    for (const name of ownJobKeys) {
      const span = keys.get(name);
      if (span === undefined) continue;
      const message = `jobs.${id} calls a workflow and has "${name}", which such a job may not have`;
      const hint = 'Move it into the called workflow, or hand it over as an input.';
      addProblem(report, { code: 'keys-conflict', message, span, hint });
    }
    return;
  }
  for (const name of ['runs-on', 'steps']) {
    if (keys.has(name) || keys.size === 0) continue;
    const message = `jobs.${id} has no "${name}"`;
    addProblem(report, { code: 'missing-key', message, span: idSpan, hint: `Add "${name}:".` });
  }
}

/** `steps[2].parallel[0]` */
function nameOf({ path }: Step): string {
  return dotted(['steps', ...path]);
}

function checkStep(report: Report, { span, keys }: Step, name: string): void {
  const verbs = stepVerbs.filter((verb) => keys.has(verb));
  const [first, second] = verbs;
  if (first === undefined) {
    const message = `${name} has neither "uses" nor "run"`;
    addProblem(report, { code: 'missing-key', message, span, hint: 'Say what the step does.' });
    return;
  }
  const odd = second === undefined ? oddKeys(first).filter((key) => keys.has(key)) : [second];
  for (const key of odd) {
    const message = `${name} has both "${first}" and "${key}"`;
    const hint = 'Keep one of the two, or make two steps of it.';
    addProblem(report, { code: 'keys-conflict', message, span: keys.get(key) ?? span, hint });
  }
}

function oddKeys(verb: string): readonly string[] {
  if (verb === 'uses') return ['shell', 'working-directory'];
  return verb === 'run' ? ['with'] : [];
}
