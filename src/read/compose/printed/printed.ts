// A resolved project as plain data in the form of `docker compose config`.
import type { ResolvedNode } from '../../../model/service.ts';
import type { PlainValue } from '../emit-yaml.ts';
import type { Plain } from '../node/node.ts';
import { below, type PathTable } from '../node/path-table.ts';
import { bytesText, deviceCount, durationText, modeText, singlePrecision } from './amounts.ts';
import { type Form, forms } from './forms.ts';

/** What may be shown of a single value. */
export type Show = (path: readonly string[], value: Plain) => PlainValue;

type Table = PathTable<Form> | undefined;

interface At {
  readonly table: Table;
  readonly path: readonly string[];
  readonly show: Show;
  /** What is made of the dollar signs of a name. */
  readonly dollars: (text: string) => string;
}

/** The value of a top-level key; undefined when docker compose would leave it out. */
export function printed(
  key: string,
  node: ResolvedNode,
  show: Show,
  dollars: At['dollars'],
): PlainValue | undefined {
  const at: At = { table: below(forms, key), path: [key], show, dollars };
  return key.startsWith('x-') ? asWritten(node, at) : printedNode(node, at);
}

function printedNode(node: ResolvedNode, at: At): PlainValue | undefined {
  const form = at.table?.rule;
  if (node.kind === 'list') return listOf(node.items, at);
  if (node.kind === 'scalar') {
    const value = scalarOf(node.value, form);
    return typeof value === 'object' ? value : value === undefined ? undefined : at.show(at.path, value);
  }
  if (form === 'keys') return keyList(node.entries, at);
  const isNamed = form === 'texts' || form === 'set' || form === 'entries';
  const entries = sorted(node.entries).flatMap(([name, value]) => {
    const inner = { ...at, path: [...at.path, name], table: below(at.table, name) };
    const own = isNamed ? namedValue(value, inner, form) : fieldOf(name, value, inner);
    return own === undefined ? [] : [[at.dollars(name), own] as const];
  });
  // `services: {}` says that there are none.
  const isServices = at.path[0] === 'services' && at.path.length === 1;
  if (entries.length === 0 && (form === 'value' || (isNamed && !isServices))) return undefined;
  return Object.fromEntries(entries);
}

/** `{ default: null, key: ./id }` -> `[default, key=./id]`. */
function keyList(entries: ReadonlyMap<string, ResolvedNode>, { path, show }: At): PlainValue {
  return sorted(entries).map(([name, node]) => {
    const isBare = node.kind !== 'scalar' || node.value === null || node.value === '';
    return show([...path, ''], isBare ? name : `${name}=${node.value}`);
  });
}

/** An item of a mapping whose keys are the user's own: it stays even when it says nothing. */
function namedValue(node: ResolvedNode, at: At, form: Form): PlainValue | undefined {
  if (form === 'set' && node.kind === 'scalar' && node.value === null) return undefined;
  if (form !== 'entries' || (node.kind === 'scalar' && node.value === null)) return asWritten(node, at);
  return printedNode(node, at) ?? null;
}

function fieldOf(name: string, node: ResolvedNode, at: At): PlainValue | undefined {
  return name.startsWith('x-') ? asWritten(node, at) : printedNode(node, at);
}

function listOf(items: readonly ResolvedNode[], at: At): PlainValue | undefined {
  const form = at.table?.rule;
  if (items.length === 0 && form !== 'words') return undefined;
  const inner = { ...at, path: [...at.path, ''], table: below(at.table, '0') };
  const listed = items.map((item) => {
    if (item.kind !== 'scalar') return printedNode(item, inner) ?? null;
    return at.show(inner.path, form === 'texts' && item.value !== null ? String(item.value) : item.value);
  });
  return form === 'hosts' ? listed.map(String).sort() : listed;
}

/** Without change, empty values too. */
function asWritten(node: ResolvedNode, at: At): PlainValue {
  if (node.kind === 'scalar') return at.show(at.path, node.value);
  const inner = (name: string): At => ({ ...at, path: [...at.path, name] });
  if (node.kind === 'list') return node.items.map((item) => asWritten(item, inner('')));
  return Object.fromEntries(
    sorted(node.entries).map(([name, value]) => [at.dollars(name), asWritten(value, inner(name))]),
  );
}

/** A dollar sign is doubled, so that reading the output again gives the same text. */
export function doubled(text: string): string {
  return text.replaceAll('$', '$$$$');
}

function sorted(entries: ReadonlyMap<string, ResolvedNode>): (readonly [string, ResolvedNode])[] {
  return [...entries].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

/** The value in the form of its key; undefined where it says nothing. */
function scalarOf(value: Plain, form: Form | undefined): Plain | { hard: number; soft: number } | undefined {
  if (value === null) return undefined;
  // A variable that was left as written is no amount yet.
  if (typeof value === 'string' && value.includes('$')) return value;
  switch (form) {
    case 'kept':
    case 'texts':
    case 'set':
    case 'words':
      return value;
    case 'bytes':
      return present(bytesText(value), '0');
    case 'rate':
      return bytesText(value);
    case 'duration':
      return durationText(value);
    case 'delay':
      return present(durationText(value), '0s');
    case 'float':
      return present(singlePrecision(Number(value)), 0);
    case 'whole':
      return Number(value);
    case 'mode':
      return modeText(value);
    case 'count':
      return present(deviceCount(value), 0);
    case 'ulimit':
      return value === 0 ? { hard: 0, soft: 0 } : value;
    case 'optOut':
      return value === true ? undefined : value;
    case 'entries':
    case 'hosts':
    case 'keys':
    case 'value':
    case undefined:
      return value === '' || value === false || value === 0 ? undefined : value;
  }
}

function present<T>(value: T, nothing: T): T | undefined {
  return value === nothing ? undefined : value;
}
