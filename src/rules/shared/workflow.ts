// Small questions about workflows that several rules ask.
import type { Located, Span } from '../../base/span.ts';
import type { Project } from '../../model/project.ts';
import type { Action, Job, Pair, Step, TextValue, Trigger, Workflow } from '../../model/workflow.ts';

/** What a `uses` names. */
export type Used =
  | { readonly kind: 'local'; readonly path: string }
  | { readonly kind: 'docker'; readonly image: string }
  | {
      readonly kind: 'repository';
      /** `owner/name`, lower case. */
      readonly name: string;
      readonly owner: string;
      /** Below the repository, without slash at the ends; `''` for its root. */
      readonly path: string;
      readonly ref: string;
    };

const cache = new WeakMap<TextValue, Used | 'none'>();

export function usedBy(uses: TextValue | undefined): Used | undefined {
  if (uses === undefined) return undefined;
  const known = cache.get(uses) ?? readUsed(uses.value) ?? 'none';
  cache.set(uses, known);
  return known === 'none' ? undefined : known;
}

function readUsed(value: string): Used | undefined {
  // `$/` is the repository of the workflow itself, without a checkout.
  if (/^[.$]\//.test(value)) return { kind: 'local', path: value.slice(2).replace(/\/+$/, '') };
  if (value.startsWith('docker://')) return { kind: 'docker', image: value.slice('docker://'.length) };
  const match = /^([\w.-]+)\/([\w.-]+)((?:\/[^@]*)?)@(\S+)$/.exec(value);
  if (match === null) return undefined;
  const [, owner = '', name = '', path = '', ref = ''] = match;
  const full = `${owner}/${name}`.toLowerCase();
  return {
    kind: 'repository',
    name: full,
    owner: owner.toLowerCase(),
    path: path.replace(/^\/+|\/+$/g, ''),
    ref,
  };
}

/** Images of containers that a job runs, and who runs them: its own, its services', and steps of `uses: docker://…`. */
export function imagesOf(job: Job): readonly { readonly who: string; readonly image: Located<string> }[] {
  const containers = [
    ...(job.container === undefined ? [] : [{ ...job.container, who: `The container of ${job.id}` }]),
    ...job.services.map((one) => ({ ...one, who: `Service ${one.name} of ${job.id}` })),
  ].flatMap(({ who, image }) => (image === undefined ? [] : [{ who, image }]));
  const steps = job.steps.flatMap(({ uses }) => {
    const used = usedBy(uses);
    if (uses === undefined || used?.kind !== 'docker') return [];
    const span = uses.place(uses.value.length - used.image.length, uses.value.length);
    return [{ who: `A step of ${job.id}`, image: { value: used.image, span } }];
  });
  return [...containers, ...steps];
}

/** `actions/checkout` of a step, lower case; undefined for what is no action of another repository. */
export function actionName(step: Step): string | undefined {
  const used = usedBy(step.uses);
  if (used?.kind !== 'repository') return undefined;
  return used.path === '' ? used.name : `${used.name}/${used.path.toLowerCase()}`;
}

/** The place of the ref: what stands after the `@`. */
export function refSpan(uses: TextValue): Span {
  const at = uses.value.indexOf('@');
  return at === -1 ? uses.span : uses.place(at + 1, uses.value.length);
}

export function isCommit(ref: string): boolean {
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/i.test(ref);
}

export function inputOf(step: Pick<Step, 'with'>, name: string): TextValue | undefined {
  return step.with.find((pair) => pair.name.value.toLowerCase() === name)?.value;
}

export function triggerOf(workflow: Workflow | undefined, ...events: readonly string[]): Trigger | undefined {
  return workflow?.triggers.find(({ event }) => events.includes(event));
}

/** Events that a stranger can cause and whose runs hold the repository's secrets and a token that may write. */
export function strangerTrigger(workflow: Workflow | undefined): Trigger | undefined {
  return triggerOf(
    workflow,
    'pull_request_target',
    'workflow_run',
    'issue_comment',
    'issues',
    'discussion',
    'discussion_comment',
    'fork',
    'watch',
  );
}

/**
 * From the root of what is reviewed; undefined where nobody knows what the workflow's paths count from. Without a
 * workflow (in an action) they count from the root.
 */
export function pathFromRoot(workflow: Workflow | undefined, path: string): string | undefined {
  const folder = workflow === undefined ? '' : workflow.folder;
  return folder === undefined ? undefined : [folder, path].filter((part) => part !== '').join('/');
}

/** The local action at `./path` of a workflow or action file. */
export function localAction(
  project: Pick<Project, 'ci'>,
  workflow: Workflow | undefined,
  path: string,
): Action | undefined {
  const base = pathFromRoot(workflow, path);
  if (base === undefined) return undefined;
  const files = ['action.yml', 'action.yaml'].map((name) => (base === '' ? name : `${base}/${name}`));
  return files.flatMap((file) => project.ci.actions.get(file) ?? [])[0];
}

/** Workflows with a step that uses the action. */
export function usersOf(project: Project, action: Action): readonly Workflow[] {
  return [...project.ci.workflows.values()].filter((workflow) =>
    [...workflow.jobs.values()].some((job) =>
      job.steps.some((step) => {
        const used = usedBy(step.uses);
        return used?.kind === 'local' && localAction(project, workflow, used.path) === action;
      }),
    ),
  );
}

/** The workflow of this repository that a job calls. */
export function calledWorkflow(project: Project, workflow: Workflow, job: Job): Workflow | undefined {
  const used = usedBy(job.uses);
  if (used?.kind !== 'local') return undefined;
  return project.ci.workflows.get(pathFromRoot(workflow, used.path) ?? '');
}

/** Pairs of `env` that count for a step, the nearest first. */
export function envOf(
  workflow: Workflow | undefined,
  job: Job | undefined,
  step: Step | undefined,
): readonly Pair[] {
  return [...(step?.env ?? []), ...(job?.env ?? []), ...(workflow?.env ?? [])];
}

/** Jobs that run before the job, however far. */
export function jobsBefore(workflow: Workflow, job: Job): readonly Job[] {
  const found = new Set<Job>();
  const open = [job];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const { value } of at.needs) {
      const other = workflow.jobs.get(value);
      if (other === undefined || found.has(other)) continue;
      found.add(other);
      open.push(other);
    }
  }
  return [...found];
}

/** A value that only the run knows: an expression stands in it. */
export function isDynamic(text: string): boolean {
  return text.includes('${{');
}

/** How a step is called in messages. */
export function stepLabel(step: Step): string {
  const name = step.name?.value ?? step.id?.value;
  if (name !== undefined && !isDynamic(name))
    return `step "${name.length > 40 ? `${name.slice(0, 37)}...` : name}"`;
  return `step ${step.index + 1}`;
}
