// Checks an object against the table of fields: what does not fit is reported, and the rest goes on.
import { nearest } from '../../base/text.ts';
import type { ReadProblem } from '../../model/artifact.ts';
import { isScalar, type YamlEntry, type YamlMap, type YamlNode } from '../../syntax/yaml.ts';
import { nodeAt } from '../../syntax/yaml-path.ts';
import { checkScalar } from './check-scalar.ts';
import { type Found, words, wrongType } from './field-problems.ts';
import { type FieldType, kindOf, ownersOf } from './schema.ts';

interface Check extends Found {
  /** A patch names only what it changes. */
  readonly isPatch: boolean;
  /** The table may lack what a newer version has. */
  readonly isCustom: boolean;
}

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

/** `${REPLICAS}`, `$(PORT)`, `{{ x }}`, `<name>`, `__NAME__`, `@NAME@`: something else fills it in before it is applied. */
function isPlaceholder(text: string): boolean {
  return /\$\{|\$\(|\{\{|<[^<>]+>|__\w+__|@\w+@|^%.*%$|^\$[A-Z\d_]+$/.test(text);
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
  // An operator may take parts of a pod that it lays over its own, as in `containers` of a Prometheus.
  if (check.isCustom && type.isBuiltIn) return;
  if (type.oneOf.length > 0 && !type.oneOf.some((name) => has(node, name) && !isEmptyAt(node, name, type))) {
    const wanted = `one of ${type.oneOf.join(', ')}`;
    missingKey(check, node, `${path} lacks ${wanted}`, `Add ${wanted}.`);
  }
  for (const { name, required } of type.needed) {
    if (
      (required !== true && !isGiven(node, required)) ||
      nodeAt(node, name) !== undefined ||
      has(node, name)
    )
      continue;
    missingKey(check, node, `${path === '' ? type.name : path} lacks ${name}`, `Add ${name}.`);
  }
}

function missingKey({ problems }: Check, node: YamlMap, message: string, hint: string): void {
  problems.push({ code: 'missing-key', message, span: startOf(node), hint });
}

/** `type`, or `type=ExternalName`. */
function isGiven(node: YamlMap, condition: string): boolean {
  const [name = '', value] = condition.split('=');
  if (value === undefined) return has(node, name);
  const given = nodeAt(node, name);
  return given?.kind === 'scalar' && given.text === value;
}

/** An empty `podSelector:` is there all the same for the API server when it is a mapping; null is reported by it. */
function has(node: YamlMap, name: string): boolean {
  return node.entries.some(({ key }) => key.text === name);
}

/** A map or a list that holds nothing says nothing. */
function isEmptyAt(node: YamlMap, name: string, { fields }: ObjectType): boolean {
  const value = nodeAt(node, name);
  const kind = fields.get(name)?.type.kind;
  if (kind === 'map') return value?.kind === 'map' && value.entries.length === 0;
  return kind === 'list' && value?.kind === 'list' && value.items.length === 0;
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
