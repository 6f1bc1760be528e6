// Everything of a repository that runs by itself: pipelines, and the bots that change dependencies.
import type { Located, Span } from '../base/span.ts';
import type { ReadProblem } from './artifact.ts';
import type { Dockerfile } from './dockerfile.ts';
import type { ScriptCommand } from './script.ts';
import type { Action, Job, Step, TextValue, Workflow } from './workflow.ts';

export interface Ci {
  /** Those that GitHub runs, by file. */
  readonly workflows: ReadonlyMap<string, Workflow>;
  /** Those outside of `.github/workflows`. */
  readonly templates: readonly Workflow[];
  /** By file: `.github/actions/setup/action.yml`. */
  readonly actions: ReadonlyMap<string, Action>;
  /** Steps and jobs that build an image, in the order of the files. */
  readonly imageBuilds: readonly ImageBuild[];
  readonly gitlab: readonly GitlabPipeline[];
  /** Jobs of GitLab as they run, in the order of the files. */
  readonly gitlabRuns: readonly GitlabRun[];
  readonly dependabot: readonly Dependabot[];
  readonly preCommit: readonly PreCommit[];
}

/** pipeline - Dockerfile - image: what builds an image of the repository. */
export type ImageBuild = WorkflowBuild | GitlabBuild;

export interface WorkflowBuild extends BuildFacts {
  readonly by: 'workflow';
  readonly workflow: Workflow;
  readonly job: Job;
  readonly step: Step;
}

export interface GitlabBuild extends BuildFacts {
  readonly by: 'gitlab';
  readonly run: GitlabRun;
  readonly command: PlacedCommand;
}

interface BuildFacts {
  /** Relative to the root; undefined when it is elsewhere or an expression hides it. */
  readonly context: Located<string> | undefined;
  /** Relative to the root; undefined as for the context. */
  readonly file: Located<string> | undefined;
  readonly dockerfile: Dockerfile | undefined;
  /** The stage that is built; the last one when absent. */
  readonly target: Located<string> | undefined;
  /** As written, expressions included: `ghcr.io/acme/api:${{ github.sha }}`. */
  readonly tags: readonly Located<string>[];
  /** Names without tags, as docker's metadata action is given them for the tags. */
  readonly images: readonly Located<string>[];
  /** Names of `--build-arg`. */
  readonly args: readonly Located<string>[];
  readonly pushes: boolean;
}

/** `.gitlab-ci.yml`, and the files of its kind. */
export interface GitlabPipeline {
  readonly file: string;
  readonly images: readonly Located<string>[];
  readonly jobs: readonly GitlabJob[];
  /** Rules of `workflow:`, which decide for all jobs. */
  readonly workflowRules: Span | undefined;
  readonly variables: ReadonlyMap<string, string>;
  /** Sections of jobs that have none of their own. */
  readonly defaults: GitlabSections;
  /** Files of the repository that are part of it; with `*` and `**` where it is all of a folder. */
  readonly includes: readonly string[];
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
  /** Jobs whose keys are taken where this one has none of its own, the last one first in right. */
  readonly extends: readonly string[];
  readonly sections: GitlabSections;
  readonly variables: ReadonlyMap<string, string>;
  /** `parallel: matrix`: the job runs once for each way to take a value of each variable of one of these. */
  readonly matrix: readonly ReadonlyMap<string, readonly string[]>[];
  /** Variables whose values only the run knows: those of single rules. */
  readonly unsettled: readonly string[];
  /** `artifacts: paths`, which later jobs find in their folder. */
  readonly artifacts: readonly string[];
}

export type GitlabSectionName = 'before_script' | 'script' | 'after_script';

export type GitlabSections = ReadonlyMap<GitlabSectionName, readonly GitlabLine[]>;

/** A text, or `!reference [job, section]`. */
export type GitlabLine = TextValue | { readonly job: string; readonly section: GitlabSectionName };

/** A job with what it extends, its variables put in as far as files say them. */
export interface GitlabRun {
  readonly pipeline: GitlabPipeline;
  readonly job: GitlabJob;
  /** Of the further combinations of a matrix only those that differ from the first. */
  readonly commands: readonly PlacedCommand[];
}

export interface PlacedCommand extends ScriptCommand {
  /** Where it runs, relative to the root; undefined when only the run knows. */
  readonly folder: string | undefined;
}

export interface Dependabot {
  readonly file: string;
  readonly updates: readonly {
    readonly span: Span;
    readonly ecosystem: Located<string> | undefined;
    readonly cooldown: Span | undefined;
    /** `default-days`, where it is a number. */
    readonly cooldownDays: Located<number> | undefined;
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
  gitlabRuns: [],
  dependabot: [],
  preCommit: [],
};
