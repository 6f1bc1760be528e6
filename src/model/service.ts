// A compose stack after merge, extends, anchors and interpolation; each leaf points at the text that set it.
import type { Located, Origin, Span } from '../base/span.ts';
import type { ReadProblem } from './artifact.ts';

/** One resolved compose project: a set of files of one folder, for one environment. */
export interface Stack {
  readonly name: string;
  /** Folder of the first file, relative to the root; `''` for the root itself. */
  readonly folder: string;
  /** `production` when an overlay of that name is merged in; undefined for the base. */
  readonly environment: string | undefined;
  /** Files in merge order. */
  readonly files: readonly string[];
  readonly services: ReadonlyMap<string, Service>;
  readonly networks: ReadonlyMap<string, TopLevel>;
  readonly volumes: ReadonlyMap<string, TopLevel>;
  readonly secrets: ReadonlyMap<string, FileObject>;
  readonly configs: ReadonlyMap<string, FileObject>;
  /** Every `${VAR}` met in the files. */
  readonly variables: readonly VariableUse[];
  /** The variables that interpolation could use, with their values. */
  readonly environmentVariables: ReadonlyMap<string, string>;
  /** The `x-seaworthy` mapping as plain data, if there is one. */
  readonly extension: Located<unknown> | undefined;
  readonly problems: readonly ReadProblem[];
  /** The whole resolved project as plain JSON with the compose keys, for `config`. */
  readonly resolved: ResolvedNode;
}

interface ResolvedCollection {
  readonly span: Span;
  /** Through what the whole came here and what it replaced, as with single values. */
  readonly trail?: readonly Origin[];
}

/** The resolved document with spans, for `config` and `config --explain`. */
export type ResolvedNode =
  | (ResolvedCollection & { readonly kind: 'map'; readonly entries: ReadonlyMap<string, ResolvedNode> })
  | (ResolvedCollection & { readonly kind: 'list'; readonly items: readonly ResolvedNode[] })
  | ({ readonly kind: 'scalar' } & Located<string | number | boolean | null>);

export interface VariableUse {
  readonly name: string;
  readonly span: Span;
  /** The form used: `${X:-d}` has a default, `${X:?e}` is required, `${X:+a}` is an alternative. */
  readonly form: 'plain' | 'default' | 'required' | 'alternative';
  /** Where its value came from; undefined when it is set nowhere. */
  readonly from: 'env-file' | 'process' | 'override' | undefined;
  readonly definedAt: Span | undefined;
  readonly value: string | undefined;
}

export interface TopLevel {
  readonly name: string;
  readonly span: Span;
  readonly external: boolean;
  readonly driver: string | undefined;
  readonly internal: boolean;
  /** Real name on the engine, `name:` or `<stack>_<key>`. */
  readonly realName: string;
}

/** A top-level secret or config. */
export interface FileObject {
  readonly name: string;
  readonly span: Span;
  readonly external: boolean;
  readonly file: Located<string> | undefined;
  readonly environment: Located<string> | undefined;
  readonly content: Located<string> | undefined;
}

export interface Service {
  readonly name: string;
  /** Span of the service's key in the file that first named it. */
  readonly nameSpan: Span;
  /** Span of the service's whole mapping in the last file that sets it. */
  readonly span: Span;
  readonly profiles: readonly Located<string>[];
  /** False when none of its profiles is selected. */
  readonly enabled: boolean;
  readonly image: Located<string> | undefined;
  readonly build: Build | undefined;
  readonly containerName: Located<string> | undefined;
  readonly command: CommandLine | undefined;
  readonly entrypoint: CommandLine | undefined;
  readonly workingDir: Located<string> | undefined;
  readonly user: Located<string> | undefined;
  readonly environment: ReadonlyMap<string, EnvEntry>;
  readonly envFiles: readonly EnvFileUse[];
  readonly ports: readonly Port[];
  readonly expose: readonly Located<string>[];
  readonly mounts: readonly Mount[];
  readonly networks: readonly NetworkUse[];
  readonly networkMode: Located<string> | undefined;
  readonly dependsOn: readonly Dependency[];
  readonly links: readonly Located<string>[];
  readonly healthcheck: Healthcheck | undefined;
  readonly restart: Located<string> | undefined;
  readonly resources: Resources;
  readonly replicas: Located<number> | undefined;
  readonly privileged: Located<boolean> | undefined;
  readonly readOnly: Located<boolean> | undefined;
  readonly capAdd: readonly Located<string>[];
  readonly capDrop: readonly Located<string>[];
  readonly securityOpt: readonly Located<string>[];
  readonly pid: Located<string> | undefined;
  readonly ipc: Located<string> | undefined;
  readonly secrets: readonly Reference[];
  readonly configs: readonly Reference[];
  readonly labels: ReadonlyMap<string, Located<string>>;
  readonly stopSignal: Located<string> | undefined;
  readonly stopGraceMs: Located<number> | undefined;
  readonly extraHosts: readonly Located<string>[];
  readonly extension: Located<unknown> | undefined;
  /** Spans of the service's own keys (`ports`, `healthcheck`, …), to point at. */
  readonly keys: ReadonlyMap<string, Span>;
}

