// The one door to HCL: text in, positioned tree out. Never throws; what is wrong is in `problems`.
import type { Located } from '../base/span.ts';
import {
  type Cursor,
  complain,
  isAtEnd,
  lineEnd,
  maximumDepth,
  skipBlank,
  spanFrom,
  takeName,
} from './hcl/cursor.ts';
import type { HclAttribute, HclBlock, HclBody, HclFile } from './hcl/tree.ts';
import { readString, readValue } from './hcl/value.ts';

export type * from './hcl/tree.ts';

export function readHcl(file: string, text: string): HclFile {
  const cursor: Cursor = { file, text, at: 0, depth: 0, comments: [], problems: [] };
  const body = readBody(cursor, false);
  return { body, comments: cursor.comments, problems: cursor.problems };
}

function readBody(cursor: Cursor, isInner: boolean): HclBody {
  const attributes: HclAttribute[] = [];
  const blocks: HclBlock[] = [];
  for (;;) {
    skipBlank(cursor, true);
    if (isAtEnd(cursor)) {
      if (isInner) complain(cursor, 'a block is not closed');
      return { attributes, blocks };
    }
    if (cursor.text[cursor.at] === '}') {
      if (!isInner) complain(cursor, 'a brace closes nothing');
      cursor.at += 1;
      if (isInner) return { attributes, blocks };
      continue;
    }
    readItem(cursor, attributes, blocks);
  }
}

function readItem(cursor: Cursor, attributes: HclAttribute[], blocks: HclBlock[]): void {
  const start = cursor.at;
  const name = takeName(cursor);
  if (name === undefined) {
    complain(cursor, 'a block or an attribute is expected here');
    cursor.at = Math.max(lineEnd(cursor), cursor.at + 1);
    return;
  }
  const nameSpan = spanFrom(cursor, start);
  skipBlank(cursor, false);
  if (cursor.text[cursor.at] === '=') {
    cursor.at += 1;
    attributes.push({ name, nameSpan, value: readValue(cursor, false) });
    return;
  }
  const labels = readLabels(cursor);
  if (cursor.text[cursor.at] !== '{' || cursor.depth >= maximumDepth) {
    complain(cursor, `${name} is followed by neither = nor a block`);
    cursor.at = Math.max(lineEnd(cursor), start + 1);
    return;
  }
  cursor.at += 1;
  cursor.depth += 1;
  const body = readBody(cursor, true);
  cursor.depth -= 1;
  blocks.push({ type: name, labels, body, span: spanFrom(cursor, start) });
}

function readLabels(cursor: Cursor): readonly Located<string>[] {
  const labels: Located<string>[] = [];
  for (;;) {
    skipBlank(cursor, false);
    const start = cursor.at;
    const value = cursor.text[start] === '"' ? readString(cursor).value : takeName(cursor);
    if (value === undefined) return labels;
    labels.push({ value, span: spanFrom(cursor, start) });
  }
}
