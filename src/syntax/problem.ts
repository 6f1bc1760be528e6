// What every reader of `syntax/` says about text that it could not take as it stands.
import type { Span } from '../base/span.ts';

export interface SyntaxProblem {
  /** Stable id, kebab-case, with the language first: `yaml-duplicate-key`. */
  readonly code: string;
  /** What is wrong, without full stop. */
  readonly message: string;
  readonly span: Span;
  /** What to do next, one sentence. */
  readonly hint: string;
  /** What the span's text should be, where that is certain. */
  readonly replacement?: string;
}

export interface Comment {
  /** From the `#` to the end of the line's text. */
  readonly span: Span;
  /** Without `#` and surrounding blanks. */
  readonly text: string;
}
