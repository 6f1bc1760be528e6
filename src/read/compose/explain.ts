// Where a value of the resolved project comes from, and what it replaced: `config --explain services.api.ports[0]`.
import { SeaworthyError } from '../../base/errors.ts';
import type { Span } from '../../base/span.ts';
import { nearest } from '../../base/text.ts';
import type { ResolvedNode, Stack } from '../../model/service.ts';
import { masked } from './mask.ts';
import { trailOf } from './resolved.ts';

export interface Link {
  readonly span: Span;
  /** `set` is the value that counts; the others are what it came through and what it replaced, nearest first. */
  readonly how: 'set' | NonNullable<ReturnType<typeof trailOf>[number]>['how'];
  /** The value, the value that lost, or the variable. Secrets are masked. */
  readonly value: string;
}

/** The history of what stands at a path, nearest first. A path that does not exist is the user's mistake. */
export function explain(stack: Stack, path: string): readonly Link[] {
  const keys: string[] = [];
  let node = stack.resolved;
  let rest = path;
  while (rest !== '') {
    const step = stepOf(node, rest);
    if (step === undefined) throw notFound(node, path, rest);
    keys.push(step.key);
    node = step.node;
    rest = step.rest;
  }
  return chainOf(node, keys);
}

interface Step {
  readonly key: string;
  readonly node: ResolvedNode;
  readonly rest: string;
}

/** One key or index further. Keys may hold dots (`labels.com.example.a`): the longest that fits is taken. */
function stepOf(node: ResolvedNode, rest: string): Step | undefined {
  if (node.kind === 'list') {
    const index = /^\[?(\d+)\]?(?=$|[.[])\.?/.exec(rest);
    const item = node.items[Number(index?.[1] ?? -1)];
    return index === null || item === undefined
      ? undefined
      : { key: '', node: item, rest: rest.slice(index[0].length) };
  }
  if (node.kind !== 'map') return undefined;
  let best: Step | undefined;
  for (const [key, value] of node.entries) {
    const spelled = [key, `["${key}"]`].find(
      (text) => rest.startsWith(text) && /^(?:$|[.[])/.test(rest.slice(text.length)),
    );
    if (spelled === undefined || (best !== undefined && best.key.length >= key.length)) continue;
    best = { key, node: value, rest: rest.slice(spelled.length).replace(/^\./, '') };
  }
  return best;
}

function notFound(node: ResolvedNode, path: string, rest: string): SeaworthyError {
  const wrong = /^[^.[]*/.exec(rest)?.[0] || rest;
  const start = path.slice(0, path.length - rest.length);
  const before = start.replace(/\.$/, '');
  if (node.kind === 'list') {
    const expected =
      node.items.length === 0 ? 'nothing, the list is empty,' : `an index from 0 to ${node.items.length - 1}`;
    return new SeaworthyError('USAGE', `Expected ${expected} at ${before}, found "${rest}"`, {
      hint: `Ask for ${before} as a whole.`,
    });
  }
  const names = node.kind === 'map' ? [...node.entries.keys()] : [];
  const guess = nearest(wrong, names);
  const message = `Expected a key of ${before || 'the project'}, found "${wrong}"`;
  const keys = names.length === 0 ? 'It is a single value.' : `It has ${names.slice(0, 20).join(', ')}.`;
  const hint = guess === undefined ? keys : `Did you mean "${start}${guess}${rest.slice(wrong.length)}"?`;
  return new SeaworthyError('USAGE', message, { hint });
}

function chainOf(node: ResolvedNode, keys: readonly string[]): readonly Link[] {
  const value = node.kind === 'scalar' ? masked(keys, String(node.value ?? '')) : summary(node, keys);
  const links = trailOf(node).map(
    ({ how, span, note }): Link => ({ how, span, value: noteText(how, note, node, keys) }),
  );
  return [{ how: 'set', span: node.span, value }, ...links];
}

/** Notes on overridden lists and mappings may hold anything: only those of single values are shown. */
function noteText(
  how: Link['how'],
  note: string | undefined,
  node: ResolvedNode,
  keys: readonly string[],
): string {
  if (note === undefined) return '';
  return how === 'overrides' && node.kind === 'scalar' ? masked(keys, note) : how === 'overrides' ? '' : note;
}

function summary(node: ResolvedNode, keys: readonly string[]): string {
  const text = JSON.stringify(plain(node, keys));
  return text.length > 200 ? `${text.slice(0, 197)}...` : text;
}

function plain(node: ResolvedNode, keys: readonly string[]): unknown {
  if (node.kind === 'scalar') return node.value === null ? null : masked(keys, String(node.value));
  if (node.kind === 'list') return node.items.map((item) => plain(item, [...keys, '']));
  return Object.fromEntries([...node.entries].map(([key, value]) => [key, plain(value, [...keys, key])]));
}
