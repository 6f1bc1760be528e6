// A real program of this host in place of an image that cannot run without a container engine.
import type { UnitSpec } from '../../../model/unit.ts';
import type { LocalPaths } from '../paths.ts';

export interface Program {
  /** Folder with the binaries. */
  readonly bin: string;
  readonly version: string;
}

export interface Preparation {
  readonly unit: UnitSpec;
  readonly instance: string;
  /** Secrets revealed, addresses rewritten. */
  readonly environment: Readonly<Record<string, string>>;
  readonly paths: LocalPaths;
  readonly port: number;
  readonly markers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

export interface Prepared {
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly user: { readonly uid: number; readonly gid: number } | undefined;
  readonly environment: Readonly<Record<string, string>>;
  readonly stopSignal: string;
  /** Folders that go with the instance. */
  readonly scratch: readonly string[];
}

export interface Substitute {
  /** `PostgreSQL`: for people. */
  readonly name: string;
  readonly families: readonly string[];
  readonly port: number;
  /** The program that is looked for on PATH, for hints. */
  readonly program: string;
  find(unit: Pick<UnitSpec, 'image'>): Promise<Program | undefined>;
  /** Makes what the program needs before it starts; a second call finds the first one's work. */
  prepare(program: Program, preparation: Preparation): Promise<Prepared>;
  doesNotProve(unit: UnitSpec, program: Program): readonly string[];
  /** True when the check only asks whether the server answers, which `isUp` can tell without the client program. */
  asksWhetherUp(check: string): boolean;
  isUp(port: number, signal: AbortSignal): Promise<boolean>;
}
