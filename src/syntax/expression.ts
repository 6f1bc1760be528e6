// The one door to GitHub's `${{ }}` expressions: text in, positioned tree out. Offsets count in the text given.
// Source: https://docs.github.com/en/actions/reference/workflows-and-actions/expressions
import { parseExpression } from './expression/parse.ts';
import type { ExpressionFault, ExpressionTree } from './expression/tree.ts';

export * from './expression/find.ts';
export * from './expression/tree.ts';

export interface ExpressionRead {
  /** Absent when the text is no expression. */
  readonly tree: ExpressionTree | undefined;
  readonly fault: ExpressionFault | undefined;
}

/** Reads the text between `${{` and `}}`. `base` is added to every offset. Never throws. */
export function readExpression(text: string, base = 0): ExpressionRead {
  return parseExpression(text, base);
}
