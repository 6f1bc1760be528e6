// What a rule is: metadata, a pure check over one kind of node, and its own examples.
import type { ReadProblem } from '../model/artifact.ts';
import type { Change } from '../model/change.ts';
import type { Dependabot, GitlabPipeline, PreCommit } from '../model/ci.ts';
import type { Dockerfile, DockerInstruction, Stage } from '../model/dockerfile.ts';
import type { Document } from '../model/document.ts';
import type { EnvFile } from '../model/env-file.ts';
import type { Confidence, Problem, Severity } from '../model/finding.ts';
import type { HelmChart } from '../model/helm.ts';
import type { Container, KubernetesObject, KubernetesSet, Workload } from '../model/kubernetes.ts';
import type { BuildLink, Project } from '../model/project.ts';
import type { Script } from '../model/script.ts';
import type { ConfigLink } from '../model/server-config.ts';
import type { Port, Service, Stack } from '../model/service.ts';
import type { TerraformModule } from '../model/terraform.ts';
import type { Action, Expression, Job, Step, Workflow } from '../model/workflow.ts';

export const areas = ['compose', 'dockerfile', 'kubernetes', 'env', 'ci', 'project'] as const;
export type Area = (typeof areas)[number];

interface Base {
  readonly project: Project;
}

interface InStack extends Base {
  readonly stack: Stack;
  /** False in overlays named dev, development, local, test or override: a fact there weighs less. */
  readonly production: boolean;
}

interface InService extends InStack {
  readonly service: Service;
  /** What the service is built from, when it is. */
  readonly link: BuildLink | undefined;
}

interface InDockerfile extends Base {
  readonly dockerfile: Dockerfile;
  /** Services that build this Dockerfile. */
  readonly links: readonly BuildLink[];
}

interface InWorkflow extends Base {
  readonly workflow: Workflow;
}

/** Steps stand in a job of a workflow, or in an action of the repository. */
export interface AroundStep extends Base {
  readonly workflow: Workflow | undefined;
  readonly job: Job | undefined;
  readonly action: Action | undefined;
}

interface InManifests extends Base {
  /** The objects that are deployed with this one. */
  readonly set: KubernetesSet;
  /** False where the path says dev, local, test or the like: a fact there weighs less. */
  readonly production: boolean;
}

/** Node kinds that a rule can ask for, with what else it is given. */
export interface Nodes {
  readonly project: { readonly node: Project; readonly context: Base };
  readonly stack: { readonly node: Stack; readonly context: InStack };
  /** Enabled and disabled services alike; see `service.enabled`. */
  readonly service: { readonly node: Service; readonly context: InService };
  readonly port: { readonly node: Port; readonly context: InService };
  /** A configuration file of a proxy or of monitoring, as one service is given it. */
  readonly 'server-config': { readonly node: ConfigLink; readonly context: InService };
  readonly chart: { readonly node: HelmChart; readonly context: Base };
  /** The Terraform files of one folder. */
  readonly terraform: { readonly node: TerraformModule; readonly context: Base };
  readonly script: { readonly node: Script; readonly context: Base };
  readonly document: { readonly node: Document; readonly context: Base };
  readonly dockerfile: { readonly node: Dockerfile; readonly context: InDockerfile };
  readonly stage: { readonly node: Stage; readonly context: InDockerfile };
  readonly instruction: {
    readonly node: DockerInstruction;
    readonly context: InDockerfile & { readonly stage: Stage | undefined };
  };
  readonly 'kubernetes-set': { readonly node: KubernetesSet; readonly context: Base };
  /** Every Kubernetes object of any kind; patches are left out. */
  readonly 'kubernetes-object': { readonly node: KubernetesObject; readonly context: InManifests };
  /** What makes pods: Deployment, StatefulSet, DaemonSet, ReplicaSet, Job, CronJob, Pod, Argo's Rollout. */
  readonly workload: { readonly node: Workload; readonly context: InManifests };
  /** A container of a workload, init and ephemeral ones too; see `container.role`. */
  readonly container: {
    readonly node: Container;
    readonly context: InManifests & { readonly workload: Workload };
  };
  readonly 'env-file': { readonly node: EnvFile; readonly context: Base };
  readonly workflow: { readonly node: Workflow; readonly context: InWorkflow };
  readonly job: { readonly node: Job; readonly context: InWorkflow };
  readonly step: { readonly node: Step; readonly context: AroundStep };
  readonly expression: {
    readonly node: Expression;
    readonly context: AroundStep & { readonly step: Step | undefined };
  };
  readonly action: { readonly node: Action; readonly context: Base };
  readonly gitlab: { readonly node: GitlabPipeline; readonly context: Base };
  readonly dependabot: { readonly node: Dependabot; readonly context: Base };
  readonly 'pre-commit': { readonly node: PreCommit; readonly context: Base };
  /** What `--changed-since` compares. Problems stand in the files as they are now. */
  readonly change: { readonly node: Change; readonly context: Base };
  /** A reader's problem in a file of the rule's own area. */
  readonly problem: { readonly node: ReadProblem; readonly context: Base };
}