export interface Build {
  readonly span: Span;
  /** Folder relative to the root (`services/api`), or the text as given when it is a URL. */
  readonly context: Located<string>;
  readonly isRemote: boolean;
  /** Dockerfile relative to the root. */
  readonly dockerfile: Located<string>;
  readonly inline: Located<string> | undefined;
  readonly target: Located<string> | undefined;
  readonly args: ReadonlyMap<string, Located<string | undefined>>;
  readonly secrets: readonly Reference[];
}

/** A command: `exec` has its words; `shell` is one string run by `/bin/sh -c` (only in Dockerfiles and CMD-SHELL). */
export interface CommandLine {
  readonly span: Span;
  readonly form: 'exec' | 'shell';
  readonly words: readonly Located<string>[];
}

export interface EnvEntry {
  readonly name: string;
  readonly nameSpan: Span;
  /** Undefined: passed through from the shell, which does not set it. */
  readonly value: Located<string> | undefined;
  readonly from: 'environment' | 'env_file';
}

export interface EnvFileUse {
  /** Relative to the root. */
  readonly path: Located<string>;
  readonly required: boolean;
  readonly exists: boolean;
}

export interface Port {
  readonly span: Span;
  readonly service: string;
  /** Host address as written; undefined means every interface. */
  readonly host: Located<string> | undefined;
  /** One port each; a range in the file gives one `Port` a pair. Undefined: an ephemeral host port. */
  readonly published: Located<number> | undefined;
  readonly target: Located<number>;
  readonly protocol: 'tcp' | 'udp';
}

export interface Mount {
  readonly span: Span;
  readonly kind: 'volume' | 'bind' | 'tmpfs' | 'other';
  /** Volume name, or host path relative to the root when inside it (absolute otherwise); undefined: anonymous. */
  readonly source: Located<string> | undefined;
  readonly target: Located<string>;
  readonly readOnly: boolean;
  /** Long form `bind.create_host_path: false`, where a missing source is an error and not a new folder. */
  readonly mustExist: boolean;
}

export interface NetworkUse {
  readonly name: string;
  readonly span: Span;
  readonly aliases: readonly string[];
}

export interface Dependency {
  readonly service: string;
  readonly span: Span;
  readonly condition: 'service_started' | 'service_healthy' | 'service_completed_successfully';
  readonly required: boolean;
  readonly restart: boolean;
}

export interface Healthcheck {
  readonly span: Span;
  readonly disabled: boolean;
  readonly test: CommandLine | undefined;
  readonly intervalMs: number | undefined;
  readonly timeoutMs: number | undefined;
  readonly retries: number | undefined;
  readonly startPeriodMs: number | undefined;
  readonly startIntervalMs: number | undefined;
}

/** Bytes and CPUs. `deploy.resources` and the older `mem_limit`, `cpus`, … give the same fields. */
export interface Resources {
  readonly memoryLimit: Located<number> | undefined;
  readonly memoryRequest: Located<number> | undefined;
  readonly cpuLimit: Located<number> | undefined;
  readonly cpuRequest: Located<number> | undefined;
  readonly pidsLimit: Located<number> | undefined;
}

/** A service's use of a top-level secret or config. */
export interface Reference {
  readonly name: string;
  readonly span: Span;
  readonly target: string | undefined;
}
