// Texts with the values of a matrix and of `env` put in, whose characters still lead to the file.

import { groupBy } from '../../base/group.ts';
import type { Job, Pair, Step, TextValue, Workflow } from '../../model/workflow.ts';
import { combinationsOf, type Values } from './matrix.ts';

const reference = /\$\{\{\s*(matrix|env)\.([\w.-]+)\s*\}\}/g;

/** The step once for each way in which the matrix of its job makes it differ; once as it is where nobody knows. */
export function filledSteps(workflow: Workflow, job: Job, step: Step): readonly Step[] {
  const texts = textsOf(step);
  const names = new Set(texts.flatMap(({ value }) => [...value.matchAll(reference)].map(nameOf)));
  if (names.size === 0) return [step];
  const env = [...names].some((name) => name.startsWith('env.')) ? envOf(workflow, job, step) : [];
  const all = [...names].some((name) => name.startsWith('matrix.')) ? combinationsFor(job, step) : [];
  const ways = (all.length === 0 ? [new Map<string, string>()] : all).map((one) => {
    const values = new Map([...env, ...[...one].map(([path, value]) => [`matrix.${path}`, value] as const)]);
    return new Map([...values].filter(([name]) => names.has(name)));
  });
  // What differs in other keys only is the same step.
  const distinct = groupBy(ways, (one) => JSON.stringify([...one].sort()));
  return [...distinct.values()].flatMap(([one]) => (one === undefined ? [] : [filledStep(step, one)]));
}

/** Nobody knows for which of them a condition holds. */
function combinationsFor(job: Job, step: Step): readonly Values[] {
  return /\bmatrix\b/.test(step.condition?.value ?? '') ? [] : combinationsOf(job);
}

function nameOf([, context, name]: RegExpMatchArray): string {
  return `${context}.${name}`;
}

/** As far as they are text; what a step writes to the environment of the next ones is not known. */
function envOf(workflow: Workflow, job: Job, step: Step): readonly (readonly [string, string])[] {
  const written = job.steps.map(({ run }) => run?.value ?? '').filter((text) => text.includes('GITHUB_ENV'));
  return [...workflow.env, ...job.env, ...step.env].flatMap(({ name, value }) => {
    const isWritten = written.some((text) => text.includes(name.value));
    return isWritten ? [] : [[`env.${name.value}`, value.value] as const];
  });
}

function textsOf({ run, workingDirectory, with: inputs }: Step): readonly TextValue[] {
  return [...inputs.map(({ value }) => value), ...[run, workingDirectory].flatMap((text) => text ?? [])];
}

function filledStep(step: Step, values: Values): Step {
  const fill = (text: TextValue | undefined) => (text === undefined ? undefined : filled(text, values));
  return {
    ...step,
    with: step.with.map(({ name, value }): Pair => ({ name, value: filled(value, values) })),
    run: fill(step.run),
    workingDirectory: fill(step.workingDirectory),
  };
}

/** Where a piece of the filled text begins, and what of the text as written it stands for. */
interface Piece {
  readonly at: number;
  readonly from: number;
  readonly to: number;
  readonly isValue: boolean;
}

function filled(text: TextValue, values: Values): TextValue {
  const pieces: Piece[] = [];
  let value = '';
  let read = 0;
  const add = (to: number, put?: string) => {
    if (to > read) pieces.push({ at: value.length, from: read, to, isValue: put !== undefined });
    value += put ?? text.value.slice(read, to);
    read = to;
  };
  for (const match of text.value.matchAll(reference)) {
    const put = values.get(nameOf(match));
    if (put === undefined) continue;
    add(match.index);
    add(match.index + match[0].length, put);
  }
  if (pieces.length === 0) return text;
  add(text.value.length);
  return { value, span: text.span, place: (start, end) => placeOf(text, pieces, start, end) };
}

function placeOf(text: TextValue, pieces: readonly Piece[], start: number, end: number) {
  const first = pieces.findLast(({ at }) => at <= start) ?? pieces[0];
  const last = pieces.findLast(({ at }) => at < Math.max(end, start + 1)) ?? first;
  if (first === undefined || last === undefined) return text.place(0, text.value.length);
  const from = first.isValue ? first.from : first.from + start - first.at;
  return text.place(from, last.isValue ? last.to : Math.max(from, last.from + end - last.at));
}
