// The documents of a text ([211] l-yaml-stream), their directives and marks.
import { type Span, span } from '../../base/span.ts';
import { readBlockNode } from './block.ts';
import { byteOrderMark, codeAt, dot, percent, trimmedEnd } from './characters.ts';
import { readDirective } from './directives.ts';
import { skipRest } from './garbage.ts';
import { complain, isFresh, type Reader, startLine, toContent } from './reader.ts';
import type { YamlDocument, YamlNode } from './tree.ts';

export function readDocuments(r: Reader): readonly YamlDocument[] {
  const documents: YamlDocument[] = [];
  startLine(r, 0);
  while (isAtDocument(r)) {
    const start = r.column === -1 ? r.at : r.lineStart;
    if (r.column === -1) {
      r.at += 3;
      r.column = 0;
    }
    const root = readRoot(r);
    const isEmpty =
      root.kind === 'scalar' && root.style === 'plain' && root.text === '' && root.tag === undefined;
    const where = span(r.file, start, Math.max(start, trimmedEnd(r.text, start, r.at)));
    documents.push({ root: isEmpty ? undefined : root, span: where });
    r.anchors = new Map();
    r.handles = new Map();
  }
  return documents;
}

/** Over what stands before a document; false at the end of the text. */
function isAtDocument(r: Reader): boolean {
  let directive: Span | undefined;
  for (;;) {
    toContent(r);
    const code = codeAt(r.text, r.at);
    if (code === byteOrderMark) startLine(r, r.at + 1);
    else if (code === percent && r.at === r.lineStart && isFresh(r)) directive = readDirective(r, directive);
    else if (code === dot && r.column === -1) skipEnd(r);
    else {
      if (directive !== undefined && (code === 0 || r.column !== -1))
        complain(r, 'document-start', directive.start, directive.end);
      return code !== 0;
    }
  }
}

/** [204] c-document-end, after which only a comment may stand. */
function skipEnd(r: Reader): void {
  r.at += 3;
  r.column = 0;
  toContent(r);
  if (r.column !== -1 && !isFresh(r)) skipRest(r);
}

/** The root; what follows it without a `---` is a mistake, and only a map makes up for a root that is none. */
function readRoot(r: Reader): YamlNode {
  let root = readBlockNode(r, -1, 'document');
  for (;;) {
    toContent(r);
    if (r.column === -1) return root;
    if (!isFresh(r)) {
      skipRest(r);
      continue;
    }
    complain(r, 'indent', r.at);
    const other = readBlockNode(r, -1, 'document');
    if (isBlockMap(other) && !isBlockMap(root)) root = other;
  }
}

function isBlockMap(node: YamlNode): boolean {
  return node.kind === 'map' && !node.flow && node.alias === undefined;
}