export type NodeKind = keyof Nodes;

/** One file of an example, path relative to the example's root. */
export type ExampleFiles = Readonly<Record<string, string>>;

export interface Example {
  readonly kind: 'bad' | 'good';
  readonly files: ExampleFiles;
  /** For a rule about changes: the files as they were. */
  readonly before?: ExampleFiles;
  /** The files after the rule's fix, where it has one (only those that change). */
  readonly fixed: ExampleFiles | undefined;
  /** Where the finding stands in a bad example: `file:line:column` of each, in order. */
  readonly at: readonly string[];
}

export interface Rule<K extends NodeKind = NodeKind> {
  readonly id: string;
  readonly area: Area;
  readonly severity: Severity;
  /** How sure the rule is by default; a problem may say otherwise. */
  readonly confidence?: Confidence;
  /** Ids under which other tools know the same fact: `hadolint:DL3002`. */
  readonly aliases: readonly string[];
  readonly title: string;
  /** The harm: what happens to the user. */
  readonly why: string;
  /** The advice. */
  readonly fix: string;
  readonly references: readonly string[];
  /** `strict` for policy, style and guesses; default `recommended`. */
  readonly preset?: 'recommended' | 'strict';
  /** As bad in samples, tests and development files as anywhere: a secret that leaked. */
  readonly everywhere?: true;
  /** Holds in a compose file that others complete as well; all other rules are silent there. */
  readonly inParts?: true;
  /**
   * Findings of equal words are told as one. `file` and `folder`: those of one file, or of the files of one folder, say
   * one thing together as well; `never`: each is to be dealt with on its own.
   */
  readonly joins?: 'file' | 'folder' | 'never';
  /** The kind of `seaworthy generate` after which its findings are gone, where no edit of a text can do that. */
  readonly generate?: 'secrets';
  readonly on: K;
  /**
   * The only nodes it has anything to say of: instructions by keyword (one after ONBUILD as itself), Kubernetes objects
   * by kind, steps by `uses` or `run`, expressions by a context (`github`), function (`contains()`) or operator (`==`)
   * in them, lower case. All of them when absent.
   */
  readonly only?: readonly string[];
  check(node: Nodes[K]['node'], context: Nodes[K]['context']): Iterable<Problem>;
  readonly examples: readonly Example[];
}

/** A rule over any kind of node; `on` tells which. */
export type AnyRule = { readonly [K in NodeKind]: Rule<K> }[NodeKind];

/** Gives a rule its types: the node's type follows from `on`. */
export function defineRule<K extends NodeKind>(rule: Rule<K>): Rule<K> {
  return rule;
}

/** `area/name`, as users write it. */
export function ruleName(rule: Pick<Rule, 'area' | 'id'>): string {
  return `${rule.area}/${rule.id}`;
}

/** A bad example: its files, where the finding must stand (`compose.yaml:3:5`), and the files after the fix. */
export function bad(files: ExampleFiles, at: string | readonly string[], fixed?: ExampleFiles): Example {
  return {
    kind: 'bad',
    get files() {
      return dedented(files);
    },
    at: [at].flat(),
    get fixed() {
      return fixed && dedented(fixed);
    },
  };
}

/** A good example: this rule yields nothing in it. */
export function good(files: ExampleFiles): Example {
  return {
    kind: 'good',
    get files() {
      return dedented(files);
    },
    at: [],
    fixed: undefined,
  };
}

/** A bad change: the files as they were and as they are, and where the finding must stand. */
export function badChange(
  before: ExampleFiles,
  after: ExampleFiles,
  at: string | readonly string[],
): Example {
  return {
    kind: 'bad',
    get files() {
      return dedented(after);
    },
    get before() {
      return dedented(before);
    },
    at: [at].flat(),
    fixed: undefined,
  };
}

/** A change of which the rule says nothing. */
export function goodChange(before: ExampleFiles, after: ExampleFiles): Example {
  return {
    kind: 'good',
    get files() {
      return dedented(after);
    },
    get before() {
      return dedented(before);
    },
    at: [],
    fixed: undefined,
  };
}

// Only tests and documentation look at examples, so that a review does not pay for them.
function dedented(files: ExampleFiles): ExampleFiles {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [path, dedent(text)]));
}

/** Drops the first empty line and the indentation common to all lines of a template string. */
function dedent(text: string): string {
  if (!text.startsWith('\n')) return text;
  const lines = text.slice(1).split('\n');
  const widths = lines.filter((line) => line.trim() !== '').map((line) => /^ */.exec(line)?.[0].length ?? 0);
  const width = Math.min(...widths);
  return lines
    .map((line) => line.slice(Math.min(width, /^ */.exec(line)?.[0].length ?? 0)))
    .join('\n')
    .replace(/\n *$/, '\n');
}
