// `<<` merge keys: the entries of other maps folded into one, own keys first in right.
import type { Span } from '../../base/span.ts';
import type { SyntaxProblem } from '../problem.ts';
import type { YamlEntry, YamlMap, YamlNode, YamlScalar } from './tree.ts';

/** Where a node stands in its parent's text: the alias if it came through one. */
export function placeOf(node: YamlNode): Span {
  return node.alias ?? node.span;
}

function isMergeKey(key: YamlScalar): boolean {
  return key.text === '<<' && key.style === 'plain' && (key.tag === undefined || key.tag === '!!merge');
}

/** Entries as written, with those of `<<` in its place. Own keys win, then earlier maps over later ones. */
export function mergeEntries(written: readonly YamlEntry[], problems: SyntaxProblem[]): readonly YamlEntry[] {
  const taken = new Set(written.filter(({ key }) => !isMergeKey(key)).map(({ key }) => key.text));
  const entries: YamlEntry[] = [];
  for (const entry of written) {
    if (!isMergeKey(entry.key)) {
      entries.push(entry);
      continue;
    }
    for (const source of sourcesOf(entry.value, problems)) {
      for (const inherited of source.entries) {
        if (taken.has(inherited.key.text)) continue;
        taken.add(inherited.key.text);
        entries.push(inherit(inherited, source, entry.key.span));
      }
    }
  }
  return entries;
}

function inherit(entry: YamlEntry, source: YamlMap, merged: Span): YamlEntry {
  const value = source.alias === undefined ? entry.value : { ...entry.value, alias: source.alias };
  return { ...entry, value, merged };
}

/** An alias that could not be followed stands as nothing over its own text, with a problem of its own. */
function isGivenUp({ kind, span, ...rest }: YamlNode): boolean {
  return kind === 'scalar' && 'text' in rest && rest.text === '' && span.end > span.start;
}

function sourcesOf(value: YamlNode, problems: SyntaxProblem[]): readonly YamlMap[] {
  const candidates = value.kind === 'list' ? value.items : [value];
  const maps: YamlMap[] = [];
  for (const candidate of candidates) {
    if (candidate.kind === 'map') {
      maps.push(
        candidate.alias === undefined && value.alias !== undefined
          ? { ...candidate, alias: value.alias }
          : candidate,
      );
    } else if (!isGivenUp(candidate)) {
      problems.push({
        code: 'yaml-merge-not-map',
        message: 'A `<<` merge names something that is not a mapping',
        span: placeOf(candidate),
        hint: 'Merge only mappings, for example `<<: *defaults` or `<<: [*a, *b]`.',
      });
    }
  }
  return maps;
}
