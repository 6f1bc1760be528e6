// Tables as they grow: headers and dotted keys add to one that began elsewhere.
import type { YamlEntry, YamlMap, YamlNode, YamlScalar } from '../yaml/tree.ts';
import { complain, type TomlCursor } from './cursor.ts';

export interface Table {
  readonly kind: 'table';
  readonly entries: Map<string, { readonly key: YamlScalar; readonly value: TomlValue }>;
  readonly start: number;
  end: number;
  readonly flow: boolean;
}

/** `[[name]]`, each time one more table. */
export interface Tables {
  readonly kind: 'tables';
  readonly items: Table[];
}

export type TomlValue = Table | Tables | YamlNode;

export function newTable(start: number, flow = false): Table {
  return { kind: 'table', entries: new Map(), start, end: start, flow };
}

/** The table behind a chain of keys, made where it is not there; undefined where a value stands in the way. */
export function tableAt(cursor: TomlCursor, from: Table, keys: readonly YamlScalar[]): Table | undefined {
  let table = from;
  for (const key of keys) {
    const known = table.entries.get(key.text)?.value;
    const next = known === undefined ? newTable(key.span.start) : lastTable(known);
    if (next === undefined) {
      complainTwice(cursor, key);
      return undefined;
    }
    if (known === undefined) table.entries.set(key.text, { key, value: next });
    table = next;
  }
  return table;
}

function lastTable(value: TomlValue): Table | undefined {
  if (value.kind === 'tables') return value.items.at(-1);
  return value.kind === 'table' && !value.flow ? value : undefined;
}

/** One more table of the array; undefined where another value has that key. */
export function appended(cursor: TomlCursor, from: Table, key: YamlScalar): Table | undefined {
  const known = from.entries.get(key.text)?.value;
  const made = newTable(key.span.start);
  if (known === undefined) {
    from.entries.set(key.text, { key, value: { kind: 'tables', items: [made] } });
    return made;
  }
  if (known.kind === 'tables') {
    known.items.push(made);
    return made;
  }
  complainTwice(cursor, key);
  return undefined;
}

/** The first value of a key counts: the programs that read such a file refuse it. */
export function put(cursor: TomlCursor, table: Table, key: YamlScalar, value: TomlValue): void {
  if (table.entries.has(key.text)) complainTwice(cursor, key);
  else table.entries.set(key.text, { key, value });
}

function complainTwice(cursor: TomlCursor, { text, span }: YamlScalar): void {
  complain(cursor, 'toml-duplicate-key', `the key ${text} is there already`, span.start, span.end);
}

/** The finished tree, in the form that YAML files have. */
export function treeOf(file: string, value: TomlValue): YamlNode {
  if (value.kind === 'table') return mapOf(file, value);
  if (value.kind !== 'tables') return value;
  const items = value.items.map((item) => mapOf(file, item));
  const span = { file, start: items[0]?.span.start ?? 0, end: items.at(-1)?.span.end ?? 0 };
  return { kind: 'list', flow: false, items, span };
}

export function mapOf(file: string, table: Table): YamlMap {
  const entries = [...table.entries.values()].map(({ key, value }): YamlEntry => {
    const node = treeOf(file, value);
    const end = Math.max(key.span.end, node.span.end);
    return { key, value: node, span: { file, start: key.span.start, end } };
  });
  const end = entries.reduce((last, entry) => Math.max(last, entry.span.end), table.end);
  return { kind: 'map', flow: table.flow, entries, span: { file, start: table.start, end } };
}
