// Checks a file's tree against the tables of `schema/`: what does not fit is reported, left out, and the rest goes on.
import { nearest } from '../../base/text.ts';
import type { Context } from './context.ts';
import {
  type Entry,
  isNull,
  type ListNode,
  type MapNode,
  type Node,
  type ScalarNode,
  withEntries,
} from './node/node.ts';
import { describe, quoted } from './report.ts';
import { castTo } from './schema/cast.ts';
import { choiceFor, expectedOf, typeName } from './schema/choice.ts';
import { root } from './schema/root.ts';
import { service } from './schema/service.ts';
import type { DictShape, ListShape, MapShape, ScalarShape, Shape } from './schema/shape.ts';

/** Where in the document a check is: its keys from the top, and the mapping that encloses it. */
interface Where {
  readonly parent: Where | undefined;
  readonly key: string;
  readonly owner?: MapShape | undefined;
}

function pathOf(where: Where): string {
  const keys: string[] = [];
  for (let at: Where | undefined = where; at !== undefined; at = at.parent) keys.unshift(at.key);
  return keys
    .filter((key) => key !== '')
    .join('.')
    .replaceAll('.[', '[');
}

const top: Where = { parent: undefined, key: '' };

/** The tree of one file with what fits, scalars in the type that their key wants. */
export function checkFile(context: Context, tree: MapNode): MapNode {
  return checkMap(context, tree, root, top);
}

/** The `services` of a file that others extend: the rest of it does not count. */
export function checkServices(context: Context, services: MapNode): MapNode {
  const shape = root.fields.services;
  return shape?.kind === 'dict'
    ? checkDict(context, services, shape, { parent: top, key: 'services' })
    : services;
}

function check(context: Context, node: Node, shape: Shape, where: Where): Node | undefined {
  // What `!reset` stands on is ignored (spec: merge, "Reset value").
  if (node.tag === 'reset') return node;
  const chosen = choiceFor(node, shape);
  if (chosen === undefined) return wrongType(context, node, shape, where);
  switch (chosen.kind) {
    case 'any':
      return node;
    case 'scalar':
      return node.kind === 'scalar' ? checkScalar(context, node, chosen, where) : undefined;
    case 'list':
      return node.kind === 'list' ? checkList(context, node, chosen, where) : undefined;
    case 'map':
      return node.kind === 'map' ? checkMap(context, node, chosen, where) : undefined;
    case 'dict':
      return node.kind === 'map' ? checkDict(context, node, chosen, where) : undefined;
    case 'either':
      return undefined;
  }
}

function wrongType(context: Context, node: Node, shape: Shape, where: Where): undefined {
  // An empty value keeps what earlier files say; whether there is anything to keep is asked after the merge.
  const isItem = where.key.startsWith('[');
  if (isNull(node) && !isItem) return undefined;
  const message = `${pathOf(where)} must be ${expectedOf(shape)}, found ${describe(node)}`;
  context.report.problem({
    code: 'wrong-type',
    message,
    span: node.span,
    hint: typeHint(node, shape),
    ...quotes(node, shape),
  });
}

function typeHint(node: Node, shape: Shape): string {
  const variable = node.trail.find(({ how }) => how === 'interpolation')?.note;
  if (variable !== undefined)
    return `The value comes from the variable ${variable}: set it to ${expectedOf(shape)}.`;
  if (quotes(node, shape).replacement !== undefined) return 'Put the value in quotes.';
  return `Write ${expectedOf(shape)} here, or remove the key.`;
}

function quotes(node: Node, shape: Shape): { replacement?: string } {
  const isQuotable = (choice: Shape): boolean =>
    choice.kind === 'scalar'
      ? choice.quotable === true
      : choice.kind === 'either' && choice.choices.some(isQuotable);
  if (node.kind !== 'scalar' || node.value === null || typeof node.value === 'string') return {};
  return isQuotable(shape) ? { replacement: `"${node.text}"` } : {};
}

function checkScalar(
  context: Context,
  node: ScalarNode,
  shape: ScalarShape,
  where: Where,
): ScalarNode | undefined {
  // Null is kept: merging decides what it means.
  if (node.value === null || isTemplate(context, node)) return node;
  if (hasFraction(node) && shape.fraction !== undefined) return withoutFraction(context, node, shape, where);
  const own = castTo(node, shape.cast);
  const isStranger =
    (node.form === 'date' && !shape.accepts.includes('number')) ||
    (node.form === 'float' && shape.whole === true);
  if (own === undefined || isStranger || !shape.accepts.includes(typeName(own)))
    return wrongType(context, node, shape, where);
  if (shape.isValid === undefined || shape.isValid(own.text)) return own;
  const message = `${pathOf(where)} must be ${shape.expected}, found ${describe(node)}`;
  const isTaken = shape.isTaken?.(own.text) === true;
  const hint = typeHint(node, shape);
  context.report.problem({
    code: 'invalid-value',
    message,
    span: node.span,
    hint,
    ...(isTaken ? { accepted: true } : {}),
  });
  return isTaken ? own : undefined;
}

function hasFraction({ value }: ScalarNode): boolean {
  return typeof value === 'number' && Number.isFinite(value) && !Number.isInteger(value);
}

