// Shell scripts, Makefiles, package.json and jobs, as far as they deploy: the programs they call, each word with its place.
import type { Span } from '../base/span.ts';

export interface Script {
  readonly file: string;
  /** `package`: the scripts of a package.json; `job`: one job of GitLab, which a machine of its own runs. */
  readonly kind: 'shell' | 'make' | 'package' | 'job' | 'document';
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
