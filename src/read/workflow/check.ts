// Checks a tree against the tables of `schema/`, all of it in one pass, and gathers the expressions on the way.
import { nearest } from '../../base/text.ts';
import type { Available } from '../../model/workflow.ts';
import { expressionsIn } from '../../syntax/expression.ts';
import {
  isScalar,
  type YamlEntry,
  type YamlList,
  type YamlMap,
  type YamlNode,
  type YamlScalar,
} from '../../syntax/yaml.ts';
import { gatherExpressions } from './expressions.ts';
import { addProblem, described, dotted, type Path, type Report } from './report.ts';
import type { DictShape, ListShape, MapShape, Shape, TextShape } from './shape.ts';

/** The way from the top to a node, made to a path where one is asked for. */
interface At {
  readonly above: At | undefined;
  readonly key: string | number;
  readonly available: Available | undefined;
}

function pathOf(at: At): Path {
  const path: (string | number)[] = [];
  for (let one = at; one.above !== undefined; one = one.above) path.unshift(one.key);
  return path;
}

function below(above: At, key: string | number): At {
  return { above, key, available: above.available };
}

function within(at: At, available: Available | undefined): At {
  return available === undefined ? at : { above: at.above, key: at.key, available };
}

/** For messages. */
function nameOf(at: At): string {
  return at.above === undefined ? 'The file' : dotted(pathOf(at));
}

export function checkTree(report: Report, root: YamlNode, shape: MapShape): void {
  check(report, root, shape, { above: undefined, key: '', available: shape.available });
}

function check(report: Report, node: YamlNode, shape: Shape, outer: At): void {
  const at = within(outer, shape.available);
  const chosen = choose(node, shape);
  if (chosen === undefined) {
    if (isWholeExpression(node) && at.available !== undefined) gatherFrom(report, node, at, false);
    else wrongType(report, node, shape, at);
    return;
  }
  const inner = within(at, chosen.available);
  if (chosen.kind === 'any') checkAny(report, node, inner);
  else if (chosen.kind === 'text' && node.kind === 'scalar') checkText(report, node, chosen, inner);
  else if (chosen.kind === 'list' && node.kind === 'list') checkList(report, node, chosen, inner);
  else if (chosen.kind === 'map' && node.kind === 'map') checkMap(report, node, chosen, inner);
  else if (chosen.kind === 'dict' && node.kind === 'map') checkDict(report, node, chosen, inner);
}

/** The choice for the node's kind; of several for scalars the one that fits best. */
function choose(node: YamlNode, shape: Shape): Choice | undefined {
  if (shape.kind !== 'either') return fits(node, shape) ? shape : undefined;
  let first: Choice | undefined;
  for (const each of shape.choices) {
    const choice = each.kind === 'either' ? choose(node, each) : fits(node, each) ? each : undefined;
    if (choice === undefined) continue;
    if (node.kind !== 'scalar' || (choice.kind === 'text' && accepts(node, choice))) return choice;
    first ??= choice;
  }
  return first;
}

type Choice = Exclude<Shape, { kind: 'either' }>;

function fits(node: YamlNode, shape: Choice): boolean {
  if (shape.kind === 'any') return true;
  if (node.kind === 'scalar') return shape.kind === 'text';
  return node.kind === 'list' ? shape.kind === 'list' : shape.kind === 'map' || shape.kind === 'dict';
}

function isWholeExpression(node: YamlNode): node is YamlScalar {
  return isScalar(node) && /^\s*\$\{\{[\s\S]*\}\}\s*$/.test(node.text);
}

function accepts(node: YamlScalar, shape: TextShape): boolean {
  if (node.value === null || node.text === '') return shape.empty === true;
  if (expressionsIn(node.text).length > 0) return shape.type !== 'nothing';
  switch (shape.type) {
    case 'nothing':
      return false;
    case 'flag':
      return /^(?:true|false)$/i.test(node.text);
    case 'number':
      return node.text.trim() !== '' && Number.isFinite(Number(node.text));
    case 'text':
      return shape.values === undefined || shape.values.includes(node.text);
  }
}

function checkText(report: Report, node: YamlScalar, shape: TextShape, at: At): void {
  if (!accepts(node, shape)) wrongType(report, node, shape, at);
  else gatherFrom(report, node, at, shape.bare === true);
}

function gatherFrom(report: Report, node: YamlScalar, at: At, bare: boolean): void {
  gatherExpressions(report, node, { path: () => pathOf(at), available: at.available, bare });
}

