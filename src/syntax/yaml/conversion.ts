// What the conversion of one file keeps count of, and what it complains about.
import { lineStarts, positionAt, type Span } from '../../base/span.ts';
import { nearest } from '../../base/text.ts';
import type { SyntaxProblem } from '../problem.ts';
import { maxYamlDepth } from './guard.ts';
import type { YamlEntry, YamlNode, YamlScalar } from './tree.ts';

/** Nodes that aliases may stand for in one file, each counted as often as a walk of the tree meets it. */
export const maxExpanded = 1_000_000;
export const maxAliases = 20_000;

interface Anchored {
  /** Absent while the anchored value is still being read: an alias inside of it would never end. */
  readonly node: YamlNode | undefined;
  readonly size: number;
  readonly depth: number;
}

/** State of one file's conversion; `anchors` starts anew with each document. */
export interface Conversion {
  readonly file: string;
  readonly text: string;
  readonly problems: SyntaxProblem[];
  anchors: Map<string, Anchored>;
  /** Nodes so far as a walk would count them. */
  nodes: number;
  expanded: number;
  aliases: number;
  deepest: number;
  bombSeen: boolean;
  /** The table of line starts, once it is needed. */
  lines?: readonly number[];
}

export function newConversion(file: string, text: string, problems: SyntaxProblem[]): Conversion {
  const counters = { nodes: 0, expanded: 0, aliases: 0, deepest: 0, bombSeen: false };
  return { file, text, problems, anchors: new Map(), ...counters };
}

export function reportKey(at: Conversion, place: Span): void {
  const last = at.problems.at(-1);
  const isNested =
    last?.code === 'yaml-key-not-scalar' && last.span.start >= place.start && last.span.end <= place.end;
  if (isNested) return;
  const isTemplate = at.text.startsWith('{{', place.start - 1) || at.text.startsWith('{{', place.start);
  at.problems.push({
    code: 'yaml-key-not-scalar',
    message: 'A key is a list or a mapping, not a word',
    span: place,
    hint: isTemplate
      ? 'Quote the template expression, or render the template first.'
      : 'Quote the key if brackets or braces belong to it.',
  });
}

export function duplicateKey(at: Conversion, key: YamlScalar, first: YamlEntry): SyntaxProblem {
  at.lines ??= lineStarts(at.text);
  const { line } = positionAt(at.lines, first.span.start);
  return {
    code: 'yaml-duplicate-key',
    message: `The key "${key.text}" is already there, on line ${line}`,
    span: key.alias ?? key.span,
    hint: 'Remove or rename one of the two; docker compose refuses the file, and the first is used here.',
  };
}

export function unknownAlias(at: Conversion, name: string, place: Span): SyntaxProblem {
  const guess = nearest(name, at.anchors.keys());
  return {
    code: 'yaml-alias-unknown',
    message: `No anchor "&${name}" stands before the alias "*${name}"`,
    span: place,
    hint:
      guess === undefined
        ? 'Quote the value if the `*` belongs to it, or define the anchor above.'
        : `Did you mean "*${guess}"?`,
  };
}

export function recursiveAlias(name: string, place: Span): SyntaxProblem {
  return {
    code: 'yaml-alias-recursive',
    message: `The alias "*${name}" stands inside the value that it names`,
    span: place,
    hint: 'Move the shared part to an anchor of its own.',
  };
}

export function aliasBomb(place: Span): SyntaxProblem {
  return {
    code: 'yaml-alias-bomb',
    message: `Aliases unfold to more than ${maxExpanded.toLocaleString('en')} values or ${maxYamlDepth} levels`,
    span: place,
    hint: 'Write the values out, or remove aliases to lists of aliases; this alias and later ones are read as empty.',
  };
}
