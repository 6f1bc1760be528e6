// The small part of JSONPath that smoke checks use: `$.items`, `$[0].id`, `$.a.b[2]`, `$['odd key']`.
import type { JsonExpectation } from '../model/smoke.ts';
import { excerpt } from '../probes/answer.ts';

const segment = /\.([A-Za-z_][\w-]*)|\[(\d+)\]|\['([^']*)'\]/y;

/** Keys and indexes in order; undefined when the path is not one of ours. */
export function parseJsonPath(path: string): readonly (string | number)[] | undefined {
  if (!path.startsWith('$')) return undefined;
  const segments: (string | number)[] = [];
  segment.lastIndex = 1;
  while (segment.lastIndex < path.length) {
    const match = segment.exec(path);
    if (match === null) return undefined;
    segments.push(match[2] === undefined ? (match[1] ?? match[3] ?? '') : Number(match[2]));
  }
  return segments;
}

/** The value at the path, or undefined where there is none. */
export function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
  let at = value;
  for (const key of path) {
    if (typeof at !== 'object' || at === null) return undefined;
    if (Array.isArray(at) !== (typeof key === 'number')) return undefined;
    at = Object.entries(at).find(([name]) => name === String(key))?.[1];
  }
  return at;
}

/** What is wrong with the document, or undefined when every expectation holds. */
export function jsonMismatch(
  value: unknown,
  expected: Readonly<Record<string, JsonExpectation>>,
): string | undefined {
  for (const [path, expectation] of Object.entries(expected)) {
    const segments = parseJsonPath(path);
    const found = segments === undefined ? undefined : valueAt(value, segments);
    if (found === undefined) return `${path} does not exist`;
    if ('equals' in expectation && found !== expectation.equals) {
      return `${path} is ${excerpt(JSON.stringify(found), 80)}, not ${JSON.stringify(expectation.equals)}`;
    }
  }
  return undefined;
}
