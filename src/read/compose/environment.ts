// A service's environment from its env files and its own entries (docker: "environment variables precedence").
import { type Located, located } from '../../base/span.ts';
import type { EnvEntry, EnvFileUse } from '../../model/service.ts';
import type { Context } from './context.ts';
import {
  type Entry,
  isNull,
  itemsAt,
  type MapNode,
  map,
  mapAt,
  type Node,
  scalar,
  scalarAt,
  textAt,
  withEntries,
} from './node/node.ts';
import { quoted } from './report.ts';
import { flagAt, locatedText } from './service/located.ts';
import { type EnvFileEntry, firstOf, type Lookup, readEnvEntries, type Variable } from './variables.ts';

export interface ServiceEnvironment {
  readonly entries: ReadonlyMap<string, EnvEntry>;
  readonly envFiles: readonly EnvFileUse[];
  /** The whole as a map for the resolved project. */
  readonly node: MapNode | undefined;
}

export function environmentOf(context: Context, service: MapNode, lookup: Lookup): ServiceEnvironment {
  const own = mapAt(service, 'environment');
  const entries = new Map<string, EnvEntry>();
  const envFiles = readEnvFiles(context, service, firstOf(lookup, ownLookup(own)), entries);
  if (context.input.resolveEnvironment === false) entries.clear();
  for (const [name, entry] of own?.entries ?? [])
    entries.set(name, over(entries.get(name), ownEntry(name, entry, lookup)));
  return { entries, envFiles, node: nodeOf(own, entries) };
}

/** Env files may use what `environment` sets. */
function ownLookup(own: MapNode | undefined): Lookup {
  return (name) => {
    const value = textAt(own, name);
    return value === undefined
      ? undefined
      : { value, from: 'override', definedAt: own?.entries.get(name)?.value.span };
  };
}

function readEnvFiles(
  context: Context,
  service: MapNode,
  lookup: Lookup,
  into: Map<string, EnvEntry>,
): readonly EnvFileUse[] {
  const uses: EnvFileUse[] = [];
  const known = new Map<string, Variable>();
  for (const item of itemsAt(service, 'env_file')) {
    const path = locatedText(item, 'path');
    if (path === undefined || !isEnvFileUse(context, item, path)) continue;
    const required = flagAt(item, true, 'required');
    uses.push({ path, required, exists: context.input.exists(path.value) });
    const text = context.input.readFile(path.value);
    if (text === undefined) continue;
    const isRaw = textAt(item, 'format') === 'raw';
    const entries = isRaw
      ? rawEntries(path.value, text, lookup, known)
      : readEnvEntries(path.value, text, lookup, known, context.report);
    for (const { name, nameSpan, variable } of entries) {
      if (variable === undefined) continue;
      const value = located(variable.value, variable.definedAt ?? nameSpan, [
        { how: 'env-file', span: path.span },
      ]);
      into.set(name, over(into.get(name), { name, nameSpan, value, from: 'env_file' }));
    }
  }
  return uses;
}

/** The entry with what it takes the place of in its history. */
function over(earlier: EnvEntry | undefined, entry: EnvEntry): EnvEntry {
  const [lost, value] = [earlier?.value, entry.value];
  if (lost === undefined || value === undefined) return entry;
  const before = (lost.trail ?? []).filter(({ how }) => how === 'overrides');
  const origin = { how: 'overrides', span: lost.span, note: lost.value } as const;
  return { ...entry, value: located(value.value, value.span, [...(value.trail ?? []), origin, ...before]) };
}

/** False for what docker compose cannot read: no path, a format that it does not know. */
function isEnvFileUse(context: Context, item: Node, path: Located<string>): boolean {
  const format = scalarAt(item, 'format');
  const isKnown = format === undefined || ['', '.env', 'raw'].includes(format.text);
  if (path.value !== '' && isKnown) return true;
  const [span, message, hint] =
    isKnown || format === undefined
      ? [
          path.span,
          'Expected the path of an env file, found an empty text',
          'Name a file, or remove the item.',
        ]
      : [
          format.span,
          `Expected raw or no format, found ${quoted(format.text)}`,
          'Write raw, or leave it out.',
        ];
  context.report.problem({ code: 'invalid-value', message, span, hint });
  return false;
}

