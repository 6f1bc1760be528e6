// What can be wrong with values and their names, whatever their grammar.
import { lineStarts, positionAt, type Span } from '../../base/span.ts';
import { nearest } from '../../base/text.ts';
import type { SyntaxProblem } from '../problem.ts';
import { maxYamlDepth } from './guard.ts';
import type { Reader } from './reader.ts';
import type { YamlEntry, YamlScalar } from './tree.ts';

/** Nodes that aliases may stand for in one file, each counted as often as a walk of the tree meets it. */
export const maxExpanded = 1_000_000;
export const maxAliases = 20_000;

const mostGuesses = 100;

export function reportKey(r: Reader, place: Span): void {
  const last = r.problems.at(-1);
  const isNested =
    last?.code === 'yaml-key-not-scalar' && last.span.start >= place.start && last.span.end <= place.end;
  if (isNested || place.start < r.toldTo) return;
  const isTemplate = r.text.startsWith('{{', place.start - 1) || r.text.startsWith('{{', place.start);
  r.problems.push({
    code: 'yaml-key-not-scalar',
    message: 'A key is a list or a mapping, not a word',
    span: place,
    hint: isTemplate
      ? 'Quote the template expression, or render the template first.'
      : 'Quote the key if brackets or braces belong to it.',
  });
}

export function duplicateKey(r: Reader, key: YamlScalar, first: YamlEntry): SyntaxProblem {
  r.lines ??= lineStarts(r.text);
  const { line } = positionAt(r.lines, first.span.start);
  return {
    code: 'yaml-duplicate-key',
    message: `The key "${key.text}" is already there, on line ${line}`,
    span: key.alias ?? key.span,
    hint: 'Remove or rename one of the two; docker compose refuses the file, and the first is used here.',
  };
}

export function unknownAlias(r: Reader, name: string, place: Span): SyntaxProblem {
  // Each guess looks at all anchors: a file of nothing but aliases shall not take the time of their square.
  const guess = r.problems.length < mostGuesses ? nearest(name, r.anchors.keys()) : undefined;
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
