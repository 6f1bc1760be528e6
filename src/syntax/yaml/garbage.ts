// What stands where nothing can: it is named once, and reading goes on behind it.
import { closeBrace, closeBracket, codeAt } from './characters.ts';
import { complain, endOfLine, type Reader } from './reader.ts';

/** Leaves out the rest of the line. */
export function skipRest(r: Reader): void {
  const code = codeAt(r.text, r.at);
  complain(r, code === closeBracket || code === closeBrace ? 'bracket' : 'syntax', r.at);
  r.at = endOfLine(r.text, r.at);
}
