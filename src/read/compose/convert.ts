// From YAML to our tree: variables replaced, tags and aliases turned into marks and history.
import type { Origin, Span } from '../../base/span.ts';
import { readYaml, type YamlEntry, type YamlNode, type YamlScalar } from '../../syntax/yaml.ts';
import type { Context, Scope } from './context.ts';
import { interpolate } from './interpolate.ts';
import { goScalar } from './node/go-scalar.ts';
import { type Entry, type MergeTag, type Node, noTrail, type ScalarNode, scalar } from './node/node.ts';
import { placeIn, placeThrough } from './node/place.ts';
import { quoted } from './report.ts';
import { hasRefusedEscape, refusedYaml } from './yaml-limits.ts';

interface Conversion {
  readonly context: Context;
  readonly scope: Scope;
  readonly source: string;
  /** Aliases unfold to too much: what comes through them is read as empty. */
  readonly isBomb: boolean;
}

/** The documents of a file that hold something, in order: docker compose merges them like files. */
export function convertFile(context: Context, scope: Scope, source: string): readonly Node[] {
  const { documents, problems } = readYaml(scope.file, source);
  for (const { code, message, span, hint } of problems) context.report.problem({ code, message, span, hint });
  for (const problem of refusedYaml(scope.file, source)) context.report.problem(problem);
  const isBlank = documents.length <= 1 && !/^---/m.test(source);
  for (const { root, span } of documents) if (root === undefined && !isBlank) reportNothing(context, span);
  const roots = documents.flatMap(({ root }) => root ?? []);
  const convertAll = (isBomb: boolean) =>
    roots.map((root) => convert({ context, scope, source, isBomb }, root, noTrail));
  const trees = convertAll(context.budget.nodes < 0);
  // What was unfolded until the limit was met would burden every later step.
  return context.budget.nodes < 0 ? convertAll(true) : trees;
}

function reportNothing(context: Context, span: Span): void {
  context.report.problem({
    code: 'not-compose',
    message: 'Expected a mapping in each document of the file, found nothing between two "---"',
    span,
    hint: 'Remove the "---" of the empty document.',
  });
}

function convert(at: Conversion, node: YamlNode, via: readonly Origin[]): Node {
  const trail: readonly Origin[] =
    node.alias === undefined ? via : [{ how: 'alias', span: node.alias }, ...via];
  if (trail !== noTrail) at.context.budget.nodes -= 1;
  if (at.context.budget.nodes < 0 && trail !== noTrail) return tooMany(at, trail.at(-1)?.span ?? node.span);
  if (at.isBomb && node.alias !== undefined) return scalar(null, node.alias);
  const tag = tagOf(node.tag);
  if (node.kind === 'scalar') return convertScalar(at, node, trail, tag);
  const { span } = node;
  if (node.kind === 'list') {
    return { kind: 'list', span, trail, tag, items: node.items.map((item) => convert(at, item, trail)) };
  }
  const entries = new Map<string, Entry>();
  for (const entry of node.entries) {
    const { key, value, merged } = entry;
    if (merged === undefined) checkKey(at, entry);
    // An entry that a `<<` brought carries the alias of the whole map: the merge says the same.
    const own = merged === undefined ? value : withoutAlias(value);
    const through: readonly Origin[] =
      merged === undefined ? trail : [{ how: 'merge', span: merged }, ...trail];
    entries.set(key.text, { key: key.span, first: key.span, value: convert(at, own, through) });
  }
  return { kind: 'map', span, trail, tag, entries };
}

function withoutAlias(node: YamlNode): YamlNode {
  const { alias: _alias, ...own } = node;
  return own;
}

/** `place` is the alias in the text through which all of it came. */
function tooMany(at: Conversion, place: Span): Node {
  if (at.context.budget.nodes === -1) {
    at.context.report.problem({
      code: 'yaml-alias-bomb',
      message: 'Expected a compose project of reasonable size, but aliases unfold to too many values',
      span: place,
      hint: 'Write the values out, or remove aliases to lists of aliases; what comes through them is read as empty.',
    });
  }
  return scalar(null, place);
}

function tagOf(tag: string | undefined): MergeTag | undefined {
  if (tag === '!reset') return 'reset';
  return tag === '!override' ? 'override' : undefined;
}

function convertScalar(
  at: Conversion,
  node: YamlScalar,
  trail: readonly Origin[],
  tag: MergeTag | undefined,
): ScalarNode {
  const place = placeIn(node, at.source);
  const read = goScalar(node);
  const { fault } = read;
  if (fault !== undefined) reportScalar(at, node, fault);
  else if (hasRefusedEscape(node, at.source))
    reportScalar(at, node, 'Expected escapes that docker compose knows, which "\\/" is not among');
  else if (typeof read.value === 'number' && !Number.isFinite(read.value))
    reportScalar(at, node, 'Expected a number that can be written out');
  const isWritten = read.text === node.text;
  // Each key by name: there is one for every value of every file, and what is spread is made twice.
  const plain: ScalarNode = {
    kind: 'scalar',
    span: node.span,
    trail,
    tag,
    value: read.value,
    text: read.text,
    form: read.form,
    spelling: isWritten || node.style !== 'plain' ? undefined : node.text,
    place: isWritten ? place : undefined,
  };
  if (typeof plain.value === 'number' && !Number.isFinite(plain.value)) reportNumber(at, node);
  const isTemplate = typeof plain.value === 'string' && node.text.includes('$');
  if (!isTemplate || at.context.input.interpolate === false) return plain;
  const result = interpolate(node.text, at.scope.lookup);
  at.context.report.interpolation(result, place);
  const origins = result.uses.map(
    ({ name, variable, start, end }): Origin => ({
      how: 'interpolation',
      span: variable?.definedAt ?? place(start, end),
      note: name,
    }),
  );
  return {
    ...plain,
    trail: origins.length === 0 ? trail : [...origins, ...trail],
    value: result.text,
    text: result.text,
    place: placeThrough(result.pieces, place),
  };
}

/** Neither `.inf` nor `.nan` has a place in a project. */
function reportNumber(at: Conversion, { text, span }: YamlScalar): void {
  at.context.report.problem({
    code: 'wrong-type',
    message: `Expected a number that is finite, found ${text}`,
    span,
    hint: 'Put the value in quotes where it is text.',
    replacement: `"${text}"`,
  });
}

function reportScalar(at: Conversion, { span, text }: YamlScalar, expected: string): void {
  const message = `${expected}, found ${quoted(text)}`;
  at.context.report.problem({ code: 'wrong-type', message, span, hint: 'Correct the value, or quote it.' });
}

/** A key that YAML reads as a number, a boolean or nothing is refused by docker compose, wherever it stands. */
function checkKey(at: Conversion, { key }: YamlEntry): void {
  const { value } = goScalar(key);
  if (typeof value === 'string') return;
  const kind = value === null ? 'nothing' : typeof value === 'number' ? `the number ${key.text}` : key.text;
  at.context.report.problem({
    code: 'wrong-type',
    message: `Expected a name as key, found ${kind}`,
    span: key.span,
    hint: 'Put the key in quotes.',
    replacement: JSON.stringify(key.text),
  });
}
