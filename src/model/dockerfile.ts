// A Dockerfile as stages, with ARG and ENV resolved where the file alone says so.
import type { Located, Span } from '../base/span.ts';
import type { ReadProblem } from './artifact.ts';
import type { CommandLine, Healthcheck } from './service.ts';

export interface Dockerfile {
  readonly file: string;
  readonly stages: readonly Stage[];
  /** ARGs before the first FROM. */
  readonly args: ReadonlyMap<string, Located<string | undefined>>;
  readonly instructions: readonly DockerInstruction[];
  readonly problems: readonly ReadProblem[];
}

export interface Stage {
  readonly index: number;
  /** `AS name`, lower case. */
  readonly name: string | undefined;
  readonly span: Span;
  /** Base with ARGs expanded; `scratch`; or the name of an earlier stage. Undefined when an ARG has no value. */
  readonly base: Located<string>;
  readonly baseResolved: string | undefined;
  /** Index of the earlier stage that `base` names. */
  readonly baseStage: number | undefined;
  readonly platform: Located<string> | undefined;
  readonly instructions: readonly DockerInstruction[];
  /** The image's facts at the end of this stage, inherited through `baseStage`. */
  readonly image: ImageFacts;
}

/** What a built stage fixes for its containers. Undefined: the base image decides, which is not known. */
export interface ImageFacts {
  readonly user: Located<string> | undefined;
  readonly workdir: Located<string> | undefined;
  readonly cmd: CommandLine | undefined;
  readonly entrypoint: CommandLine | undefined;
  readonly env: ReadonlyMap<string, Located<string>>;
  readonly expose: readonly Located<number>[];
  readonly healthcheck: Healthcheck | undefined;
  readonly stopSignal: Located<string> | undefined;
  readonly volumes: readonly Located<string>[];
  /** The image at the bottom of the chain of stages: `node:22-alpine`; undefined when an ARG hides it. */
  readonly rootImage: string | undefined;
}

export interface DockerInstruction {
  readonly keyword: string;
  readonly keywordSpan: Span;
  readonly span: Span;
  readonly flags: readonly {
    readonly name: string;
    readonly value: string | undefined;
    readonly span: Span;
  }[];
  /** Words after the flags, unquoted, variables as written. */
  readonly args: readonly Located<string>[];
  readonly form: 'exec' | 'shell';
  /** Argument text with continuation lines joined, heredoc bodies left out. */
  readonly raw: Located<string>;
  /** Where the parts of `raw` stand in the file, for words inside of it. */
  readonly pieces: readonly TextPiece[];
  readonly pairs: readonly { readonly name: Located<string>; readonly value: Located<string> | undefined }[];
  readonly heredocs: readonly {
    readonly name: string;
    readonly content: Located<string>;
    readonly pieces: readonly TextPiece[];
  }[];
  /** The instruction inside ONBUILD. */
  readonly trigger?: DockerInstruction;
  readonly stage: number | undefined;
}

/** From `at` in a text that was put together on, the characters stand at `offset` in the file. */
export interface TextPiece {
  readonly at: number;
  readonly offset: number;
}
