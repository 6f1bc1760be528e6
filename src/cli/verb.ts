// What a verb is, and what it is given.
import type { Clock } from '../base/clock.ts';
import type { ExitCode } from '../base/errors.ts';
import type { Paint } from '../output/paint.ts';

export interface OptionSpec {
  readonly type: 'string' | 'boolean';
  readonly short?: string;
  readonly multiple?: boolean;
  /** Name of the value in the help text. */
  readonly value?: string;
  readonly help: string;
  /** Kept for those who know it from elsewhere; not listed. */
  readonly hidden?: boolean;
}

export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

/** Parsed flags; a flag that is absent is undefined. */
export interface Flags {
  text(name: string): string | undefined;
  list(name: string): readonly string[];
  is(name: string): boolean;
}

export interface Terminal {
  readonly stdout: { write(text: string): void; readonly isTty: boolean };
  readonly stderr: {
    write(text: string): void;
    readonly isTty: boolean;
    readonly columns: number;
    readonly rows: number;
  };
  /** Colours for stdout and for stderr: each is a terminal or not on its own. */
  readonly paint: Paint;
  readonly paintErr: Paint;
}

export interface VerbContext {
  readonly flags: Flags;
  readonly positionals: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly terminal: Terminal;
  readonly clock: Clock;
}

export interface Verb {
  readonly name: string;
  readonly usage: string;
  readonly about: string;
  readonly options: OptionSpecs;
  /** At least one, each a command line and what it does. */
  readonly examples: readonly (readonly [command: string, does: string])[];
  readonly run: (context: VerbContext) => Promise<ExitCode>;
}
