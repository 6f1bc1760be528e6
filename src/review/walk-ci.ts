// Hands workflows, their parts and the files beside them to the rules that ask for them.
import type { ReadProblem } from '../model/artifact.ts';
import type { Project } from '../model/project.ts';
import type { Action, Expression, Job, Step, Workflow } from '../model/workflow.ts';
import { namesIn } from '../syntax/expression/tree.ts';
import type { Ask } from './walk.ts';

export function visitCi(project: Project, ask: Ask): void {
  const { workflows, templates, actions, gitlab, dependabot, preCommit } = project.ci;
  for (const workflow of [...workflows.values(), ...templates])
    if (workflow.whole) visitWorkflow(project, workflow, ask);
  for (const action of actions.values()) if (action.whole) visitAction(project, action, ask);
  for (const pipeline of gitlab) ask('gitlab', { node: pipeline, context: { project } });
  for (const settings of dependabot) ask('dependabot', { node: settings, context: { project } });
  for (const settings of preCommit) ask('pre-commit', { node: settings, context: { project } });
}

export function ciProblems({ ci }: Project): readonly ReadProblem[] {
  const files = [
    ...ci.workflows.values(),
    ...ci.templates,
    ...ci.actions.values(),
    ...ci.gitlab,
    ...ci.dependabot,
    ...ci.preCommit,
  ];
  return files.flatMap(({ problems }) => problems);
}

function visitWorkflow(project: Project, workflow: Workflow, ask: Ask): void {
  const context = { project, workflow };
  ask('workflow', { node: workflow, context });
  for (const job of workflow.jobs.values()) {
    ask('job', { node: job, context, object: `job ${job.id}` });
    for (const step of job.steps) {
      const around = { project, workflow, job, action: undefined };
      ask('step', { node: step, context: around, names: stepNames(step), object: stepObject(job, step) });
    }
  }
  for (const expression of workflow.expressions) {
    const job = jobOf(workflow, expression);
    const step = stepOf(job?.steps ?? [], expression, 2);
    const around = { project, workflow, job, step, action: undefined };
    const names = namesIn(expression.tree);
    ask('expression', { node: expression, context: around, names, object: objectOf(expression) });
  }
}

function visitAction(project: Project, action: Action, ask: Ask): void {
  const around = { project, workflow: undefined, job: undefined, action };
  ask('action', { node: action, context: { project } });
  for (const step of action.steps) {
    ask('step', { node: step, context: around, names: stepNames(step), object: stepObject(undefined, step) });
  }
  for (const expression of action.expressions) {
    const step = stepOf(action.steps, expression, 1);
    const names = namesIn(expression.tree);
    const place = { project, workflow: undefined, job: undefined, step, action };
    ask('expression', { node: expression, context: place, names, object: objectOf(expression) });
  }
}

/** By what it does: many rules look at calls of actions only, or at commands. */
function stepNames({ uses }: Step): readonly string[] {
  return uses === undefined ? ofCommands : ofCalls;
}

const ofCommands = ['run'];
const ofCalls = ['uses'];

function stepObject(job: Job | undefined, step: Step): string {
  const name = step.id?.value ?? step.name?.value ?? String(step.index + 1);
  return job === undefined ? `step ${name}` : `job ${job.id}, step ${name}`;
}

function objectOf({ path }: Expression): string {
  return path.join('.');
}

function jobOf(workflow: Workflow, { path }: Expression): Job | undefined {
  return path[0] === 'jobs' ? workflow.jobs.get(String(path[1])) : undefined;
}

/** `steps` stands at `depth` in the expression's path. */
function stepOf(steps: readonly Step[], { path }: Expression, depth: number): Step | undefined {
  if (path[depth] !== 'steps') return undefined;
  const [at, key, inGroup] = path.slice(depth + 1);
  const member = key === 'parallel' ? inGroup : undefined;
  return steps.find(({ place }) => place[0] === at && place[1] === member);
}
