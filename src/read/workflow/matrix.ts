// The combinations that a job's matrix stands for, as far as the file says them.
// Source: https://docs.github.com/actions/how-tos/write-workflows/choose-what-workflows-do/run-job-variations
import type { Job, Matrix, MatrixCombination, MatrixValue } from '../../model/workflow.ts';

/** Values by path: `service`, or `service.name` where the value has fields. */
export type Values = ReadonlyMap<string, string>;
type Combination = ReadonlyMap<string, MatrixValue>;

/** As GitHub: no job has more. */
const maximum = 256;

const known = new WeakMap<Matrix, readonly Values[]>();

/** None where an expression decides, where there are too many, or where there is no matrix. */
export function combinationsOf({ matrix }: Job): readonly Values[] {
  if (matrix === undefined) return [];
  const found = known.get(matrix) ?? read(matrix) ?? [];
  known.set(matrix, found);
  return found;
}

function read(matrix: Matrix): readonly Values[] | undefined {
  if (matrix.dynamic || matrix.include.length > maximum) return undefined;
  const rows = rowsOf(matrix);
  const product = rows === undefined ? undefined : productOf(rows);
  if (product === undefined) return undefined;
  const kept = product.filter((one) => !matrix.exclude.some((excluded) => fits(excluded, one)));
  return withIncludes(kept, matrix.include, [...matrix.rows.keys()]).map(pathsOf);
}

type Row = readonly [string, readonly MatrixValue[]];

function rowsOf({ rows }: Matrix): readonly Row[] | undefined {
  const found: Row[] = [];
  for (const [key, { values }] of rows) {
    if (values === undefined || values.some(({ value }) => value.includes('${{'))) return undefined;
    found.push([key, values]);
  }
  return found;
}

function productOf(rows: readonly Row[]): readonly Combination[] | undefined {
  let all: Combination[] = rows.length === 0 ? [] : [new Map()];
  for (const [key, values] of rows) {
    if (all.length * values.length > maximum) return undefined;
    all = all.flatMap((one) => values.map((value) => new Map([...one, [key, value]])));
  }
  return all;
}

function fits({ values }: MatrixCombination, one: Combination): boolean {
  return [...values].every(([key, { value }]) => one.get(key)?.value === value);
}

/** An include is added to each combination of which it overwrites nothing; one that fits none stands by itself. */
function withIncludes(
  product: readonly Combination[],
  includes: readonly MatrixCombination[],
  keys: readonly string[],
): readonly Combination[] {
  const widened = product.map((one) => new Map(one));
  const alone: Combination[] = [];
  for (const { values } of includes) {
    const own = keys.filter((key) => values.has(key));
    const fitting = widened.filter((one) =>
      own.every((key) => one.get(key)?.value === values.get(key)?.value),
    );
    for (const one of fitting) for (const [key, value] of values) one.set(key, value);
    if (fitting.length === 0) alone.push(values);
  }
  return [...widened, ...alone];
}

function pathsOf(one: Combination): Values {
  return new Map(
    [...one].flatMap(([key, { value, fields }]) => [
      [key, value] as const,
      ...[...fields].map(([path, text]) => [`${key}.${path}`, text] as const),
    ]),
  );
}
