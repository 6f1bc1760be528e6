// Flow collections ([137] c-flow-sequence, [140] c-flow-mapping) and what stands in them.
import { span } from '../../base/span.ts';
import {
  afterBreak,
  asterisk,
  closeBrace,
  closeBracket,
  codeAt,
  colon,
  comma,
  dash,
  doubleQuote,
  hash,
  isBlankOrEnd,
  isBreak,
  isFlowIndicator,
  openBrace,
  openBracket,
  question,
  singleQuote,
  trimmedEnd,
} from './characters.ts';
import { placeOf } from './merge.ts';
import { addEntry, type Entries, emptyNode, listNode, mapNode, newEntries } from './nodes.ts';
import { isUnquotable, readPlain } from './plain.ts';
import { isPropertyStart, joinProperties, type Properties, readAlias, readProperties } from './properties.ts';
import { readQuoted } from './quoted.ts';
import { complain, enter, longestKey, type Reader, readComment, skipWhite, startLine } from './reader.ts';
import type { YamlNode } from './tree.ts';

/** A collection in brackets or braces; its lines are indented by more than `n`. */
export function readFlow(r: Reader, n: number, props: Properties | undefined): YamlNode {
  const start = r.at;
  if (!enter(r, start)) return emptyNode(r, Math.min(start, r.end));
  r.flowDepth += 1;
  const isMap = r.text.charCodeAt(start) === openBrace;
  r.at += 1;
  const node = isMap ? readFlowMap(r, n, start, props) : readFlowList(r, n, start, props);
  r.flowDepth -= 1;
  if (r.flowDepth === 0) r.isTorn = false;
  return node;
}

function readFlowList(r: Reader, n: number, start: number, props: Properties | undefined): YamlNode {
  const items: YamlNode[] = [];
  while (hasItem(r, n, closeBracket)) {
    items.push(readListItem(r, n));
    endItem(r, n);
  }
  r.depth -= 1;
  return listNode(r, span(r.file, start, trimmedEnd(r.text, start, r.at)), true, items, props);
}

function readFlowMap(r: Reader, n: number, start: number, props: Properties | undefined): YamlNode {
  const entries = newEntries(start);
  while (hasItem(r, n, closeBrace)) {
    readPair(r, n, entries);
    endItem(r, n);
  }
  r.depth -= 1;
  return mapNode(r, span(r.file, start, trimmedEnd(r.text, start, r.at)), true, entries, props);
}

/** To the next item; false, and past the bracket, where the collection ends. */
function hasItem(r: Reader, n: number, closing: number): boolean {
  for (;;) {
    const code = toFlowContent(r, n);
    if (code === 0) {
      complain(r, 'bracket-open', r.at);
      return false;
    }
    if (code === closeBracket || code === closeBrace) {
      if (code !== closing) complain(r, 'bracket', r.at);
      r.at += 1;
      return false;
    }
    if (code !== comma) return true;
    complain(r, 'bracket', r.at);
    r.at += 1;
  }
}

/** Over the comma after an item. */
function endItem(r: Reader, n: number): void {
  const itemEnd = r.at;
  const code = toFlowContent(r, n);
  if (code === comma) r.at += 1;
  else if (code !== 0 && code !== closeBracket && code !== closeBrace) complain(r, 'comma-missing', itemEnd);
}

/**
 * [80] s-separate inside of brackets: the code of what comes next, 0 where the collection cannot go on, because the
 * document ends or a line stands too far left.
 */
function toFlowContent(r: Reader, n: number): number {
  if (r.isTorn) return 0;
  for (;;) {
    const code = skipWhite(r);
    if (code === hash) readComment(r);
    else if (!isBreak(code)) return code;
    if (r.at >= r.end) return 0;
    startLine(r, afterBreak(r.text, r.at));
    const first = codeAt(r.text, r.at);
    if (isBreak(first) || first === hash) continue;
    const closes = (first === closeBracket || first === closeBrace) && r.flowDepth === 1 && r.spaces === n;
    // [69] s-flow-line-prefix; only the last bracket may stand below the key, as everyone writes it.
    if (r.column !== -1 && (r.spaces > n || closes)) continue;
    r.isTorn = true;
    return 0;
  }
}

