// The same tree out of the `yaml` library, to compare with.
import {
  Composer,
  type Document,
  isAlias,
  isMap as isLibraryMap,
  isScalar as isLibraryScalar,
  isSeq,
  Lexer,
  Parser,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { type Span, span } from '../../../src/base/span.ts';
import type { Comment } from '../../../src/syntax/problem.ts';
import { mergeEntries, placeOf } from '../../../src/syntax/yaml/merge.ts';
import { typedValue } from '../../../src/syntax/yaml/scalar.ts';
import type { ScalarStyle, YamlEntry, YamlNode } from '../../../src/syntax/yaml/tree.ts';

export interface LibraryFile {
  readonly roots: readonly (YamlNode | undefined)[];
  readonly comments: readonly Comment[];
  /** Codes of what the library has against the grammar. */
  readonly errors: readonly string[];
  /** `code@offset` of what is wrong with keys, aliases and merges. */
  readonly mistakes: readonly string[];
}

interface Conversion {
  readonly text: string;
  readonly mistakes: string[];
  anchors: Map<string, YamlNode | undefined>;
}

const options = {
  schema: 'failsafe',
  uniqueKeys: false,
  resolveKnownTags: false,
  logLevel: 'silent',
} as const;

export function readWithLibrary(text: string): LibraryFile {
  const comments: Comment[] = [];
  const composer = new Composer({ ...options, prettyErrors: false });
  const at: Conversion = { text, mistakes: [], anchors: new Map() };
  const errors: string[] = [];
  const roots: (YamlNode | undefined)[] = [];
  for (const document of composer.compose(tokensOf(text, comments))) {
    errors.push(...document.errors.map(({ code }) => code));
    roots.push(rootOf(at, document));
  }
  errors.push(...composer.streamInfo().errors.map(({ code }) => code));
  return { roots, comments, errors, mistakes: at.mistakes };
}

/** The mark before the content of a plain or block scalar, which may well begin with `#`. */
const scalarMark = '\u001f';

function* tokensOf(text: string, comments: Comment[]): ReturnType<Parser['parse']> {
  const parser = new Parser();
  let isContent = false;
  for (const lexeme of new Lexer().lex(text)) {
    if (!isContent && lexeme.startsWith('#')) {
      const body = lexeme.trimEnd();
      const place = span('f.yaml', parser.offset, parser.offset + body.length);
      comments.push({ span: place, text: body.slice(1).trim() });
    }
    isContent = !isContent && lexeme === scalarMark;
    yield* parser.next(lexeme);
  }
  yield* parser.end();
}

function rootOf(at: Conversion, document: Document.Parsed): YamlNode | undefined {
  at.anchors = new Map();
  const root = convertNode(at, document.contents, document.range[0]);
  const isEmpty =
    root.kind === 'scalar' && root.style === 'plain' && root.text === '' && root.tag === undefined;
  return isEmpty ? undefined : root;
}

function convertNode(at: Conversion, node: unknown, fallback: number): YamlNode {
  if (isAlias(node)) return convertAlias(at, node.source, rangeOf(at, node.range, fallback));
  const isNode = isLibraryScalar(node) || isLibraryMap(node) || isSeq(node);
  if (!isNode) return emptyScalar(span('f.yaml', fallback));
  const { anchor } = node;
  if (anchor !== undefined) at.anchors.set(anchor, undefined);
  const bare = isLibraryScalar(node)
    ? convertScalar(at, node, fallback)
    : isLibraryMap(node)
      ? convertMap(at, node, fallback)
      : convertList(at, node, fallback);
  const tag = node.tag?.replace(/^tag:yaml\.org,2002:/, '!!');
  const tagged = tag === undefined ? bare : { ...bare, tag };
  const own = anchor === undefined ? tagged : { ...tagged, anchor };
  if (anchor !== undefined) at.anchors.set(anchor, own);
  return own;
}

const styles: Readonly<Record<string, ScalarStyle>> = {
  QUOTE_SINGLE: 'single',
  QUOTE_DOUBLE: 'double',
  BLOCK_LITERAL: 'literal',
  BLOCK_FOLDED: 'folded',
};

function convertScalar(at: Conversion, node: Scalar, fallback: number): YamlNode {
  const text = node.source ?? '';
  const style = styles[node.type ?? ''] ?? 'plain';
  const own = rangeOf(at, node.range, fallback);
  // An empty value stands right after the `:`, `-` or tag that it belongs to.
  const where = own.start === own.end ? span('f.yaml', trimmedEnd(at.text, 0, own.start)) : own;
  const tag = node.tag?.replace(/^tag:yaml\.org,2002:/, '!!');
  return { kind: 'scalar', span: where, value: typedValue(text, style, tag), text, style };
}

function convertList(at: Conversion, node: YAMLSeq, fallback: number): YamlNode {
  const own = rangeOf(at, node.range, fallback);
  const items: YamlNode[] = [];
  let end = own.start;
  for (const item of node.items) {
    const converted = convertNode(at, item, end);
    end = Math.max(end, placeOf(converted).end);
    items.push(converted);
  }
  const flow = node.flow === true;
  return { kind: 'list', span: flow ? own : span('f.yaml', own.start, end), flow, items };
}

function convertMap(at: Conversion, node: YAMLMap, fallback: number): YamlNode {
  const own = rangeOf(at, node.range, fallback);
  const seen = new Set<string>();
  const written: YamlEntry[] = [];
  let end = own.start;
  for (const pair of node.items) {
    const key = convertNode(at, pair.key, end);
    const place = placeOf(key);
    const value = convertNode(at, pair.value, place.end);
    const valueEnd = placeOf(value).end;
    end = Math.max(end, place.end, valueEnd);
    if (key.kind !== 'scalar' || seen.has(key.text)) {
      at.mistakes.push(
        `${key.kind === 'scalar' ? 'yaml-duplicate-key' : 'yaml-key-not-scalar'}@${place.start}`,
      );
      continue;
    }
    seen.add(key.text);
    written.push({ key, value, span: span('f.yaml', place.start, Math.max(place.end, valueEnd)) });
  }
  const problems: Parameters<typeof mergeEntries>[1] = [];
  const entries = mergeEntries(written, problems);
  at.mistakes.push(...problems.map((problem) => `${problem.code}@${problem.span.start}`));
  const flow = node.flow === true;
  return { kind: 'map', span: flow ? own : span('f.yaml', own.start, end), flow, entries };
}

function convertAlias(at: Conversion, name: string, place: Span): YamlNode {
  const target = at.anchors.get(name);
  if (target !== undefined) return { ...target, alias: place };
  const code = at.anchors.has(name) ? 'yaml-alias-recursive' : 'yaml-alias-unknown';
  at.mistakes.push(`${code}@${place.start}`);
  return emptyScalar(place);
}

function emptyScalar(where: Span): YamlNode {
  return { kind: 'scalar', span: where, value: null, text: '', style: 'plain' };
}

function rangeOf(at: Conversion, range: readonly number[] | null | undefined, fallback: number): Span {
  const start = Math.min(range?.[0] ?? fallback, at.text.length);
  const end = Math.min(Math.max(start, range?.[1] ?? start), at.text.length);
  return span('f.yaml', start, trimmedEnd(at.text, start, end));
}

/** Blocks end before their last line ends: an edit of the span leaves the lines alone. */
function trimmedEnd(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && ' \t\r\n'.includes(text.charAt(at - 1))) at -= 1;
  return at;
}
