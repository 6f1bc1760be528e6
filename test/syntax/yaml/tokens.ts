// The token stream between the library's lexer and its composer: comments are picked up, and nesting is stopped, here.
import { type CST, Lexer, Parser } from 'yaml';
import { span } from '../../base/span.ts';
import type { Comment, SyntaxProblem } from '../problem.ts';
import { maxYamlDepth, tooDeepProblem } from './guard.ts';

/** The lexer's mark before the content of a plain or block scalar, which may well begin with `#`. */
const scalarMark = '\u001f';

/** Tags, anchors and blanks in a row after which the lexer, which recurses over them, is stopped. */
const maxPropertyRun = 1000;

/** Yields the library's tokens, and adds to `comments` and `problems` on the way. Ends early where nesting is too deep. */
export function* tokensOf(
  file: string,
  text: string,
  comments: Comment[],
  problems: SyntaxProblem[],
): Generator<CST.Token, void> {
  const parser = new Parser();
  let isContent = false;
  let run = 0;
  for (const lexeme of new Lexer().lex(text)) {
    const { offset } = parser;
    if (!isContent && lexeme.startsWith('#')) {
      const body = lexeme.trimEnd();
      comments.push({ span: span(file, offset, offset + body.length), text: body.slice(1).trim() });
    }
    run = !isContent && /^[!&\s\-?:]/.test(lexeme) && !lexeme.includes('\n') ? run + 1 : 0;
    isContent = !isContent && lexeme === scalarMark;
    yield* parser.next(lexeme);
    if (parser.stack.length > maxYamlDepth || run > maxPropertyRun) {
      problems.push(tooDeepProblem(file, text, offset));
      return;
    }
  }
  yield* parser.end();
}
