// Expressions of a script moved into its environment, where the shell takes them for text.
import type { Problem } from '../../model/finding.ts';
import type { Project } from '../../model/project.ts';
import type { Expression, Step, TextValue } from '../../model/workflow.ts';
import { chainsOf, expressionsIn } from '../../syntax/expression.ts';
import { addKey } from '../../syntax/yaml-edit.ts';
import { later, replace } from '../fix.ts';
import type { AroundStep } from '../rule.ts';
import { writtenAt } from './source-text.ts';
import { envOf } from './workflow.ts';
import { shellOf } from './workflow-run.ts';
import { reviewFix, yamlOf } from './yaml-fix.ts';

/** `splits`: what stands bare goes on to be taken apart at its blanks, as lists of arguments are. */
export function intoEnvironment(
  project: Project,
  { workflow, job }: AroundStep,
  step: Step,
  expression: Expression,
  splits: boolean,
): Pick<Problem, 'fix'> {
  return later(() => environmentFix(project, { workflow, job }, step, expression, splits));
}

function environmentFix(
  project: Project,
  { workflow, job }: Pick<AroundStep, 'workflow' | 'job'>,
  step: Step,
  expression: Expression,
  splits: boolean,
): Pick<Problem, 'fix'> {
  const { run } = step;
  const { name: shell } = shellOf(workflow, job, step);
  const text = writtenAt(project, expression.span);
  if (run === undefined || !/^(?:ba)?sh$/.test(shell ?? '') || !/^\$\{\{[^\n]*\}\}$/.test(text)) return {};
  const quoting = quotingAt(run, expression);
  const variable = variableOf(expression);
  if (quoting === undefined || variable === undefined) return {};
  const known = envOf(workflow, job, step).find(({ name }) => name.value === variable);
  const isSame = known !== undefined && sameText(known.value.value, text);
  if (known !== undefined && !isSame && !isOfEnv(expression)) return {};
  const word = quoting === 'double' || splits ? `\${${variable}}` : `"\${${variable}}"`;
  const edit = replace(expression.span, word);
  // What is there already is used from there.
  if (known !== undefined) return reviewFix(`Use $${variable}`, edit);
  if (isOfEnv(expression)) return {};
  const added = addKey(yamlOf(project, step.span.file), step.span, ['env', variable], text);
  return reviewFix(`Hand it over as $${variable}`, edit, added);
}

function sameText(a: string, b: string): boolean {
  return a.replace(/\s+/g, '') === b.replace(/\s+/g, '');
}

function isOfEnv({ tree }: Expression): boolean {
  return [...chainsOf(tree)].some(({ path }) => path[0] === 'env');
}

/** `HEAD_REF` of `github.head_ref`, `ISSUE_TITLE` of `github.event.issue.title`, `INPUT_TAG` of `inputs.tag`. */
function variableOf({ tree }: Expression): string | undefined {
  const [chain] = chainsOf(tree);
  const path = chain?.path.filter((part) => /^[\w-]+$/.test(part) && part !== '*') ?? [];
  const [context, ...parts] = path;
  if (context === undefined || parts.length === 0) return undefined;
  const name =
    context === 'inputs' || parts[1] === 'inputs' ? ['input', parts.at(-1) ?? ''] : parts.slice(-2);
  // In the environment names are as they are written; paths are in small letters.
  const text = (context === 'env' ? parts : name).join('_').replaceAll('-', '_').toUpperCase();
  return /^[A-Z_]\w*$/.test(text) &&
    !/^(?:PATH|HOME|USER|SHELL|PWD|CI|IFS|ENV|GITHUB_.*|RUNNER_.*)$/.test(text)
    ? text
    : undefined;
}

type Quoting = 'bare' | 'double';

const cache = new WeakMap<TextValue, ReadonlyMap<number, Quoting>>();

/** How the shell reads the place of the expression; undefined where another reading than as a word is possible. */
function quotingAt(run: TextValue, { span }: Expression): Quoting | undefined {
  const known = cache.get(run) ?? quotingsIn(run);
  cache.set(run, known);
  return known.get(span.start);
}

/** All expressions of the script as words, by their places, up to where it is not plain any more. */
function quotingsIn(run: TextValue): ReadonlyMap<number, Quoting> {
  const script = run.value;
  const found = new Map(expressionsIn(script).map((each) => [each.start, each]));
  const quotings = new Map<number, Quoting>();
  const stack: Quoting[] = ['bare'];
  for (let at = 0; at < script.length; at++) {
    const own = found.get(at);
    if (own !== undefined) {
      quotings.set(run.place(own.start, own.end).start, stack.at(-1) ?? 'bare');
      at = own.end - 1;
      continue;
    }
    const next = afterQuoted(script, at, stack.at(-1) ?? 'bare');
    if (next === undefined) break;
    if (next > at) at = next - 1;
    else nest(stack, script, at);
  }
  return quotings;
}

/** Behind what the shell does not look into at this place; the place itself when there is no such thing. */
function afterQuoted(script: string, at: number, state: Quoting): number | undefined {
  const char = script[at];
  if (char === '\\') return at + 2;
  if (char === '`' || (state === 'bare' && script.startsWith('<<', at) && script[at + 2] !== '<'))
    return undefined;
  if (state === 'double') return at;
  if (char === "'") {
    const end = script.indexOf("'", at + 1);
    return end === -1 ? undefined : end + 1;
  }
  if (char === '#' && /(?:^|\s)$/.test(script.slice(Math.max(0, at - 1), at))) {
    const end = script.indexOf('\n', at);
    return end === -1 ? undefined : end;
  }
  return at;
}

function nest(stack: Quoting[], script: string, at: number): void {
  const char = script[at];
  const state = stack.at(-1);
  if (char === '"' && state === 'double') stack.pop();
  else if (char === '"') stack.push('double');
  else if (char === '(' && (state === 'bare' || script[at - 1] === '$')) stack.push('bare');
  else if (char === ')' && state === 'bare' && stack.length > 1) stack.pop();
}
