// Directives before a document ([82] l-directive).
import { type Span, span } from '../../base/span.ts';
import { codeAt, hash, isWhite, trimmedEnd } from './characters.ts';
import { complain, endOfLine, type Reader, readComment } from './reader.ts';

/** One directive line; gives the place of the first of them. */
export function readDirective(r: Reader, first: Span | undefined): Span {
  const { text } = r;
  const start = r.at;
  const lineEnd = endOfLine(text, start);
  let end = start;
  while (end < lineEnd && !(text.charCodeAt(end) === hash && isWhite(codeAt(text, end - 1)))) end += 1;
  r.at = end;
  if (end < lineEnd) readComment(r);
  end = trimmedEnd(text, start, end);
  if (!isKnown(r, text.slice(start, end).split(/[ \t]+/))) complain(r, 'directive', start, end);
  return first ?? span(r.file, start, end);
}

/** The handle under which `%YAML` is remembered: no tag can have it. */
const version = '%YAML';

function isKnown(r: Reader, [name, ...parts]: readonly string[]): boolean {
  if (name === '%YAML') {
    const isSecond = r.handles.has(version);
    r.handles.set(version, '');
    return !isSecond && parts.length === 1 && /^\d+\.\d+$/.test(parts[0] ?? '');
  }
  if (name === '%TAG') {
    const [handle = '', prefix = ''] = parts;
    const isSecond = r.handles.has(handle);
    r.handles.set(handle, prefix);
    return !isSecond && parts.length === 2 && /^!(?:[\w-]*!)?$/.test(handle);
  }
  // [83] ns-reserved-directive: what is not known is left out.
  return true;
}