/** Docker compose says nothing about it. */
function withoutFraction(
  context: Context,
  node: ScalarNode,
  shape: ScalarShape,
  where: Where,
): ScalarNode | undefined {
  const cut = Math.trunc(Number(node.value));
  const becomes = shape.fraction === 'cut' ? `and becomes ${cut}` : 'and is left out';
  const message = `${pathOf(where)} must be ${shape.expected}, found ${describe(node)}, ${becomes}`;
  const hint = `Write ${shape.expected}.`;
  context.report.problem({ code: 'wrong-type', message, span: node.span, hint, accepted: true });
  return shape.fraction === 'cut' ? { ...node, value: cut, text: String(cut) } : undefined;
}

/** What a variable gives is not known while it is left as written. */
function isTemplate({ report }: Context, node: ScalarNode): boolean {
  return report.keepsTemplates && node.text.includes('$');
}

function checkList(context: Context, node: ListNode, shape: ListShape, where: Where): ListNode {
  checkFirst(context, node, shape, where);
  const { item } = shape;
  const items: Node[] = [];
  let changed = false;
  for (const [index, value] of node.items.entries()) {
    const own = { parent: where, key: `[${index}]`, owner: where.owner };
    if (isNull(value) && value.tag !== 'reset') {
      wrongType(context, value, item, own);
      changed = true;
      continue;
    }
    const checked = check(context, value, item, own);
    if (checked !== value) changed = true;
    if (checked !== undefined) items.push(checked);
  }
  return changed ? { ...node, items } : node;
}

function checkFirst(context: Context, { items }: ListNode, { first }: ListShape, where: Where): void {
  const [node] = items;
  if (first === undefined || node?.kind !== 'scalar' || first.includes(node.text)) return;
  context.report.problem({
    code: 'invalid-value',
    message: `${pathOf(where)} must begin with one of ${first.join(', ')}, found ${describe(node)}`,
    span: node.span,
    hint: `Put ${first[0]} in front, or write the whole as one text.`,
  });
}

function checkMap(context: Context, node: MapNode, shape: MapShape, where: Where): MapNode {
  const changes: Change[] = [];
  for (const [name, entry] of node.entries) {
    const field = Object.hasOwn(shape.fields, name) ? shape.fields[name] : undefined;
    if (field === undefined) {
      if (shape.extensible && name.startsWith('x-')) continue;
      unknownKey(context, name, entry, shape, where);
      changes.push([name, undefined]);
      continue;
    }
    const value = checkEntry(context, entry.value, field, { parent: where, key: name, owner: shape });
    if (value !== entry.value) changes.push(changeOf(name, entry, value));
  }
  return changed(node, changes);
}

type Change = readonly [string, Entry | undefined];

function changeOf(name: string, entry: Entry, value: Node | undefined): Change {
  return [name, value === undefined ? undefined : { ...entry, value }];
}

/** Most of what is written fits: it is handed on as it is. */
function changed(node: MapNode, changes: readonly Change[]): MapNode {
  return changes.length === 0 ? node : withEntries(node, changes);
}

function checkEntry(context: Context, value: Node, shape: Shape, where: Where): Node | undefined {
  // See `wrongType`: an empty value of any key is looked at again after the merge.
  return isNull(value) ? value : check(context, value, shape, where);
}

function checkDict(context: Context, node: MapNode, shape: DictShape, where: Where): MapNode {
  const changes: Change[] = [];
  for (const [name, entry] of node.entries) {
    const { names } = shape;
    if (names !== undefined && !names.pattern.test(name)) {
      const message = `A name in ${pathOf(where)} must be ${names.expected}, found ${quoted(name)}`;
      context.report.problem({
        code: names.code,
        message,
        span: entry.key,
        hint: 'Choose a name without other characters.',
      });
    }
    const value = checkEntry(context, entry.value, shape.value, {
      parent: where,
      key: name,
      owner: where.owner,
    });
    if (value !== entry.value) changes.push(changeOf(name, entry, value));
  }
  return changed(node, changes);
}

function unknownKey(context: Context, name: string, entry: Entry, shape: MapShape, where: Where): void {
  const guess = nearest(name, Object.keys(shape.fields));
  const at = pathOf(where);
  const message = `Expected a key of ${shape.what}${at === '' ? '' : ` at ${at}`}, found ${quoted(name)}`;
  const hint = guess === undefined ? strangerHint(name, entry, shape, where) : `Did you mean "${guess}"?`;
  const replacement = guess === undefined ? {} : { replacement: guess };
  const accepted = shape.overlooks === true ? { accepted: true } : {};
  context.report.problem({
    code: 'unknown-key',
    message,
    span: entry.key,
    hint,
    ...replacement,
    ...accepted,
  });
}

function strangerHint(name: string, entry: Entry, shape: MapShape, where: Where): string {
  const isService =
    entry.value.kind === 'map' &&
    [...entry.value.entries.keys()].some((key) => Object.hasOwn(service.fields, key));
  if (shape === root && isService) return `Move ${quoted(name)} under "services:" if it is a service.`;
  const isOfService = where.owner === service && Object.hasOwn(service.fields, name);
  if (isOfService) return `"${name}" is a key of the service: move it one level out.`;
  if (shape === service && Object.hasOwn(root.fields, name))
    return `"${name}" is a key of the file: move it to the top level.`;
  return shape.extensible ? 'Remove it, or begin its name with "x-" if it is your own.' : 'Remove it.';
}
