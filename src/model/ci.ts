// Everything of a repository that runs by itself: pipelines, and the bots that change dependencies.
import type { Located, Span } from '../base/span.ts';
import type { ReadProblem } from './artifact.ts';
import type { Dockerfile } from './dockerfile.ts';
import type { Action, Job, Step, TextValue, Workflow } from './workflow.ts';

export interface Ci {
  /** Those that GitHub runs, by file. */
  readonly workflows: ReadonlyMap<string, Workflow>;
  /** Those outside of `.github/workflows`. */
  readonly templates: readonly Workflow[];
  /** By file: `.github/actions/setup/action.yml`. */
  readonly actions: ReadonlyMap<string, Action>;
  /** Steps that build an image, in the order of the files. */
  readonly imageBuilds: readonly ImageBuild[];
  readonly gitlab: readonly GitlabPipeline[];
  readonly dependabot: readonly Dependabot[];
  readonly preCommit: readonly PreCommit[];
}

/** workflow - Dockerfile - image: a step that builds an image of the repository. */
export interface ImageBuild {
  readonly workflow: Workflow;
  readonly job: Job;
  readonly step: Step;
  /** Relative to the root; undefined when it is elsewhere or an expression hides it. */
  readonly context: Located<string> | undefined;
  /** Relative to the root; undefined as for the context. */
  readonly file: Located<string> | undefined;
  readonly dockerfile: Dockerfile | undefined;
  /** The stage that is built; the last one when absent. */
  readonly target: Located<string> | undefined;
  /** As written, expressions included: `ghcr.io/acme/api:${{ github.sha }}`. */
  readonly tags: readonly Located<string>[];
  readonly pushes: boolean;
}

/** `.gitlab-ci.yml`, and the files of its kind. */
export interface GitlabPipeline {
  readonly file: string;
  readonly images: readonly Located<string>[];
  readonly jobs: readonly GitlabJob[];
  /** Rules of `workflow:`, which decide for all jobs. */
  readonly workflowRules: Span | undefined;
  readonly problems: readonly ReadProblem[];
}

export interface GitlabJob {
  readonly name: Located<string>;
  readonly scripts: readonly TextValue[];
  readonly rules: readonly {
    readonly condition: TextValue | undefined;
    readonly span: Span;
    readonly never: boolean;
  }[];
  readonly allowFailure: Span | undefined;
}

export interface Dependabot {
  readonly file: string;
  readonly updates: readonly {
    readonly span: Span;
    readonly ecosystem: Located<string> | undefined;
    readonly cooldown: Span | undefined;
    readonly externalCode: Located<string> | undefined;
  }[];
  readonly problems: readonly ReadProblem[];
}

/** `.pre-commit-config.yaml` */
export interface PreCommit {
  readonly file: string;
  readonly repositories: readonly Located<string>[];
  readonly problems: readonly ReadProblem[];
}

export const noCi: Ci = {
  workflows: new Map(),
  templates: [],
  actions: new Map(),
  imageBuilds: [],
  gitlab: [],
  dependabot: [],
  preCommit: [],
};
