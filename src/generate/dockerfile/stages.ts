// The parts of an image that the kinds of programs differ in.

export interface Stages {
  /** The stage that builds; empty where nothing is built. */
  readonly builder: readonly string[];
  readonly runtime: readonly string[];
  /** Undefined where the base image has one of its own. */
  readonly user: string | undefined;
  readonly command?: readonly string[] | undefined;
}
