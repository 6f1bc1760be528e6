// What a kind of generated files is: a pure function from the project, and what the user asks for, to texts.
import type { Span } from '../base/span.ts';
import type { Project } from '../model/project.ts';
import type { Stack } from '../model/service.ts';

/** A flag that a kind adds to those of the verb; what the command line makes help of. */
export interface KindOption {
  readonly type: 'string' | 'boolean';
  readonly short?: string;
  readonly multiple?: boolean;
  readonly value?: string;
  readonly help: string;
}

/** The values of flags; one that is absent is undefined, empty or false. */
export interface Asked {
  text(name: string): string | undefined;
  list(name: string): readonly string[];
  is(name: string): boolean;
}

export interface Given {
  readonly project: Project;
  /** The compose project that is meant; undefined where there is none. */
  readonly stack: Stack | undefined;
  readonly asked: Asked;
  /** `-e`: the environment that the files are for. */
  readonly environment: string | undefined;
  readonly now: Date;
  /** The text of a file below the root, for files that are edited and that a review does not read. */
  readonly text: (path: string) => string | undefined;
  readonly randomBytes: (size: number) => Uint8Array;
}

export interface GeneratedFile {
  /** Relative to the project's root, forward slashes. */
  readonly path: string;
  readonly text: string;
  /** Of the file on disk; 0644 when absent. */
  readonly mode?: number;
  /** True when the text must never be shown. */
  readonly isSecret?: boolean;
  /**
   * The text of a file that the user has, and that this one is with a few places changed: it is written without
   * `--force`. Undefined for a new file. Empty where the file is begun when it is not there (an entry of .gitignore).
   */
  readonly edits?: string;
}

/** What a person is told at the end. */
export interface Note {
  /** `decide`: nothing in the repository says it, and the files wait for it. `know`: what was done, and why. */
  readonly kind: 'decide' | 'know';
  /** A sentence without a full stop. */
  readonly text: string;
  /** What it is about: a place in the user's files. */
  readonly at?: Span;
}

export interface Generated {
  readonly files: readonly GeneratedFile[];
  readonly notes: readonly Note[];
}

export interface Generator {
  /** @throws SeaworthyError when what is asked for cannot be made of this project */
  readonly generate: (given: Given) => Generated;
}

export interface Kind {
  /** The word on the command line. */
  readonly name: string;
  /** One line of help: the files that come out. */
  readonly summary: string;
  readonly options?: Readonly<Record<string, KindOption>>;
  /** True where `compose.override.yaml`, which docker compose reads by itself on a developer's machine, is left out. */
  readonly withoutOverride?: boolean;
  /** Loaded when it is asked for, as verbs are. */
  readonly load: () => Promise<{ readonly generator: Generator }>;
}
