// A folder that holds a program of its own, as far as an image could be built of it.
import type { SourceFile } from './source.ts';

export type ProgramKind = 'node' | 'python' | 'go' | 'java' | 'static';

/** What installs dependencies or builds. */
export type BuildTool =
  | 'npm'
  | 'pnpm'
  | 'yarn'
  | 'yarn-berry'
  | 'pip'
  | 'uv'
  | 'poetry'
  | 'pipenv'
  | 'go'
  | 'maven'
  | 'gradle'
  | 'none';

/** A version of the language, and the file that says so. */
export interface WantedVersion {
  readonly text: string;
  readonly file: string;
}

export interface Program {
  /** Relative to the root. */
  readonly folder: string;
  readonly kind: ProgramKind;
  readonly tool: BuildTool;
  readonly version: WantedVersion | undefined;
  /** Files beside it that dependencies are installed from, the lock file last. */
  readonly manifests: readonly string[];
  readonly lock: string | undefined;
  /** The command that starts it, without a shell; undefined where nothing says it. */
  readonly start: readonly string[] | undefined;
  /** Its port where the command or the framework says so, not the code. */
  readonly defaultPort: number | undefined;
  /** The command that builds it, and the folder of pages that comes out. */
  readonly build: string | undefined;
  readonly pages: string | undefined;
  /** Why an image of it cannot be described. */
  readonly unclear: string | undefined;
  readonly sources: readonly SourceFile[];
}
