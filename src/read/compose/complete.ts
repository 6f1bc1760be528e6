// What can only be asked after all files are merged: keys that must be there, values that are still empty.
import { liesIn, type Span } from '../../base/span.ts';
import type { Context } from './context.ts';
import type { ListNode, MapNode, Node } from './node/node.ts';
import { isActive } from './profiles.ts';
import { quoted, reportTwice } from './report.ts';
import { choiceFor, expectedOf } from './schema/choice.ts';
import { root } from './schema/root.ts';
import type { ListShape, MapShape, Shape } from './schema/shape.ts';

/** Reports what is missing in the merged project. `at` of a problem is the key of the object that lacks something. */
export function checkComplete(context: Context, tree: MapNode): void {
  visit({ context, isWhole: true }, tree, undefined, root, top, tree.span);
}

/**
 * The same for what is merged so far; which of several keys an object has may still be left open. `before` is what was
 * looked at already: most of a project is the same after each file.
 */
export function checkMerged(context: Context, tree: MapNode, before: MapNode | undefined): void {
  visit({ context, isWhole: false }, tree, before, root, top, tree.span);
}

interface Visit {
  readonly context: Context;
  /** True when all files are merged. */
  readonly isWhole: boolean;
}

/** The way from the top to a node, made to text only for a message: keys, and the numbers of items. */
interface Where {
  readonly parent: Where | undefined;
  readonly step: string | number;
}

const top: Where = { parent: undefined, step: '' };

function pathOf(where: Where): string {
  const steps: string[] = [];
  for (let at: Where = where; at.parent !== undefined; at = at.parent)
    steps.unshift(typeof at.step === 'number' ? `[${at.step}]` : `.${at.step}`);
  return steps.join('').replace(/^\./, '');
}

function visit(at: Visit, node: Node, before: Node | undefined, shape: Shape, where: Where, key: Span): void {
  if (node === before) return;
  const { context } = at;
  if (node.kind === 'scalar') {
    if (node.value === null && !acceptsNull(shape)) reportEmpty(context, shape, pathOf(where), key);
    return;
  }
  const chosen = choiceFor(node, shape);
  if (chosen?.kind === 'list' && node.kind === 'list') visitItems(at, node, chosen, where);
  if (node.kind !== 'map' || chosen === undefined) return;
  if (chosen.kind === 'map') reportMissing(at, node, chosen, where, key);
  const known = before?.kind === 'map' ? before.entries : undefined;
  for (const [name, entry] of node.entries) {
    const inner =
      chosen.kind === 'map' ? chosen.fields[name] : chosen.kind === 'dict' ? chosen.value : undefined;
    if (inner !== undefined && entry.value.tag !== 'reset')
      visit(at, entry.value, known?.get(name)?.value, inner, { parent: where, step: name }, entry.key);
  }
}

function visitItems(at: Visit, node: ListNode, shape: ListShape, where: Where): void {
  const items = node.items.filter(({ tag }) => tag !== 'reset');
  if (shape.unique === true) reportEqualItems(at.context, items, where);
  for (const [index, item] of items.entries())
    visit(at, item, undefined, shape.item, { parent: where, step: index }, item.span);
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

function reportEqualItems(context: Context, items: readonly Node[], where: Where): void {
  const seen = new Map<string, Node>();
  for (const item of items) {
    if (item.kind !== 'scalar') continue;
    // `20` and `"20"` are two items.
    const key = `${typeof item.value} ${item.text}`;
    const first = seen.get(key);
    if (first !== undefined)
      reportTwice(context.report, `${quoted(item.text)} in ${pathOf(where)}`, item.span, first.span);
    else seen.set(key, item);
  }
}

function reportMissing(
  { context, isWhole }: Visit,
  node: MapNode,
  shape: MapShape,
  where: Where,
  key: Span,
): void {
  const has = (name: string) => hasKey(node, name);
  const { required = [], oneOf } = shape;
  if (isWhole) reportExclusive(context, node, shape, where);
  const missing = required.filter((name) => !has(name));
  const lacksAll =
    isWhole &&
    oneOf !== undefined &&
    !oneOf.some(has) &&
    !has('extends') &&
    isActive(node, context.input.profiles);
  if (missing.length === 0 && !lacksAll) return;
  // A key that is there but wrong was left out with a problem of its own.
  if (context.report.problems.some((problem) => liesIn(problem.span, node.span))) return;
  const [expected, hint] =
    missing.length > 0
      ? [missing.join(' and '), `Add ${missing.join(' and ')}.`]
      : [oneOf?.join(' or '), `Add one of ${oneOf?.join(', ')}.`];
  const found =
    [...node.entries.keys()].filter((name) => !name.startsWith('x-') && has(name)).join(', ') || 'no key';
  const message = `${pathOf(where)} must have ${expected}, found ${found}`;
  context.report.problem({ code: 'missing-key', message, span: key, hint });
}

/** What `!reset` stands on is not there. */
function hasKey(node: MapNode, name: string): boolean {
  const entry = node.entries.get(name);
  return entry !== undefined && entry.value.tag !== 'reset';
}

function reportExclusive(context: Context, node: MapNode, { exclusive = [] }: MapShape, where: Where): void {
  const [first, second] = exclusive.filter((name) => hasKey(node, name));
  const key = second === undefined ? undefined : node.entries.get(second)?.key;
  if (key === undefined) return;
  const message = `${pathOf(where)} has both ${first} and ${second}, of which it may have one`;
  context.report.problem({
    code: 'invalid-value',
    message,
    span: key,
    hint: `Remove ${first} or ${second}.`,
  });
}
