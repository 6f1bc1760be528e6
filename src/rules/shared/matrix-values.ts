// What a text of a job becomes in each combination of its matrix, as far as the file says it.
import type { Located } from '../../base/span.ts';
import type { Job, Matrix, MatrixValue } from '../../model/workflow.ts';
import { expressionsIn, pathOf, readExpression } from '../../syntax/expression.ts';

/** As GitHub: no job has more combinations. */
const maximum = 256;

/** The path below `matrix` of an expression that names a value of it and nothing else. */
function matrixPath(inner: string): string | undefined {
  const { tree } = readExpression(inner);
  const [context, ...path] = (tree === undefined ? undefined : pathOf(tree)) ?? [];
  return context === 'matrix' && path.length > 0 && !path.includes('*') ? path.join('.') : undefined;
}

function textIn({ value, fields }: MatrixValue, below: readonly string[]): string | undefined {
  if (below.length === 0) return fields.size > 0 || /^[[{]/.test(value) ? undefined : value;
  const wanted = below.join('.');
  return [...fields].find(([name]) => name.toLowerCase() === wanted)?.[1];
}

/** All values of a row or of includes, each with the place of its entry; without those that only the run knows. */
function valuesOf(matrix: Matrix, path: string): readonly Located<string>[] {
  const [name, ...below] = path.split('.');
  const ofKey = ([key]: readonly [string, unknown]) => key.toLowerCase() === name;
  const given = [
    ...([...matrix.rows].find(ofKey)?.[1].values ?? []),
    ...matrix.include.flatMap(({ values }) => [...values].find(ofKey)?.[1] ?? []),
  ];
  return given.flatMap((one) => {
    const value = textIn(one, below);
    return value === undefined || value.includes('${{') ? [] : [{ value, span: one.span }];
  });
}

/** The text itself where it has no expression; nothing where one of them asks for more than the matrix. */
export function textsOf({ matrix }: Job, { value, span }: Located<string>): readonly Located<string>[] {
  if (!value.includes('${{')) return [{ value, span }];
  if (matrix === undefined) return [];
  const found = expressionsIn(value);
  const paths = found.map(({ innerStart, innerEnd }) => matrixPath(value.slice(innerStart, innerEnd)));
  const [only] = paths;
  if (only === undefined || paths.some((path) => path !== only)) return [];
  return valuesOf(matrix, only)
    .slice(0, maximum)
    .map((one) => ({
      value: found.reduceRight(
        (text, { start, end }) => text.slice(0, start) + one.value + text.slice(end),
        value,
      ),
      span: one.span,
    }));
}
