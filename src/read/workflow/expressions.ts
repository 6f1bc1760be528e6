// Expressions of a scalar, with what may be used in them.
import { keptList } from '../../base/kept.ts';
import type { Available, TextValue } from '../../model/workflow.ts';
import { type ExpressionFault, expressionsIn, readExpression } from '../../syntax/expression.ts';
import type { YamlScalar } from '../../syntax/yaml.ts';
import { textValue } from './place.ts';
import { addProblem, type Path, type Report } from './report.ts';

interface Context {
  /** Made only where there is an expression, or something wrong with one. */
  readonly path: () => Path;
  readonly available: Available | undefined;
  /** An `if`: an expression also without braces. */
  readonly bare: boolean;
}

export function gatherExpressions(report: Report, scalar: YamlScalar, context: Context): void {
  const { text } = scalar;
  if (!context.bare && !text.includes('${{')) return;
  const found = expressionsIn(text);
  const isBare = context.bare && found.length === 0 && text.trim() !== '';
  if (found.length === 0 && !isBare) return;
  // Once for all of them: aligning a text with its source takes time by its length.
  const within = textValue(report.source, scalar);
  if (isBare) {
    gather(report, within, { ...context, start: 0, end: text.trimEnd().length, innerStart: 0, inner: text });
    return;
  }
  for (const { start, end, innerStart, innerEnd, closed } of found) {
    if (!closed) {
      const span = within.place(start, start + 3);
      const message = 'An expression that begins here is not closed';
      addProblem(report, { code: 'expression-syntax', message, span, hint: 'End it with `}}`.' });
      continue;
    }
    gather(report, within, { ...context, start, end, innerStart, inner: text.slice(innerStart, innerEnd) });
  }
}

interface Piece extends Context {
  readonly start: number;
  readonly end: number;
  readonly innerStart: number;
  readonly inner: string;
}

function gather(report: Report, within: TextValue, piece: Piece): void {
  const { start, end, innerStart, inner, path, available } = piece;
  const { tree, fault } = readExpression(inner, innerStart);
  if (fault !== undefined || tree === undefined) {
    addFault(report, within, piece, fault);
    return;
  }
  report.expressions.push({
    span: within.place(start, end),
    text: inner.trim(),
    tree,
    within,
    alone: within.value.slice(0, start).trim() === '' && within.value.slice(end).trim() === '',
    path: keptList(path()),
    available,
  });
}

function addFault(
  report: Report,
  within: TextValue,
  { start, end, inner }: Piece,
  fault: ExpressionFault | undefined,
): void {
  const isEmpty = inner.trim() === '';
  const [from, to] = isEmpty || fault === undefined ? [start, end] : [fault.start, fault.end];
  addProblem(report, {
    code: 'expression-syntax',
    message: isEmpty ? 'An expression is empty' : `The expression cannot be read: ${fault?.message ?? ''}`,
    span: within.place(from, to),
    hint: isEmpty ? 'Write what is meant between the braces, or take them out.' : (fault?.hint ?? ''),
  });
}
