// Tags and anchors before a node ([96] c-ns-properties).
import { span } from '../../base/span.ts';
import {
  ampersand,
  closeBrace,
  closeBracket,
  codeAt,
  comma,
  exclamation,
  greater,
  isBlankOrEnd,
  isFlowIndicator,
  less,
} from './characters.ts';
import { aliasNode } from './nodes.ts';
import { complain, type Reader, skipWhite } from './reader.ts';
import type { YamlNode } from './tree.ts';

export interface Properties {
  tag: string | undefined;
  anchor: string | undefined;
  readonly start: number;
  /** After the last tag or anchor: there an empty value stands. */
  end: number;
  /** How the counts of nodes and depth stood when the anchor was met. */
  nodes: number;
  deepest: number;
}

export function isPropertyStart(code: number): boolean {
  return code === ampersand || code === exclamation;
}

/** The tags and anchors of one line; the parser stands at the first, and after it at what follows the blanks. */
export function readProperties(r: Reader): Properties {
  const props: Properties = {
    tag: undefined,
    anchor: undefined,
    start: r.at,
    end: r.at,
    nodes: r.nodes,
    deepest: r.deepest,
  };
  for (let code = codeAt(r.text, r.at); isPropertyStart(code); code = skipWhite(r)) {
    if (code === ampersand) readAnchor(r, props);
    else readTag(r, props);
    props.end = r.at;
    const next = codeAt(r.text, r.at);
    const closes = r.flowDepth > 0 && (next === comma || next === closeBracket || next === closeBrace);
    if (!isBlankOrEnd(next) && !closes) complain(r, 'prop-space', r.at);
  }
  return props;
}

/** The properties of two lines for one node. */
export function joinProperties(r: Reader, outer: Properties | undefined, inner: Properties): Properties {
  if (outer === undefined) return inner;
  if (outer.tag !== undefined && inner.tag !== undefined) complain(r, 'tag-twice', inner.start, inner.end);
  if (outer.anchor !== undefined && inner.anchor !== undefined)
    complain(r, 'anchor-twice', inner.start, inner.end);
  const { tag, anchor, ...rest } = outer;
  return { ...rest, end: inner.end, tag: inner.tag ?? tag, anchor: inner.anchor ?? anchor };
}

/** [102] ns-anchor-name, from after the `&` or `*`. */
function readName(r: Reader): string {
  const { text } = r;
  const start = r.at;
  let at = start + 1;
  for (let code = codeAt(text, at); !isBlankOrEnd(code) && !isFlowIndicator(code); code = codeAt(text, at))
    at += 1;
  r.at = at;
  if (at === start + 1) complain(r, 'alias-name', start, at);
  return text.slice(start + 1, at);
}

function readAnchor(r: Reader, props: Properties): void {
  const start = r.at;
  const name = readName(r);
  if (props.anchor !== undefined) complain(r, 'anchor-twice', start, r.at);
  props.anchor = name;
  r.anchors.set(name, { node: undefined, size: 0, depth: 0 });
  r.deepest = r.depth;
}

export function readAlias(r: Reader): YamlNode {
  const start = r.at;
  const name = readName(r);
  return aliasNode(r, name, span(r.file, start, r.at));
}

/** [97] c-ns-tag-property */
function readTag(r: Reader, props: Properties): void {
  const { text } = r;
  const start = r.at;
  r.at = codeAt(text, start + 1) === less ? endOfVerbatim(text, start) : endOfTag(text, start);
  const tag = resolvedTag(r, text.slice(start, r.at), start);
  if (props.tag !== undefined) complain(r, 'tag-twice', start, r.at);
  props.tag = tag;
}

function endOfVerbatim(text: string, start: number): number {
  let at = start + 2;
  for (let code = codeAt(text, at); !isBlankOrEnd(code) && code !== greater; code = codeAt(text, at)) at += 1;
  return codeAt(text, at) === greater ? at + 1 : at;
}

/** Where characters of a URI end, flow indicators apart ([40] ns-tag-char; the `!` of a handle is one here). */
function endOfTag(text: string, start: number): number {
  const end = /[^\w\-#;/?:@&=+$.!~*'()%]|%(?![0-9a-fA-F]{2})/g;
  end.lastIndex = start;
  return end.exec(text)?.index ?? text.length;
}

const standard = 'tag:yaml.org,2002:';

function shortened(tag: string): string {
  return tag.startsWith(standard) ? `!!${tag.slice(standard.length)}` : tag;
}

/** The tag as the tree has it: standard tags short, those of declared handles in full, `!local` as written. */
function resolvedTag(r: Reader, source: string, start: number): string | undefined {
  if (source === '!') return source;
  if (source.startsWith('!<')) {
    const verbatim = source.slice(2, -1);
    if (!source.endsWith('>') || verbatim === '' || verbatim === '!' || verbatim === '!!')
      return refused(r, source, start);
    return shortened(verbatim);
  }
  const cut = source.lastIndexOf('!') + 1;
  const handle = source.slice(0, cut);
  const suffix = decoded(source.slice(cut));
  if (suffix === undefined || suffix === '') return refused(r, source, start);
  const prefix = r.handles.get(handle);
  if (prefix !== undefined) return shortened(prefix + suffix);
  if (handle === '!!') return `!!${suffix}`;
  return handle === '!' ? source : refused(r, source, start);
}

function refused(r: Reader, source: string, start: number): undefined {
  complain(r, 'tag-unknown', start, start + source.length);
  return undefined;
}

function decoded(suffix: string): string | undefined {
  if (!suffix.includes('%')) return suffix;
  try {
    return decodeURIComponent(suffix);
  } catch {
    return undefined;
  }
}
