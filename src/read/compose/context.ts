// What the steps of one reading share.
import type { KnownDocuments } from './documents.ts';
import type { Report } from './report.ts';
import type { EnvText, Lookup } from './variables.ts';

/** What of the work may be left out, for `config --no-…`; all of it is done unless told. */
export interface ComposeSteps {
  /** False leaves `$…` as written, and short forms with one of these in them as well. */
  readonly interpolate?: boolean;
  /** False adds no names, default network and implied dependencies. */
  readonly normalise?: boolean;
  /** False prints paths as they are written. */
  readonly resolvePaths?: boolean;
  /** False leaves env files out of `environment`. */
  readonly resolveEnvironment?: boolean;
  /** False takes values that contradict each other. */
  readonly checkConsistency?: boolean;
}

export interface ComposeInput extends ComposeSteps {
  /** In merge order, paths relative to the root. */
  readonly files: readonly { readonly file: string; readonly text: string }[];
  /** Text of a file named by `env_file`, `extends`, `include`; undefined when it is missing. */
  readonly readFile: (file: string) => string | undefined;
  readonly exists: (file: string) => boolean;
  /** `-p` or COMPOSE_PROJECT_NAME; else the top-level `name`, else the folder's name. */
  readonly projectName: string | undefined;
  readonly folderName: string;
  /** Where relative paths start, relative to the root; the folder of the first file unless given. */
  readonly folder?: string;
  /** The root on this machine: with it, the resolved project has absolute paths. */
  readonly root?: string;
  readonly environment: string | undefined;
  readonly processEnv: Readonly<Record<string, string>>;
  /** `.env`, or what `--env-file` names, in order; later ones win. */
  readonly envFiles: readonly EnvText[];
  /** Selected profiles; `*` selects all. */
  readonly profiles: readonly string[];
  /** What is known of files from other projects that have them, to which this one adds. */
  readonly known?: KnownDocuments;
}

export interface Context {
  readonly input: ComposeInput;
  readonly report: Report;
  /** Nodes that aliases may still unfold to, over all files. */
  readonly budget: { nodes: number };
}

/** How the text of one file is to be understood. */
export interface Scope {
  readonly file: string;
  /** Folder that relative paths in the file start from, relative to the root. */
  readonly folder: string;
  readonly lookup: Lookup;
}

/** Where docker compose stops; what is written out does not count, so that no honest project comes near it. */
export const maxNodes = 100_000;