function checkAny(report: Report, node: YamlNode, at: At): void {
  if (node.kind === 'scalar') gatherFrom(report, node, at, false);
  else if (node.kind === 'list') {
    for (const [index, item] of node.items.entries()) checkAny(report, item, below(at, index));
  } else {
    for (const { key, value } of node.entries) checkAny(report, value, below(at, key.text));
  }
}

function checkList(report: Report, node: YamlList, shape: ListShape, at: At): void {
  if (node.items.length < (shape.atLeast ?? 0)) emptyProblem(report, node, at);
  for (const [index, item] of node.items.entries()) {
    check(report, item, shape.item, below(at, index));
  }
}

function checkMap(report: Report, node: YamlMap, shape: MapShape, at: At): void {
  if (shape.filled === true && node.entries.length === 0) emptyProblem(report, node, at);
  for (const entry of node.entries) {
    const name = entry.key.text;
    const field = Object.hasOwn(shape.fields, name) ? shape.fields[name] : shape.others;
    if (field === undefined) unknownKey(report, entry, shape, at);
    else check(report, entry.value, field, below(at, name));
  }
  for (const name of shape.required ?? []) {
    if (!node.entries.some(({ key }) => key.text === name)) missingKey(report, node, name, at);
  }
}

function missingKey(report: Report, node: YamlMap, name: string, at: At): void {
  const [first] = node.entries;
  addProblem(report, {
    code: 'missing-key',
    message: `${nameOf(at)} has no "${name}"`,
    span: first?.key.span ?? node.span,
    hint: `Add "${name}:".`,
  });
}

function checkDict(report: Report, node: YamlMap, shape: DictShape, at: At): void {
  if (node.entries.length === 0 && shape.empty !== true) emptyProblem(report, node, at);
  for (const { key, value } of node.entries) {
    check(report, value, shape.value, below(at, key.text));
  }
}

function emptyProblem(report: Report, node: YamlNode, at: At): void {
  addProblem(report, {
    code: 'empty-mapping',
    message: `${dotted(pathOf(at))} is empty`,
    span: node.span,
    hint: 'Fill it in, or remove the key.',
  });
}

const filters = /^(?:branches|tags|paths)(?:-ignore)?$/;

function unknownKey(report: Report, { key }: YamlEntry, shape: MapShape, at: At): void {
  const known = Object.keys(shape.fields);
  // A filter of other events is no slip of another word.
  const guess = filters.test(key.text) ? undefined : nearest(key.text, known);
  addProblem(report, {
    code: 'unknown-key',
    message: `${nameOf(at)} has the key "${key.text}", which ${shape.what} does not take`,
    span: key.span,
    hint: guess === undefined ? `Known keys are ${known.join(', ')}.` : `Did you mean "${guess}"?`,
    ...(guess === undefined ? {} : { replacement: guess }),
  });
}

function wrongType(report: Report, node: YamlNode, shape: Shape, at: At): void {
  const isMissing = node.kind === 'scalar' && (node.value === null || node.text === '');
  const wantsMore =
    isMissing && [shape, ...choicesOf(shape)].some(({ kind }) => kind === 'map' || kind === 'dict');
  if (wantsMore) {
    emptyProblem(report, node, at);
    return;
  }
  const name = nameOf(at);
  addProblem(report, {
    code: isValueOnly(node, shape) ? 'invalid-value' : 'wrong-type',
    message: `${name} must be ${expected(shape)}, found ${described(node)}`,
    span: node.span,
    hint: `Write ${expected(shape)} here.`,
  });
}

function choicesOf(shape: Shape): readonly Shape[] {
  return shape.kind === 'either' ? shape.choices : [];
}

/** A text stands where a text belongs, only not this one. */
function isValueOnly(node: YamlNode, shape: Shape): boolean {
  return node.kind === 'scalar' && shape.kind === 'text' && shape.values !== undefined;
}

function expected(shape: Shape): string {
  switch (shape.kind) {
    case 'either':
      return shape.choices
        .filter((each) => each.kind !== 'text' || each.type !== 'nothing')
        .map(expected)
        .join(' or ');
    case 'any':
      return 'a value';
    case 'list':
    case 'dict':
      return shape.what;
    case 'map':
      return `a mapping (${shape.what})`;
    case 'text':
      return textExpected(shape);
  }
}

function textExpected({ type, values }: TextShape): string {
  if (type === 'flag') return 'true or false';
  if (type === 'number') return 'a number';
  if (type === 'nothing') return 'nothing';
  return values === undefined ? 'a text' : `one of ${values.join(', ')}`;
}
