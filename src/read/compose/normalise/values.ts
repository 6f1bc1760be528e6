// Lists of `NAME=value` in which a name alone has no meaning.
import { isScalar, type Node } from '../node/node.ts';
import { quoted, type Report } from '../report.ts';

/** `toMap` after every item was found to have a value, or a name that needs none. */
export function withValues(
  report: Report,
  toMap: (node: Node) => Node,
  isBareName: (name: string) => boolean,
): (node: Node) => Node {
  return (node) => {
    for (const item of node.kind === 'list' ? node.items : []) {
      if (!isScalar(item) || item.tag === 'reset' || item.text.includes('=') || isBareName(item.text))
        continue;
      report.problem({
        code: 'invalid-value',
        message: `Expected NAME=value, found ${quoted(item.text)}`,
        span: item.span,
        hint: 'Write a "=" and the value behind the name.',
      });
    }
    return toMap(node);
  };
}