/** `format: raw`: everything after the first `=` is the value (spec: services, "env_file"). */
function rawEntries(
  file: string,
  text: string,
  lookup: Lookup,
  known: Map<string, Variable>,
): readonly EnvFileEntry[] {
  const entries: EnvFileEntry[] = [];
  for (const match of text.matchAll(/^[ \t]*([^\s#=][^=\r\n]*)(?:=([^\r\n]*))?\r?$/gm)) {
    const name = (match[1] ?? '').trimEnd();
    const start = match.index + match[0].indexOf(name);
    const nameSpan = { file, start, end: start + name.length };
    const [, , value] = match;
    const at = start + (match[1] ?? '').length + 1;
    const own =
      value === undefined
        ? undefined
        : { value, from: 'env-file' as const, definedAt: { file, start: at, end: at + value.length } };
    const variable = own ?? lookup(name);
    if (variable !== undefined) known.set(name, variable);
    entries.push({ name, nameSpan, variable });
  }
  return entries;
}

function ownEntry(name: string, { key, value }: Entry, lookup: Lookup): EnvEntry {
  if (value.kind === 'scalar' && value.value !== null) {
    return { name, nameSpan: key, value: located(value.text, value.span, value.trail), from: 'environment' };
  }
  // A name alone takes its value from where compose runs.
  const variable = lookup(name);
  if (variable === undefined) return { name, nameSpan: key, value: undefined, from: 'environment' };
  const trail = [
    { how: variable.from === 'env-file' ? 'env-file' : 'interpolation', span: key, note: name } as const,
  ];
  return {
    name,
    nameSpan: key,
    value: located(variable.value, variable.definedAt ?? key, trail),
    from: 'environment',
  };
}

function nodeOf(own: MapNode | undefined, entries: ReadonlyMap<string, EnvEntry>): MapNode | undefined {
  const first = entries.values().next().value;
  if (first === undefined) return own;
  const nodes = new Map<string, Entry>();
  for (const { name, nameSpan, value } of entries.values()) {
    const node = scalar(value?.value ?? null, value?.span ?? nameSpan, value?.trail);
    nodes.set(name, { key: nameSpan, first: nameSpan, value: node });
  }
  return map(nodes, own?.span ?? first.nameSpan, own?.trail);
}

/** `build.args` without value take theirs likewise; one that nobody sets stays known as asked for. */
export function withBuildArguments(args: MapNode, lookup: Lookup): MapNode {
  const entries = new Map<string, Entry>();
  for (const [name, entry] of args.entries) {
    const known = isNull(entry.value) ? lookup(name) : undefined;
    const origin = { how: 'interpolation', span: entry.key, note: name } as const;
    const value =
      known === undefined ? entry.value : scalar(known.value, known.definedAt ?? entry.key, [origin]);
    entries.set(name, { ...entry, value });
  }
  return { ...args, entries };
}

/** Names in the lists of an included project take their values from what that project sees. */
export function withListedVariables(model: MapNode, lookup: Lookup): MapNode {
  const services = model.entries.get('services');
  if (services?.value.kind !== 'map') return model;
  const changes = [...services.value.entries].flatMap(([name, service]) => {
    const own = mapAt(service.value, 'environment');
    const known = service.value.kind === 'map' ? service.value.entries.get('environment') : undefined;
    if (own?.wasList !== true || known === undefined || service.value.kind !== 'map') return [];
    const environment = { ...known, value: withBuildArguments(own, lookup) };
    return [
      [name, { ...service, value: withEntries(service.value, [['environment', environment]]) }] as const,
    ];
  });
  return withEntries(model, [['services', { ...services, value: withEntries(services.value, changes) }]]);
}
