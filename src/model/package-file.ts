// package.json, pyproject.toml, go.mod and Makefiles, as far as builds and pipelines rest on them.
import type { Located, Span } from '../base/span.ts';
import type { ScriptCommand } from './script.ts';

export interface PackageFile {
  readonly file: string;
  readonly folder: string;
  readonly kind: 'npm' | 'python' | 'go' | 'make';
  readonly name: string | undefined;
  /** Scripts of npm, targets of make; each with its text, as far as it has one. */
  readonly commands: ReadonlyMap<string, Located<string>>;
  /** What a command runs, in order; variables of make put in as far as the file says them. */
  steps(name: string): readonly ScriptCommand[];
  /** Targets of the file that make makes before one. */
  needs(name: string): readonly string[];
  /** True when there may be commands that the file does not name itself. */
  readonly open: boolean;
  /** What version of the language it asks for, as written: `>=20`, `1.25`. */
  readonly runtime: Located<string> | undefined;
  /** Names of the packages that it depends on, those for development too. */
  readonly requires: ReadonlySet<string>;
  /** Those of them that npm leaves out where only what runs is wanted. */
  readonly development: ReadonlySet<string>;
  readonly output: BuildOutput | undefined;
}

/** Where the build script of a web front end puts what it makes. */
export interface BuildOutput {
  readonly tool: 'vite' | 'react-scripts' | 'next';
  /** Folders below the package, the first one by default: `dist`; for Next.js those that its configuration makes. */
  readonly folders: readonly string[];
  /** The script or setting that says so. */
  readonly at: Span;
}
