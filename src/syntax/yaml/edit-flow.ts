// Entries and items that are added to collections in braces and brackets.
import type { Edit } from '../../base/edit.ts';
import { lineStart } from './lines.ts';
import type { YamlSource } from './place.ts';
import { isMap, isScalar, type YamlList, type YamlMap } from './tree.ts';
import { flowText, quotedText, type YamlContent } from './write.ts';

export function addToFlow(
  { file, text }: YamlSource,
  node: YamlMap | YamlList,
  { key, data }: { readonly key?: string; readonly data: YamlContent },
): Edit | undefined {
  const end = node.span.end - 1;
  if (text[end] !== '}' && text[end] !== ']') return undefined;
  const isStrict = isJson(node);
  const value =
    isSingle(node) && typeof data === 'string'
      ? (quotedText(data, 'single') ?? JSON.stringify(data))
      : flowText(data, isSingle(node) ? 'single' : 'double', true, isStrict);
  const written = key === undefined ? value : `${isStrict ? JSON.stringify(key) : key}: ${value}`;
  if (key !== undefined && !/^[\w./-]+$/.test(key)) return undefined;
  const last = lastEnd(node);
  if (last === undefined) {
    const inside = text.slice(node.span.start + 1, end);
    if (inside.trim() !== '') return undefined;
    const around = isMap(node) ? ' ' : '';
    return {
      span: { file, start: node.span.start + 1, end },
      text: around + written + around,
    };
  }
  const comma = /^\s*,/.exec(text.slice(last, end))?.[0];
  const at = last + (comma?.length ?? 0);
  // Where the last entry has a line of its own, so has the new one.
  const indentation = /^[ \t]+/.exec(text.slice(lineStart(text, last), last))?.[0];
  const isOwnLine = startOfLast(node, text) && indentation !== undefined;
  const gap = isOwnLine ? `\n${indentation}` : ' ';
  const before = comma === undefined ? ',' : '';
  const after = comma === undefined ? '' : ',';
  return { span: { file, start: at, end: at }, text: before + gap + written + (isOwnLine ? after : '') };
}

/** Where the last entry or item ends; undefined for an empty collection, and what a `<<` alone fills. */
function lastEnd(node: YamlMap | YamlList): number | undefined {
  if (!isMap(node)) {
    const item = node.items.at(-1);
    return (item?.alias ?? item?.span)?.end;
  }
  const ends = node.entries.map(({ span, value, merged }) =>
    merged === undefined ? Math.max(span.end, value.alias?.end ?? 0) : (value.alias ?? merged).end,
  );
  return ends.length === 0 ? undefined : Math.max(...ends);
}

function startOfLast(node: YamlMap | YamlList, text: string): boolean {
  const last = isMap(node) ? node.entries.at(-1) : node.items.at(-1);
  if (last === undefined) return false;
  return /^[ \t]*$/.test(text.slice(lineStart(text, last.span.start), last.span.start));
}

/** All keys, or all texts, stand in double quotes. */
function isJson(node: YamlMap | YamlList): boolean {
  const scalars = isMap(node) ? node.entries.map(({ key }) => key) : node.items.filter(isScalar);
  return scalars.length > 0 && scalars.every(({ style }) => style === 'double');
}

/** All values, or all items, stand in single quotes. */
function isSingle(node: YamlMap | YamlList): boolean {
  const values = isMap(node) ? node.entries.map(({ value }) => value) : node.items;
  return values.length > 0 && values.every((value) => isScalar(value) && value.style === 'single');
}
