// A list of names that becomes a map of them: `depends_on: [db]` with something to say of `db`.
import type { Edit } from '../../base/edit.ts';
import { span } from '../../base/span.ts';
import { asLines, styleAt } from './edit-block.ts';
import { columnOf, lineEnd, lineStart, restOfLine } from './lines.ts';
import type { Place, YamlSource } from './place.ts';
import { isMap, isScalar, type YamlList, type YamlScalar } from './tree.ts';
import { entryLines, flowText, type YamlContent } from './write.ts';

type ContentOf = (name: string) => { readonly [key: string]: YamlContent };

export function mapOfNames(
  source: YamlSource,
  place: Place,
  node: YamlList,
  contentOf: ContentOf,
): readonly Edit[] | undefined {
  const names = node.items.filter(isScalar);
  const isPlain = names.every(
    ({ anchor, alias, tag }) => anchor === undefined && alias === undefined && tag === undefined,
  );
  if (names.length !== node.items.length || names.length === 0 || !isPlain) return undefined;
  if (node.flow) return flowNames(source, node, names, contentOf);
  const { text } = source;
  const style = styleAt(source, place, false);
  const key = place.entry?.key.span;
  const column = columnOf(text, node.span.start);
  // Dashes may stand below the key itself, entries may not.
  const shift = key !== undefined && columnOf(text, key.start) === column ? style.step : 0;
  const edits: Edit[] = [];
  for (const name of names) {
    const { start, end } = name.span;
    const dash = lineStart(text, start) + column;
    if (!/^-[ ]+$/.test(text.slice(dash, start)) || restOfLine(text, end) === undefined) return undefined;
    const written = text.slice(start, end);
    edits.push({ span: span(source.file, dash, end), text: `${' '.repeat(shift)}${written}:` });
    const lines = Object.entries(contentOf(name.text)).flatMap(([under, data]) =>
      entryLines(under, data, style),
    );
    const at = lineEnd(text, end);
    edits.push({ span: span(source.file, at), text: asLines(lines, column + shift + style.step) });
  }
  return edits;
}

function flowNames(
  { file, text }: YamlSource,
  node: YamlList,
  names: readonly YamlScalar[],
  contentOf: ContentOf,
): readonly Edit[] | undefined {
  const { start, end } = node.span;
  const parts = names.map(({ text: name, span: at }) => {
    return `${text.slice(at.start, at.end)}: ${flowText(contentOf(name), 'double', true)}`;
  });
  // Lines and comments inside of the brackets have no place in what is one line.
  if (/[\n#]/.test(text.slice(start, end)) || isMap(node)) return undefined;
  return [{ span: span(file, start, end), text: `{ ${parts.join(', ')} }` }];
}
