// Checks an object against the table of fields: what does not fit is reported, and the rest goes on.
import { nearest } from '../../base/text.ts';
import type { ReadProblem } from '../../model/artifact.ts';
import { isScalar, type YamlEntry, type YamlMap, type YamlNode, type YamlScalar } from '../../syntax/yaml.ts';
import { nodeAt } from '../../syntax/yaml-path.ts';
import { type FieldType, kindOf, ownersOf } from './schema.ts';

interface Check {
  readonly problems: ReadProblem[];
  /** A patch names only what it changes. */
  readonly isPatch: boolean;
  /** The table may lack what a newer version has. */
  readonly isCustom: boolean;
}

type ScalarType = Exclude<FieldType, { readonly of: FieldType } | ObjectType>;
type ObjectType = Extract<FieldType, { kind: 'object' }>;

export function checkFields(
  root: YamlMap,
  apiVersion: string,
  kind: string,
  isPatch: boolean,
): readonly ReadProblem[] {
  const known = kindOf(apiVersion, kind);
  if (known?.type.kind !== 'object') return [];
  const check: Check = { problems: [], isPatch, isCustom: known.isCustom };
  checkObject(check, root, known.type, '');
  return check.problems;
}

function checkNode(check: Check, node: YamlNode, type: FieldType, path: string): void {
  if (node.kind === 'scalar' && (node.value === null || isPlaceholder(node.text))) return;
  switch (type.kind) {
    case 'any':
      return;
    case 'object':
      if (node.kind === 'map') checkObject(check, node, type, path);
      else wrongType(check, node, path, 'a mapping');
      return;
    case 'list':
      if (node.kind !== 'list') wrongType(check, node, path, 'a list');
      else
        for (const [index, item] of node.items.entries())
          checkNode(check, item, type.of, `${path}[${index}]`);
      return;
    case 'map':
      if (node.kind !== 'map') wrongType(check, node, path, 'a mapping');
      else for (const { key, value } of node.entries) checkNode(check, value, type.of, `${path}.${key.text}`);
      return;
    default:
      if (node.kind === 'scalar') checkScalar(check, node, type, path);
      else wrongType(check, node, path, words[type.kind]);
  }
}

