// GitHub Actions: workflows, their jobs and steps, and the metadata of actions. Leaves point at the text that set them.
import type { Located, Span } from '../base/span.ts';
import type { ExpressionTree } from '../syntax/expression.ts';
import type { ReadProblem } from './artifact.ts';

/** A scalar. `place` leads from offsets of its content to the file. */
export interface TextValue extends Located<string> {
  place(this: TextValue, start: number, end: number): Span;
}

export interface Pair {
  readonly name: Located<string>;
  readonly value: TextValue;
}

export interface Workflow {
  readonly file: string;
  /**
   * The folder that holds `.github`: paths in the file count from there. Undefined for a file that stands elsewhere, a
   * template or an example: GitHub does not run it, and nobody knows what its paths mean.
   */
  readonly folder: string | undefined;
  readonly span: Span;
  readonly name: TextValue | undefined;
  readonly triggers: readonly Trigger[];
  readonly permissions: Permissions | undefined;
  readonly env: readonly Pair[];
  readonly concurrency: Span | undefined;
  readonly defaults: RunDefaults;
  readonly jobs: ReadonlyMap<string, Job>;
  /** Every expression of the file, in order; those of jobs and steps too. */
  readonly expressions: readonly Expression[];
  /** What `workflow_call` lets a caller give; undefined when it cannot be called. */
  readonly contract: Contract | undefined;
  /** Inputs of `workflow_dispatch`. */
  readonly dispatchInputs: readonly Input[];
  /** Spans of the top-level keys, to point at. */
  readonly keys: ReadonlyMap<string, Span>;
  readonly problems: readonly ReadProblem[];
  /** False when the YAML is broken: what is here is then only a part. */
  readonly whole: boolean;
}

export interface Trigger {
  readonly event: string;
  /** Of the event's name. */
  readonly span: Span;
  /** `branches`, `paths-ignore`, `types`, …: only as far as they are text. */
  readonly filters: ReadonlyMap<string, { readonly span: Span; readonly values: readonly TextValue[] }>;
  readonly schedules: readonly { readonly cron: TextValue; readonly timezone: TextValue | undefined }[];
}

export interface Permissions {
  readonly span: Span;
  /** `read-all`, `write-all`, or one level for each scope. */
  readonly all: Located<string> | undefined;
  readonly scopes: readonly { readonly name: Located<string>; readonly level: Located<string> }[];
}

export interface RunDefaults {
  readonly shell: TextValue | undefined;
  readonly workingDirectory: TextValue | undefined;
}

export interface Job {
  readonly id: string;
  readonly idSpan: Span;
  readonly span: Span;
  readonly name: TextValue | undefined;
  readonly needs: readonly Located<string>[];
  /** Labels of the runner; empty where an expression or a group decides. */
  readonly runsOn: readonly TextValue[];
  readonly condition: TextValue | undefined;
  readonly matrix: Matrix | undefined;
  readonly environment: TextValue | undefined;
  readonly container: Container | undefined;
  readonly services: readonly Container[];
  readonly outputs: readonly Pair[];
  readonly env: readonly Pair[];
  readonly defaults: RunDefaults;
  readonly permissions: Permissions | undefined;
  readonly concurrency: Span | undefined;
  /** Only a literal `true`. */
  readonly continueOnError: Span | undefined;
  readonly steps: readonly Step[];
  /** The reusable workflow that the job calls. */
  readonly uses: TextValue | undefined;
  readonly with: readonly Pair[];
  readonly secrets: readonly Pair[];
  readonly secretsInherit: Span | undefined;
  readonly keys: ReadonlyMap<string, Span>;
}

export interface Matrix {
  readonly span: Span;
  /** Rows: each value as canonical text. */
  readonly rows: ReadonlyMap<string, MatrixRow>;
  readonly include: readonly MatrixCombination[];
  readonly exclude: readonly MatrixCombination[];
  /** True when an expression makes the matrix or its `include`, so that its keys are not known. */
  readonly dynamic: boolean;
}

export interface MatrixRow {
  readonly span: Span;
  /** Undefined when an expression gives the values. */
  readonly values: readonly Located<string>[] | undefined;
}

export interface MatrixCombination {
  readonly span: Span;
  readonly values: ReadonlyMap<string, Located<string>>;
}

export interface Container {
  /** Undefined for a job's own container. */
  readonly name: string | undefined;
  readonly span: Span;
  readonly image: TextValue | undefined;
  readonly env: readonly Pair[];
  readonly password: TextValue | undefined;
}

/** The steps of a group that run at the same time follow the group itself. */
export interface Step {
  /** In the list of all steps. */
  readonly index: number;
  /** Its place among the steps of the file, and in its group where it stands in one. */
  readonly place: readonly number[];
  readonly span: Span;
  readonly id: Located<string> | undefined;
  readonly name: TextValue | undefined;
  readonly condition: TextValue | undefined;
  readonly uses: TextValue | undefined;
  readonly with: readonly Pair[];
  readonly run: TextValue | undefined;
  readonly shell: TextValue | undefined;
  readonly workingDirectory: TextValue | undefined;
  readonly env: readonly Pair[];
  /** Only a literal `true`. */
  readonly continueOnError: Span | undefined;
  readonly keys: ReadonlyMap<string, Span>;
}

/** An `${{ … }}`, or the bare text of an `if`. */
export interface Expression {
  /** With its braces, where it has them. */
  readonly span: Span;
  readonly text: string;
  readonly tree: ExpressionTree;
  /** The scalar that holds it. From the tree's offsets to the file leads its `place`. */
  readonly within: TextValue;
  /** True when the scalar is this expression and nothing else. */
  readonly alone: boolean;
  /** Keys from the top of the file: `['jobs', 'build', 'steps', 0, 'run']`. */
  readonly path: readonly (string | number)[];
  /** What may be used at this key; undefined when not known. */
  readonly available: Available | undefined;
}

export interface Available {
  readonly contexts: readonly string[];
  /** Functions that work at some keys only: `success`, `hashFiles`. */
  readonly functions: readonly string[];
}

export interface Input {
  readonly name: string;
  readonly span: Span;
  readonly type: Located<string> | undefined;
  readonly required: boolean;
  readonly defaultValue: TextValue | undefined;
  readonly options: readonly Located<string>[] | undefined;
  readonly deprecation: string | undefined;
}

export interface Contract {
  readonly inputs: readonly Input[];
  readonly secrets: readonly { readonly name: string; readonly required: boolean }[];
  readonly outputs: readonly { readonly name: string; readonly value: TextValue | undefined }[];
}

/** `action.yml`: an action of the repository. */
export interface Action {
  readonly file: string;
  readonly span: Span;
  readonly name: TextValue | undefined;
  readonly inputs: readonly Input[];
  readonly outputs: readonly { readonly name: string; readonly value: TextValue | undefined }[];
  /** `composite`, `docker`, `node20`, … */
  readonly using: Located<string> | undefined;
  /** `main`, `pre`, `post`, or a Docker action's `image`, as written. */
  readonly runs: ReadonlyMap<string, TextValue>;
  readonly steps: readonly Step[];
  readonly expressions: readonly Expression[];
  readonly problems: readonly ReadProblem[];
  /** False when the YAML is broken: what is here is then only a part. */
  readonly whole: boolean;
}
