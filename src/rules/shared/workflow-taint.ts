// Values that a stranger chooses, and how they reach a text.
import type { Job, Pair, Workflow } from '../../model/workflow.ts';
import {
  chainsOf,
  type ExpressionTree,
  expressionsIn,
  pathOf,
  readExpression,
} from '../../syntax/expression.ts';
import { strangerTrigger, triggerOf } from './workflow.ts';

/**
 * Properties that whoever opens an issue, a pull request or a discussion, or writes a commit, chooses freely.
 * Source: https://docs.github.com/en/actions/concepts/security/script-injections
 */
const untrusted: readonly RegExp[] = [
  /^github\.head_ref$/,
  /^github\.event\.(?:issue|pull_request|discussion)\.(?:title|body)$/,
  /^github\.event\.changes\.(?:title|body)\.from$/,
  /^github\.event\.(?:comment|review|review_comment)\.body$/,
  /^github\.event\.pages\.(?:\*|\d+)\.page_name$/,
  /^github\.event\.(?:commits\.(?:\*|\d+)|head_commit|workflow_run\.head_commit)\.message$/,
  /^github\.event\.(?:commits\.(?:\*|\d+)|head_commit|workflow_run\.head_commit)\.(?:author|committer)\.(?:email|name)$/,
  /^github\.event\.pull_request\.head\.(?:ref|label|repo\.default_branch|repo\.description|repo\.homepage)$/,
  /^github\.event\.workflow_run\.(?:head_branch|display_title|head_repository\.description)$/,
  /^github\.event\.(?:workflow_run\.)?pull_requests\.(?:\*|\d+)\.head\.ref$/,
];

export function isUntrusted(path: readonly string[]): boolean {
  const text = path.join('.');
  return untrusted.some((pattern) => pattern.test(text));
}

/** Objects that hold such properties. */
const holders =
  /^github\.event\.(?:issue|pull_request|comment|review|discussion|pages|commits|head_commit|workflow_run)$/;

/** The object that `toJSON` writes out whole, where a stranger's texts are in it. */
function writtenOut({ args }: CallTree, workflow: Workflow | undefined): string | undefined {
  const path = args[0] === undefined ? undefined : pathOf(args[0])?.join('.');
  if (path === undefined) return undefined;
  const isWhole = path === 'github' || path === 'github.event';
  const isTold =
    (strangerTrigger(workflow) ?? triggerOf(workflow, 'pull_request', 'pull_request_review')) !== undefined;
  return holders.test(path) || (isWhole && isTold) ? path : undefined;
}

/** Functions whose result holds their arguments. */
const carriers = new Set(['format', 'join', 'tojson', 'fromjson', 'case']);

/** The parts whose text is part of the result: what only decides (`a == b`) is left out. */
export function* flowing(tree: ExpressionTree): Iterable<ExpressionTree> {
  switch (tree.kind) {
    case 'binary':
      if (tree.operator === '||') yield* flowing(tree.left);
      if (tree.operator === '&&' || tree.operator === '||') yield* flowing(tree.right);
      return;
    case 'call':
      if (tree.name.toLowerCase() === 'tojson') yield tree;
      if (carriers.has(tree.name.toLowerCase())) for (const arg of tree.args) yield* flowing(arg);
      return;
    case 'not':
    case 'literal':
      return;
    default:
      yield tree;
  }
}

type CallTree = Extract<ExpressionTree, { kind: 'call' }>;

export interface Around {
  readonly workflow: Workflow | undefined;
  readonly job: Job | undefined;
  readonly env: readonly Pair[];
}

/** The name of a stranger's value that the expression's result holds, also through `env` and outputs of jobs. */
export function taintOf(tree: ExpressionTree, around: Around, depth = 0): string | undefined {
  for (const part of flowing(tree)) {
    const whole = part.kind === 'call' ? writtenOut(part, around.workflow) : undefined;
    if (whole !== undefined) return whole;
    for (const { path } of chainsOf(part)) {
      if (path.join('.') !== pathOf(part)?.join('.')) continue;
      if (isUntrusted(path) && !isOneOfNamed(path, around.workflow)) return path.join('.');
      const source = depth > 3 ? undefined : sourceOf(path, around);
      const found = source === undefined ? undefined : taintOfText(source, around, depth + 1);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** The text that sets what the path names. */
function sourceOf([context, name, kind, output]: readonly string[], around: Around): string | undefined {
  if (context === 'env') {
    return around.env.find((pair) => pair.name.value.toLowerCase() === name)?.value.value;
  }
  if (context !== 'needs' || kind !== 'outputs') return undefined;
  const job = [...(around.workflow?.jobs ?? [])].find(([id]) => id.toLowerCase() === name)?.[1];
  return job?.outputs.find((pair) => pair.name.value.toLowerCase() === output)?.value.value;
}

export function taintOfText(text: string, around: Around, depth = 0): string | undefined {
  for (const { innerStart, innerEnd } of expressionsIn(text)) {
    const { tree } = readExpression(text.slice(innerStart, innerEnd));
    const found = tree === undefined ? undefined : taintOf(tree, around, depth);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A workflow that only waits for runs of branches which it names in full knows what the branch can be. */
function isOneOfNamed(path: readonly string[], workflow: Workflow | undefined): boolean {
  if (path.join('.') !== 'github.event.workflow_run.head_branch') return false;
  const [trigger, ...others] = workflow?.triggers ?? [];
  const branches = trigger?.event === 'workflow_run' ? trigger.filters.get('branches')?.values : undefined;
  return others.length === 0 && branches?.every(({ value }) => !/[*?+[!]/.test(value)) === true;
}
