// Terraform, as far as it names images, ports and secrets, and its state.
import type { Located, Span } from '../base/span.ts';
import type { HclBlock, HclFile } from '../syntax/hcl.ts';

/** The files of one folder: what Terraform takes together. */
export interface TerraformModule {
  readonly folder: string;
  readonly files: readonly TerraformFile[];
  readonly blocks: readonly HclBlock[];
  readonly containers: readonly TerraformContainer[];
}

export interface TerraformFile extends HclFile {
  readonly file: string;
}

export interface TerraformContainer {
  readonly span: Span;
  readonly name: Located<string> | undefined;
  /** `aws_ecs_task_definition.api` */
  readonly resource: string;
  /** Undefined also where variables without a value make it. */
  readonly image: Located<string> | undefined;
  readonly ports: readonly Located<number>[];
  /** False where an expression may give more ports. */
  readonly allPorts: boolean;
}

export interface Terraform {
  readonly modules: readonly TerraformModule[];
  /** State files that are part of the repository and that hold resources. */
  readonly states: readonly string[];
}

export const noTerraform: Terraform = { modules: [], states: [] };
