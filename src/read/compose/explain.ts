// Where a value of the resolved project comes from, and what it replaced: `config --explain services.api.ports[0]`.

import { maskEntry } from '../../base/secret.ts';
import type { Origin, Span } from '../../base/span.ts';
import type { ResolvedNode, Stack, VariableUse } from '../../model/service.ts';
import { nodeAt } from './explain/path.ts';
import { masked, maskedText } from './mask.ts';

export interface Link {
  readonly span: Span;
  /** `set` is the text that counts; the others are what it came through and what it replaced, nearest first. */
  readonly how: 'set' | Origin['how'];
  /** The value, the value that lost, or the variable with its value. Secrets are masked. */
  readonly value: string;
}

export interface Explanation {
  /** `services.api.ports[0].target`, as one would ask for it. */
  readonly path: string;
  readonly links: readonly Link[];
}

/** The history of what stands at a path; of a list or mapping also that of each single value in it. */
export function explain(stack: Stack, path: string): readonly Explanation[] {
  const { node, keys } = nodeAt(stack.resolved, path);
  const known = knownOf(stack);
  const explained: Explanation[] = [{ path: pathText(keys), links: chainOf(node, keys, known) }];
  if (node.kind !== 'scalar') addLeaves(node, keys, known, explained);
  return explained;
}

type Keys = readonly (string | number)[];
type Uses = ReadonlyMap<string, readonly VariableUse[]>;

/** The variables of the project: where they are used, and what they are. */
interface Known {
  /** Those in env files. */
  readonly inFiles: Uses;
  readonly uses: Uses;
  readonly values: ReadonlyMap<string, string>;
}

function knownOf({ variables, environmentVariables, files }: Stack): Known {
  const uses = new Map<string, VariableUse[]>();
  const inFiles = new Map<string, VariableUse[]>();
  for (const use of variables) {
    add(uses, use.name, use);
    if (!/\.ya?ml$/.test(use.span.file) && !files.includes(use.span.file)) add(inFiles, use.span.file, use);
  }
  return { uses, inFiles, values: environmentVariables };
}

function add(to: Map<string, VariableUse[]>, key: string, use: VariableUse): void {
  const known = to.get(key);
  if (known === undefined) to.set(key, [use]);
  else known.push(use);
}

function addLeaves(node: ResolvedNode, keys: Keys, known: Known, into: Explanation[]): void {
  if (node.kind === 'scalar') {
    into.push({ path: pathText(keys), links: chainOf(node, keys, known) });
    return;
  }
  const inner = node.kind === 'list' ? node.items.entries() : node.entries;
  for (const [key, value] of inner) addLeaves(value, [...keys, key], known, into);
}

function pathText(keys: Keys): string {
  const steps = keys.map((key) => {
    if (typeof key === 'number') return `[${key}]`;
    return /^[^.[\]"'\s]+$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
  });
  return steps.join('').replace(/^\./, '') || '$';
}

function chainOf(node: ResolvedNode, keys: Keys, known: Known): readonly Link[] {
  const path = keys.map((key) => (typeof key === 'number' ? '' : key));
  const value = node.kind === 'scalar' ? masked(path, String(node.value ?? '')) : summary(node, path);
  const [first, ...rest] = node.trail ?? [];
  // What nobody wrote was not set: the default is the first link itself.
  if (first?.how === 'default')
    return [
      { how: 'default', span: node.span, value },
      ...rest.map((origin) => linkOf(origin, node, path, known)),
    ];
  const links = [...insideEnvFile(node, known), ...(node.trail ?? [])].map((origin) =>
    linkOf(origin, node, path, known),
  );
  return [{ how: 'set', span: node.span, value }, ...links];
}

/** Variables in a value of an env file: its history does not hold them, since env files are read apart. */
function insideEnvFile({ span }: ResolvedNode, { inFiles }: Known): readonly Origin[] {
  const uses = inFiles
    .get(span.file)
    ?.filter((use) => use.span.start >= span.start && use.span.end <= span.end);
  return (uses ?? []).map((use) => ({
    how: 'interpolation',
    span: use.definedAt ?? use.span,
    note: use.name,
  }));
}

function linkOf(
  { how, span, note }: Origin,
  node: ResolvedNode,
  path: readonly string[],
  known: Known,
): Link {
  if (how === 'interpolation' && note !== undefined)
    return { how, span, value: variableText(note, span, known) };
  if (how !== 'overrides' || note === undefined) return { how, span, value: note ?? '' };
  // Notes on overridden lists and mappings may hold anything: only those of single values are shown.
  return { how, span, value: node.kind === 'scalar' ? masked(path, note) : '' };
}

/** `TAG = 1.27`, and where the value is from when the span cannot say it. */
function variableText(name: string, span: Span, { uses, values }: Known): string {
  const use = uses.get(name)?.find(({ definedAt, span: place }) => isSame(definedAt ?? place, span));
  // A name alone (`environment: [NAME]`) is no expression: it is taken from the process.
  const value = use === undefined ? values.get(name) : use.value;
  if (value === undefined)
    return use?.form === 'default' ? `${name} is not set: its default` : `${name} is not set`;
  const shown = `${name} = ${maskEntry(name, value)}`;
  const isFromProcess = use === undefined || use.from === 'process';
  return isFromProcess ? `${shown}, from the environment of the process` : shown;
}

function isSame(a: Span, b: Span): boolean {
  return a.file === b.file && a.start === b.start && a.end === b.end;
}

function summary(node: ResolvedNode, path: readonly string[]): string {
  const text = JSON.stringify(maskedText(node, path));
  return text.length > 200 ? `${text.slice(0, 197)}...` : text;
}