/** `${REPLICAS}`, `$(PORT)`, `{{ x }}`, `<name>`, `__NAME__`: something else fills it in before it is applied. */
function isPlaceholder(text: string): boolean {
  return /\$\{|\$\(|\{\{|<[^<>]+>|__\w+__|^%.*%$|^\$[A-Z_]+$/.test(text);
}

function checkObject(check: Check, node: YamlMap, type: ObjectType, path: string): void {
  for (const entry of node.entries) {
    const name = entry.key.text;
    // `$patch`, `$setElementOrder/…`: directives of strategic merges.
    if (name.startsWith('$')) continue;
    // What SOPS adds to the files that it encrypts.
    if (name === 'sops' && path === '') continue;
    const field = type.fields.get(name);
    // In a patch, null takes a field away, and one that is not there is no matter.
    const isTakenAway = isNull(entry.value) && (check.isPatch || /patch/i.test(entry.key.span.file));
    if (field === undefined && isTakenAway) continue;
    if (field === undefined) unknownField(check, node, entry, type, path);
    else checkNode(check, entry.value, field.type, path === '' ? name : `${path}.${name}`);
  }
  if (check.isPatch || node.entries.some(({ key }) => key.text.startsWith('$patch'))) return;
  for (const [name, field] of type.fields) {
    if (!field.required || nodeAt(node, name) !== undefined || has(node, name)) continue;
    check.problems.push({
      code: 'missing-key',
      message: `${path === '' ? type.name : path} lacks ${name}`,
      span: startOf(node),
      hint: `Add ${name}.`,
    });
  }
}

/** An empty `podSelector:` is there all the same for the API server when it is a mapping; null is reported by it. */
function has(node: YamlMap, name: string): boolean {
  return node.entries.some(({ key }) => key.text === name);
}

function isNull(node: YamlNode): boolean {
  return isScalar(node) && node.value === null;
}

function startOf(node: YamlMap): ReadProblem['span'] {
  return node.entries[0]?.key.span ?? node.span;
}

function unknownField(check: Check, node: YamlMap, { key }: YamlEntry, type: ObjectType, path: string): void {
  const name = key.text;
  const near = nearest(name, type.fields.keys());
  if (check.isCustom && (near === undefined || !isSlip(name, near))) return;
  const owners = near === undefined ? ownersOf(name).filter((owner) => owner !== type.name) : [];
  check.problems.push({
    code: 'unknown-key',
    message: `${path === '' ? type.name : path} has ${JSON.stringify(name)}, which is not a field ${check.isCustom ? 'there' : `of ${type.name}`}`,
    span: key.span,
    hint:
      near !== undefined
        ? `Write ${near}.`
        : owners.length > 0
          ? `It is a field of ${owners.join(' and ')}: move it there.`
          : 'Remove it, or move it to where it belongs.',
    ...(near === undefined || key.style !== 'plain' || has(node, near) || node.alias !== undefined
      ? {}
      : { replacement: near }),
  });
}

/** A single slip of the hand: anything more may be a field of a newer version. */
function isSlip(name: string, near: string): boolean {
  return name.toLowerCase() === near.toLowerCase() || nearest(name, [near], 1) !== undefined;
}

function wrongType(check: Check, node: YamlNode, path: string, expected: string): void {
  check.problems.push({
    code: 'wrong-type',
    message: `${path} must be ${expected}, found ${found(node)}`,
    span: node.span,
    hint: `Write ${expected} here, or remove the key.`,
  });
}

function found(node: YamlNode): string {
  if (node.kind !== 'scalar') return node.kind === 'map' ? 'a mapping' : 'a list';
  const text = node.text.length > 40 ? `${node.text.slice(0, 40)}…` : node.text;
  return isYes(node) ? `the boolean ${text}` : `${typeof node.value} ${JSON.stringify(text)}`;
}

/** Words that YAML 1.1, which Kubernetes reads, takes for booleans. */
function isYes(node: YamlScalar): boolean {
  return node.style === 'plain' && /^(?:yes|no|on|off)$/i.test(node.text);
}

function checkScalar(check: Check, node: YamlScalar, type: ScalarType, path: string): void {
  switch (type.kind) {
    case 'string':
      if (typeof node.value !== 'string' || isYes(node)) quotable(check, node, path);
      return;
    case 'int':
      if (!Number.isInteger(node.value)) wrongScalar(check, node, path, 'int');
      return;
    case 'bool':
      if (typeof node.value !== 'boolean' && !isYes(node)) wrongScalar(check, node, path, 'bool');
      return;
    case 'intOrString':
      if (typeof node.value === 'boolean') wrongType(check, node, path, words.intOrString);
      return;
    case 'quantity':
      if (!quantity.test(node.text))
        invalid(check, node, path, 'a quantity such as 500m, 1.5 or 512Mi', node.text);
      return;
    case 'choice':
      if (!type.values.includes(node.text))
        invalid(
          check,
          node,
          path,
          `one of ${type.values.filter(Boolean).join(', ')}`,
          nearest(node.text, type.values),
        );
  }
}

// https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
const quantity = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[KMGTPE]i|[numkMGTPE]|[eE][+-]?\d+)?$/;

const words = {
  string: 'text',
  int: 'a whole number',
  bool: 'true or false',
  intOrString: 'a number or a name',
  quantity: 'a quantity',
  choice: 'text',
  any: 'anything',
} as const;

function quotable(check: Check, node: YamlScalar, path: string): void {
  check.problems.push({
    code: 'wrong-type',
    message: `${path} must be text, found ${found(node)}`,
    span: node.span,
    hint: 'Put the value in quotes.',
    ...(node.alias === undefined ? { replacement: `"${node.text}"` } : {}),
  });
}

function wrongScalar(check: Check, node: YamlScalar, path: string, kind: 'int' | 'bool'): void {
  const unquoted = kind === 'int' ? /^-?\d+$/ : /^(?:true|false)$/;
  const isQuoted = (node.style === 'single' || node.style === 'double') && unquoted.test(node.text);
  check.problems.push({
    code: 'wrong-type',
    message: `${path} must be ${words[kind]}, found ${found(node)}`,
    span: node.span,
    hint: isQuoted ? 'Remove the quotes.' : `Write ${words[kind]}.`,
    ...(isQuoted ? { replacement: node.text } : {}),
  });
}

function invalid(
  check: Check,
  node: YamlScalar,
  path: string,
  expected: string,
  near: string | undefined,
): void {
  check.problems.push({
    code: 'invalid-value',
    message: `${path} must be ${expected}, found ${JSON.stringify(node.text)}`,
    span: node.span,
    hint: near === undefined || near === node.text ? `Write ${expected}.` : `Write ${near}.`,
    ...(near === undefined || near === node.text || node.alias !== undefined || node.style !== 'plain'
      ? {}
      : { replacement: near }),
  });
}
