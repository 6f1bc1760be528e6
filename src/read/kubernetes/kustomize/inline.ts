// YAML inside a text of another YAML file: an inline patch, read with places in the file that it stands in.
import type { Span } from '../../../base/span.ts';
import {
  isList,
  isMap,
  readYaml,
  type YamlEntry,
  type YamlNode,
  type YamlScalar,
} from '../../../syntax/yaml.ts';

type Move = (span: Span) => Span;

/** Documents of the text of a scalar; `source` is the text of the file that holds it. */
export function readInline(scalar: YamlScalar, source: string | undefined): readonly YamlNode[] {
  const move = moveOf(scalar, source);
  return readYaml(scalar.span.file, scalar.text).documents.flatMap(({ root }) =>
    root === undefined ? [] : [moved(root, move)],
  );
}

/** In a literal block every line stands as it is behind its indentation; elsewhere the whole scalar is the place. */
function moveOf(scalar: YamlScalar, source: string | undefined): Move {
  const whole: Move = () => scalar.span;
  if (scalar.style !== 'literal' || source === undefined) return whole;
  const lines: { readonly from: number; readonly to: number }[] = [];
  let at = source.indexOf('\n', scalar.span.start) + 1;
  let from = 0;
  for (const line of scalar.text.split('\n')) {
    const end = source.indexOf('\n', at);
    const stop = end === -1 ? source.length : end;
    const indent = source.slice(at, stop).replace(/\r$/, '').length - line.length;
    if (!source.startsWith(line, at + Math.max(0, indent)) && line !== '') return whole;
    lines.push({ from, to: at + Math.max(0, indent) });
    from += line.length + 1;
    at = stop + 1;
  }
  const place = (offset: number) => {
    const line = lines.findLast((each) => each.from <= offset);
    return line === undefined ? scalar.span.start : Math.min(line.to + offset - line.from, source.length);
  };
  return ({ start, end }) => ({ file: scalar.span.file, start: place(start), end: place(end) });
}

function moved(node: YamlNode, move: Move): YamlNode {
  const span = move(node.span);
  if (isMap(node)) return { ...node, span, entries: node.entries.map((entry) => movedEntry(entry, move)) };
  if (isList(node)) return { ...node, span, items: node.items.map((item) => moved(item, move)) };
  return { ...node, span };
}

function movedEntry(entry: YamlEntry, move: Move): YamlEntry {
  const { key, value } = entry;
  return { key: { ...key, span: move(key.span) }, value: moved(value, move), span: move(entry.span) };
}