/** An item of a list, which may be a pair ([150] ns-flow-pair). */
function readListItem(r: Reader, n: number): YamlNode {
  const { at: start, lineStart } = r;
  const isExplicit = isIndicator(r, question);
  const hasKey = !isIndicator(r, colon);
  if (!isExplicit && hasKey) {
    const key = readFlowNode(r, n);
    if (toFlowContent(r, n) !== colon || !isValueColon(r, key)) return key;
    if (r.lineStart !== lineStart) complain(r, 'key-multiline', start, r.at);
    else if (r.at - start > longestKey) complain(r, 'key-too-long', start, r.at);
    return pairAround(r, n, start, key);
  }
  if (!enter(r, start)) return emptyNode(r, start);
  const entries = newEntries(start);
  readPair(r, n, entries);
  r.depth -= 1;
  const from = entries.list[0]?.span.start ?? start;
  return mapNode(r, span(r.file, from, entries.end), true, entries, undefined);
}

function pairAround(r: Reader, n: number, start: number, key: YamlNode): YamlNode {
  if (!enter(r, start)) return key;
  const entries = newEntries(placeOf(key).start);
  addEntry(r, entries, key, readFlowValue(r, n));
  r.depth -= 1;
  return mapNode(r, span(r.file, placeOf(key).start, entries.end), true, entries, undefined);
}

/** [142] ns-flow-map-entry */
function readPair(r: Reader, n: number, entries: Entries): void {
  const isExplicit = isIndicator(r, question);
  if (isExplicit) r.at += 1;
  const after = r.at;
  const code = isExplicit ? toFlowContent(r, n) : codeAt(r.text, after);
  const isEmpty = endsItem(code) || isIndicator(r, colon);
  readPairValue(r, n, entries, isEmpty ? emptyNode(r, after) : readFlowNode(r, n));
}

function readPairValue(r: Reader, n: number, entries: Entries, key: YamlNode): void {
  const isPair = toFlowContent(r, n) === colon && isValueColon(r, key);
  addEntry(r, entries, key, isPair ? readFlowValue(r, n) : emptyNode(r, placeOf(key).end));
}

/** From the `:` on. */
function readFlowValue(r: Reader, n: number): YamlNode {
  r.at += 1;
  const after = r.at;
  return endsItem(toFlowContent(r, n)) ? emptyNode(r, after) : readFlowNode(r, n);
}

function endsItem(code: number): boolean {
  return code === 0 || code === comma || code === closeBracket || code === closeBrace;
}

/** Whether `?` or `:` stands here as an indicator and not as the start of a word. */
function isIndicator(r: Reader, indicator: number): boolean {
  return codeAt(r.text, r.at) === indicator && endsWord(codeAt(r.text, r.at + 1));
}

function endsWord(code: number): boolean {
  return isBlankOrEnd(code) || isFlowIndicator(code);
}

/** [147] c-ns-flow-map-separate-value, [149] c-ns-flow-map-adjacent-value: after a quote or bracket no blank is needed. */
function isValueColon(r: Reader, key: YamlNode): boolean {
  const isJson = key.alias === undefined && (key.kind !== 'scalar' || key.style !== 'plain');
  return isJson || endsWord(codeAt(r.text, r.at + 1));
}

function readFlowNode(r: Reader, n: number): YamlNode {
  let props: Properties | undefined;
  let code = codeAt(r.text, r.at);
  while (isPropertyStart(code)) {
    props = joinProperties(r, props, readProperties(r));
    code = toFlowContent(r, n);
  }
  if (props !== undefined && (endsItem(code) || isIndicator(r, colon))) return emptyNode(r, props.end, props);
  if (code === dash && isBlankOrEnd(codeAt(r.text, r.at + 1))) {
    complain(r, 'block-in-flow', r.at);
    r.at += 1;
    if (endsItem(toFlowContent(r, n))) return emptyNode(r, r.at, props);
  }
  return readInline(r, n, props);
}

/** [161] ns-flow-node without its properties. */
export function readInline(r: Reader, n: number, props: Properties | undefined): YamlNode {
  const code = codeAt(r.text, r.at);
  if (code === doubleQuote || code === singleQuote) return readQuoted(r, n, props);
  if (code === openBracket || code === openBrace) return readFlow(r, n, props);
  if (code === asterisk) {
    if (props !== undefined) complain(r, 'alias-props', props.start, props.end);
    return readAlias(r);
  }
  if (isUnquotable(r, code))
    complain(r, code === closeBracket || code === closeBrace ? 'bracket' : 'scalar-start', r.at);
  return readPlain(r, n, props);
}
