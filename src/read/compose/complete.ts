// What can only be asked after all files are merged: keys that must be there, values that are still empty.
import type { Span } from '../../base/span.ts';
import type { Context } from './context.ts';
import { isNull, type ListNode, type MapNode, type Node } from './node/node.ts';
import { pruned } from './node/tree.ts';
import { quoted, reportTwice } from './report.ts';
import { choiceFor, expectedOf } from './schema/choice.ts';
import { root } from './schema/root.ts';
import type { MapShape, Shape } from './schema/shape.ts';

/** Reports what is missing in the merged project. `at` of a problem is the key of the object that lacks something. */
export function checkComplete(context: Context, tree: MapNode): void {
  visit({ context, isWhole: true }, tree, root, '', tree.span);
}

/** The same for what is merged so far; which of several keys an object has may still be left open. */
export function checkMerged(context: Context, tree: MapNode): void {
  const clean = pruned(tree);
  if (clean !== undefined) visit({ context, isWhole: false }, clean, root, '', tree.span);
}

interface Visit {
  readonly context: Context;
  readonly isWhole: boolean;
}

function visit(at: Visit, node: Node, shape: Shape, path: string, key: Span): void {
  const { context } = at;
  if (isNull(node)) {
    if (!acceptsNull(shape)) reportEmpty(context, shape, path, key);
    return;
  }
  const chosen = choiceFor(node, shape);
  if (chosen?.kind === 'list' && node.kind === 'list') {
    if (chosen.unique === true) reportEqualItems(context, node, path);
    for (const [index, item] of node.items.entries())
      visit(at, item, chosen.item, `${path}[${index}]`, item.span);
  }
  if (node.kind !== 'map' || chosen === undefined) return;
  if (chosen.kind === 'map') reportMissing(at, node, chosen, path, key);
  for (const [name, entry] of node.entries) {
    const inner =
      chosen.kind === 'map' ? chosen.fields[name] : chosen.kind === 'dict' ? chosen.value : undefined;
    if (inner !== undefined) visit(at, entry.value, inner, path === '' ? name : `${path}.${name}`, entry.key);
  }
}

function acceptsNull(shape: Shape): boolean {
  switch (shape.kind) {
    case 'any':
      return true;
    case 'scalar':
      return shape.accepts.includes('null');
    case 'map':
      return shape.nullable === true;
    case 'either':
      return shape.choices.some(acceptsNull);
    case 'list':
    case 'dict':
      return false;
  }
}

function reportEmpty(context: Context, shape: Shape, path: string, key: Span): void {
  context.report.problem({
    code: 'wrong-type',
    message: `${path} must be ${expectedOf(shape)}, found nothing`,
    span: key,
    hint: 'Write a value after the colon, or remove the key.',
  });
}

function reportEqualItems(context: Context, node: ListNode, path: string): void {
  const seen = new Map<string, Node>();
  for (const item of node.items) {
    if (item.kind !== 'scalar') continue;
    const first = seen.get(item.text);
    if (first !== undefined)
      reportTwice(context.report, `${quoted(item.text)} in ${path}`, item.span, first.span);
    else seen.set(item.text, item);
  }
}

function reportMissing(
  { context, isWhole }: Visit,
  node: MapNode,
  shape: MapShape,
  path: string,
  key: Span,
): void {
  const has = (name: string) => node.entries.has(name);
  const { required = [], oneOf } = shape;
  if (isWhole) reportExclusive(context, node, shape, path);
  const missing = required.filter((name) => !has(name));
  const lacksAll = isWhole && oneOf !== undefined && !oneOf.some(has) && !has('extends');
  if (missing.length === 0 && !lacksAll) return;
  // A key that is there but wrong was left out with a problem of its own.
  if (context.report.problems.some((problem) => isWithin(problem.span, node.span))) return;
  const [expected, hint] =
    missing.length > 0
      ? [missing.join(' and '), `Add ${missing.join(' and ')}.`]
      : [oneOf?.join(' or '), `Add one of ${oneOf?.join(', ')}.`];
  const found = [...node.entries.keys()].filter((name) => !name.startsWith('x-')).join(', ') || 'no key';
  const message = `${path} must have ${expected}, found ${found}`;
  context.report.problem({ code: 'missing-key', message, span: key, hint });
}

function reportExclusive(context: Context, node: MapNode, { exclusive = [] }: MapShape, path: string): void {
  const [first, second] = exclusive.filter((name) => node.entries.has(name));
  const key = second === undefined ? undefined : node.entries.get(second)?.key;
  if (key === undefined) return;
  const message = `${path} has both ${first} and ${second}, of which it may have one`;
  context.report.problem({
    code: 'invalid-value',
    message,
    span: key,
    hint: `Remove ${first} or ${second}.`,
  });
}

function isWithin(inner: Span, outer: Span): boolean {
  return inner.file === outer.file && inner.start >= outer.start && inner.end <= outer.end;
}
