// The positioned tree of a Dockerfile.
import type { Located, Span } from '../../base/span.ts';
import type { Comment, SyntaxProblem } from '../problem.ts';
import type { Piece } from './joined.ts';

export interface DockerfileTree {
  readonly directives: readonly Directive[];
  readonly instructions: readonly Instruction[];
  readonly comments: readonly Comment[];
  readonly problems: readonly SyntaxProblem[];
}

/** `# escape=…`, `# syntax=…`, `# check=…` at the top of the file. */
export interface Directive {
  /** Lower case. */
  readonly name: string;
  readonly value: string;
  readonly span: Span;
}

export interface Instruction {
  /** Upper case, as docker knows it: `FROM`. */
  readonly keyword: string;
  readonly keywordSpan: Span;
  /** From the keyword to the end of the last argument, heredoc bodies included. */
  readonly span: Span;
  readonly flags: readonly Flag[];
  /** What follows the flags; of the exec form its strings. */
  readonly args: readonly Word[];
  /** The text after the flags as docker sees it: continuations joined, comment lines between them left out. */
  readonly raw: Located<string>;
  /** Where the parts of `raw` stand in the file. */
  readonly pieces: readonly Piece[];
  readonly form: 'exec' | 'shell';
  readonly heredocs: readonly Heredoc[];
  /** Of ENV, ARG and LABEL. Quotes and escapes are resolved, variables are not. */
  readonly pairs?: readonly Pair[];
  /** The instruction inside ONBUILD; of HEALTHCHECK its CMD. */
  readonly trigger?: Instruction;
}

/** `text` is without quotes and escapes, `span` covers the word as written. */
export interface Word {
  readonly text: string;
  /** As written, for `expandWord`. */
  readonly raw: string;
  readonly span: Span;
}

/** `--from=build`: name `from`, value `build`. */
export interface Flag {
  readonly name: string;
  readonly value: string | undefined;
  readonly span: Span;
  readonly valueSpan?: Span;
}

export interface Pair {
  readonly name: Located<string>;
  readonly value: Located<string> | undefined;
  /** The value as written, quotes in, for `expandWord`. */
  readonly rawValue?: string;
}

export interface Heredoc {
  readonly name: string;
  /** `<<-`: leading tabs are taken off each line. */
  readonly strip: boolean;
  /** False when the name is quoted: no variable is replaced in the content. */
  readonly expand: boolean;
  readonly content: Located<string>;
  /** Where the parts of the content stand in the file. */
  readonly pieces: readonly Piece[];
}
