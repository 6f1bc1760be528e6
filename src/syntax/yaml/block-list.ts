// Block sequences ([183] l+block-sequence).
import { span } from '../../base/span.ts';
import { isAt, readBlockNode } from './block.ts';
import { dash } from './characters.ts';
import { skipRest } from './garbage.ts';
import { placeOf } from './merge.ts';
import { emptyNode, listNode } from './nodes.ts';
import type { Properties } from './properties.ts';
import { complain, enter, isFresh, type Reader, toContent } from './reader.ts';
import type { YamlNode } from './tree.ts';

/** A list whose first `-` stands at `column`, below a parent indented by `n`. */
export function readBlockList(r: Reader, n: number, column: number, props: Properties | undefined): YamlNode {
  const start = r.at;
  if (!enter(r, start)) return emptyNode(r, start, props);
  const items: YamlNode[] = [];
  let end = start;
  do {
    // A line without its `-` is read as an item all the same.
    if (isAt(r, dash)) r.at += 1;
    const item = readBlockNode(r, column, 'item');
    end = Math.max(end, placeOf(item).end);
    items.push(item);
  } while (isAtItem(r, n, column));
  r.depth -= 1;
  return listNode(r, span(r.file, start, end), false, items, props);
}

/** Comes to the next item; false where the list has ended. */
function isAtItem(r: Reader, n: number, column: number): boolean {
  for (;;) {
    toContent(r);
    if (r.column === -1) return false;
    if (!isFresh(r)) {
      skipRest(r);
      continue;
    }
    const isItem = isAt(r, dash);
    if (r.column === column) {
      if (isItem && r.tab !== -1) complain(r, 'tab-indent', r.tab, r.at);
      return isItem;
    }
    if (r.column <= n || (r.column < column && !isItem)) return false;
    complain(r, isItem ? 'indent' : 'dash-missing', r.at);
    return true;
  }
}
