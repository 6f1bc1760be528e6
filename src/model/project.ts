// The one model over all artifacts of a repository.
import type { Artifact, FileComment, ReadProblem, Skipped, SourceText } from './artifact.ts';
import type { Ci } from './ci.ts';
import type { Dockerfile } from './dockerfile.ts';
import type { Document } from './document.ts';
import type { EnvFile } from './env-file.ts';
import type { HelmChart } from './helm.ts';
import type { KubernetesFiles } from './kubernetes.ts';
import type { PackageFile } from './package-file.ts';
import type { Policy } from './policy.ts';
import type { Program } from './program.ts';
import type { Script } from './script.ts';
import type { ConfigLink } from './server-config.ts';
import type { Service, Stack } from './service.ts';
import type { Settings } from './settings.ts';
import type { SourceFile } from './source.ts';
import type { Terraform } from './terraform.ts';
import type { WaiverFile } from './waiver-file.ts';

export interface Project {
  /** Absolute folder. All other paths are relative to it, with forward slashes. */
  readonly root: string;
  readonly artifacts: readonly Artifact[];
  readonly skipped: readonly Skipped[];
  readonly stacks: readonly Stack[];
  readonly kubernetes: KubernetesFiles;
  readonly charts: readonly HelmChart[];
  readonly terraform: Terraform;
  readonly dockerfiles: ReadonlyMap<string, Dockerfile>;
  readonly envFiles: ReadonlyMap<string, EnvFile>;
  readonly sources: ReadonlyMap<string, SourceFile>;
  /** One per compose service that is built: what the service starts, and from where. */
  readonly builds: readonly BuildLink[];
  /** Configuration files of proxies and monitoring, once for each service that is given one. */
  readonly serverConfigs: readonly ConfigLink[];
  /** Shell scripts and Makefiles that deal with containers or dump databases. */
  readonly scripts: readonly Script[];
  /** A shell script, whatever it deals with; undefined where there is none that can be read. */
  scriptAt(file: string): Script | undefined;
  /** Markdown that tells what to type, or has tables. */
  readonly documents: readonly Document[];
  /** package.json, Makefiles and the like, the outermost first. */
  readonly packages: readonly PackageFile[];
  /** Folders that hold a program of their own; read when asked for. */
  readonly programs: readonly Program[];
  /** Source files that an image starts as its Dockerfile says, for images that no compose service builds. */
  imageSources(dockerfile: Dockerfile): readonly SourceFile[];
  /** Those of them that its command names. */
  imageStarted(dockerfile: Dockerfile): readonly string[];
  readonly settings: Settings | undefined;
  readonly policy: Policy;
  readonly waiverFiles: readonly WaiverFile[];
  /** Pipelines and bots. */
  readonly ci: Ci;
  /** Texts of all files that were read, for positions and carets. */
  readonly texts: ReadonlyMap<string, SourceText>;
  /** Comments by file, for waivers; read when asked for. */
  comments(file: string): readonly FileComment[];
  readonly files: FileTree;
  /** Problems of files as text (YAML syntax, encoding, size) which no stack or Dockerfile carries. */
  readonly problems: readonly ReadProblem[];
}

/** What decides whether the kernel can start a script. */
export interface FileStart {
  /** The first line with its end, as far as it is short. */
  readonly firstLine: string;
  readonly executable: boolean;
}

/** Which paths exist, as far as rules may ask. Paths are relative to the root. */
export interface FileTree {
  /** `file`, `folder`, or undefined when nothing is there. Follows links inside the root only. */
  kind(path: string): 'file' | 'folder' | undefined;
  /** The beginning of a file and its right to be run; undefined when there is none, or it is no text. */
  start(path: string): FileStart | undefined;
  /** The whole text of a file; undefined when there is none, or it is no text or longer than the limit in bytes. */
  text(path: string, limit: number): string | undefined;
  /** True when git would not track the path (.gitignore), false outside a checkout. */
  isGitIgnored(path: string): boolean;
  /** Files below a folder, at any depth, bounded; vendored trees left out. */
  below(folder: string): readonly string[];
  /** True when the context's .dockerignore (or `<dockerfile>.dockerignore`) excludes the path (relative to the context). */
  isDockerIgnored(context: string, path: string, dockerfile: string): boolean;
  /** The .dockerignore file that applies to a context, relative to the root. */
  dockerIgnoreOf(context: string, dockerfile: string): string | undefined;
}

/** service - build - Dockerfile - source code: how a compose service becomes a process. */
export interface BuildLink {
  readonly stack: Stack;
  readonly service: Service;
  readonly context: string;
  readonly dockerfile: Dockerfile | undefined;
  /** Index of the stage that is built: the target, or the last. */
  readonly stage: number | undefined;
  /** Source files that the image's command can start: below the copied folders, the started file first. */
  readonly sources: readonly SourceFile[];
  /** Source files that the command itself names, the most likely first; none when that cannot be told. */
  readonly started: readonly string[];
  /** `by-image`: the service has no `build`; a pipeline, or another service, builds the image that it names. */
  readonly how: 'declared' | 'by-image';
}
