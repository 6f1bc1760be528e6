// Where problems and uses of variables are gathered, each once however often its text is read.
import type { Span } from '../../base/span.ts';
import { printable } from '../../base/text.ts';
import type { ReadProblem } from '../../model/artifact.ts';
import type { VariableUse } from '../../model/service.ts';
import type { Interpolated } from './interpolate.ts';
import type { Node, Place } from './node/node.ts';

export interface Report {
  /** True when `$…` is left as written: what it stands for cannot be checked or taken apart. */
  readonly keepsTemplates: boolean;
  readonly problems: readonly ReadProblem[];
  readonly variables: readonly VariableUse[];
  problem(problem: ReadProblem): void;
  interpolation(result: Interpolated, place: Place): void;
}

export function newReport(keepsTemplates = false): Report {
  const problems = new Map<string, ReadProblem>();
  const variables = new Map<string, VariableUse>();
  const addProblem = (problem: ReadProblem) => {
    const { file, start, end } = problem.span;
    const key = `${problem.code} ${file} ${start} ${end}`;
    if (!problems.has(key)) problems.set(key, problem);
  };
  return {
    keepsTemplates,
    get problems() {
      return [...problems.values()];
    },
    get variables() {
      return [...variables.values()];
    },
    problem: addProblem,
    interpolation({ uses, faults }, place) {
      for (const { name, form, variable, start, end } of uses) {
        const span = place(start, end);
        const key = `${span.file} ${span.start} ${name}`;
        if (variables.has(key)) continue;
        const { from, definedAt, value } = variable ?? {};
        variables.set(key, { name, span, form, from, definedAt, value });
      }
      for (const { kind, message, start, end } of faults)
        addProblem(faultOf(kind, message, place(start, end)));
    },
  };
}

function faultOf(kind: 'syntax' | 'required', message: string, span: Span): ReadProblem {
  if (kind === 'required') {
    const hint = 'Set the variable in the environment or in the .env file.';
    return { code: 'variable-required', message: printable(message), span, hint };
  }
  return {
    code: 'interpolation-syntax',
    message: printable(
      `Expected a variable expression such as \${NAME} or \${NAME:-default}, but ${message}`,
    ),
    span,
    hint: 'Correct the expression, or write `$$` where a dollar sign is meant.',
  };
}

/** What was found, for a message: `the text "abc"`, `a list`. */
export function describe(node: Node): string {
  if (node.kind === 'list') return 'a list';
  if (node.kind === 'map') return 'a mapping';
  if (node.value === null) return 'nothing';
  if (node.form === 'date') return `the date ${shortened(node.spelling ?? node.text)}`;
  if (typeof node.value === 'string')
    return node.value === '' ? 'an empty text' : `the text ${quoted(node.value)}`;
  return typeof node.value === 'number'
    ? `the number ${shortened(node.spelling ?? node.text)}`
    : String(node.value);
}

export function quoted(text: string): string {
  return `"${shortened(text)}"`;
}

function shortened(text: string): string {
  const visible = printable(text.replaceAll('\n', ' '));
  return visible.length > 60 ? `${visible.slice(0, 57)}...` : visible;
}

export function reportTwice(
  report: Report,
  what: string,
  span: Span,
  first: Span,
  { accepted = false } = {},
): void {
  report.problem({
    code: 'duplicate-key',
    message: `Expected each entry once, but ${what} is there twice`,
    span,
    hint: 'Remove one of the two.',
    related: [{ at: first, message: 'the first one' }],
    ...(accepted ? { accepted } : {}),
  });
}
