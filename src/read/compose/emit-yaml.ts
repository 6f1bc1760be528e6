// Plain data as YAML in block style: what `config` prints. Text is quoted wherever a YAML reader could mistake it.
import { yamlScalar } from '../../syntax/yaml-scalar.ts';

export type PlainValue =
  | string
  | number
  | boolean
  | null
  | readonly PlainValue[]
  | { readonly [key: string]: PlainValue };

/** A document, with a final line feed. */
export function emitYaml(data: PlainValue): string {
  if (!isCollection(data) || isEmpty(data)) return `${inline(data)}\n`;
  const lines: string[] = [];
  addLines(data, '', '', lines);
  return `${lines.join('\n')}\n`;
}

type Collection = readonly PlainValue[] | { readonly [key: string]: PlainValue };

function isCollection(data: PlainValue): data is Collection {
  return typeof data === 'object' && data !== null;
}

function isList(data: PlainValue): data is readonly PlainValue[] {
  return Array.isArray(data);
}

function isEmpty(data: Collection): boolean {
  return (isList(data) ? data : Object.keys(data)).length === 0;
}

/** The first line begins with `first`, the others with `indent`: an item of a list stands behind its dash. */
function addLines(data: Collection, first: string, indent: string, lines: string[]): void {
  let begin = first;
  if (isList(data)) {
    for (const item of data) {
      if (isCollection(item) && !isEmpty(item)) addLines(item, `${begin}- `, `${indent}  `, lines);
      else lines.push(`${begin}- ${inline(item)}`);
      begin = indent;
    }
    return;
  }
  for (const [key, value] of Object.entries(data)) {
    const name = begin + yamlScalar(key);
    if (isCollection(value) && !isEmpty(value)) {
      lines.push(`${name}:`);
      addLines(value, `${indent}  `, `${indent}  `, lines);
    } else lines.push(`${name}: ${inline(value)}`);
    begin = indent;
  }
}

function inline(data: PlainValue): string {
  if (typeof data === 'string') return yamlScalar(data);
  if (isCollection(data)) return isList(data) ? '[]' : '{}';
  return String(data);
}
