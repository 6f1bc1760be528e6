// The positioned tree of a YAML file. Spans of nodes leave out tag, anchor, trailing blanks and comments.
import type { Span } from '../../base/span.ts';
import type { Comment, SyntaxProblem } from '../problem.ts';

export type YamlNode = YamlMap | YamlList | YamlScalar;

interface YamlBase {
  /** Where the value was written; for a node reached through an alias that is the anchored text. */
  readonly span: Span;
  /** As written: `!reset`, `!override`, `!!binary`. */
  readonly tag?: string;
  readonly anchor?: string;
  /** Where the `*alias` stands through which the node was reached, directly or by a `<<` merge. */
  readonly alias?: Span;
}

export interface YamlMap extends YamlBase {
  readonly kind: 'map';
  readonly flow: boolean;
  /** In the order of the text, merges resolved, each key once. */
  readonly entries: readonly YamlEntry[];
}

export interface YamlEntry {
  readonly key: YamlScalar;
  readonly value: YamlNode;
  /** From the key's start to the value's end, where they were written. */
  readonly span: Span;
  /** Where the `<<` stands through which the entry came. */
  readonly merged?: Span;
}

export interface YamlList extends YamlBase {
  readonly kind: 'list';
  readonly flow: boolean;
  readonly items: readonly YamlNode[];
}

export interface YamlScalar extends YamlBase {
  readonly kind: 'scalar';
  /** Typed by the YAML 1.2 core schema. */
  readonly value: string | number | boolean | null;
  /** The content after unquoting and unfolding, before typing. */
  readonly text: string;
  readonly style: ScalarStyle;
}

export type ScalarStyle = 'plain' | 'single' | 'double' | 'literal' | 'folded';

export interface YamlDocument {
  /** Absent when the document holds nothing. */
  readonly root: YamlNode | undefined;
  readonly span: Span;
}

export interface YamlFile {
  readonly documents: readonly YamlDocument[];
  readonly comments: readonly Comment[];
  readonly problems: readonly SyntaxProblem[];
}

export function isMap(node: YamlNode | undefined): node is YamlMap {
  return node?.kind === 'map';
}

export function isList(node: YamlNode | undefined): node is YamlList {
  return node?.kind === 'list';
}

export function isScalar(node: YamlNode | undefined): node is YamlScalar {
  return node?.kind === 'scalar';
}

/** The entry of a map by its key's text; `undefined` also for what is not a map. */
export function entryOf(map: YamlNode | undefined, key: string): YamlEntry | undefined {
  return isMap(map) ? map.entries.find((entry) => entry.key.text === key) : undefined;
}

/** The keys of a map as text, in order; none for what is not a map. */
export function keysOf(map: YamlNode | undefined): readonly string[] {
  return isMap(map) ? map.entries.map((entry) => entry.key.text) : [];
}
