// Shell scripts and Makefiles, as far as they deploy: the programs they call, each word with its place.
import type { Span } from '../base/span.ts';

export interface Script {
  readonly file: string;
  readonly kind: 'shell' | 'make' | 'document';
  readonly commands: readonly ScriptCommand[];
  /** `set -o pipefail`, or `-o pipefail` of a Makefile's shell. */
  readonly pipefail: boolean;
}

export interface ScriptCommand {
  readonly words: readonly ScriptWord[];
  readonly span: Span;
  readonly operatorBefore: '' | '&&' | '||' | ';' | '|' | '&' | '\n';
  /** How many `$(…)` the command stands in. */
  readonly depth: number;
}

export interface ScriptWord {
  /** Without quotes; `$…` expressions as written. */
  readonly text: string;
  readonly span: Span;
  /** Only the shell, or make, knows what stands here. */
  readonly dynamic: boolean;
}
