// Kubernetes manifests: objects as they stand in the files, workloads with their pods, and the sets they form.
import type { Located, Span } from '../base/span.ts';
import type { YamlMap, YamlNode } from '../syntax/yaml.ts';
import type { ReadProblem } from './artifact.ts';

/** Objects that are deployed together, as far as files tell: those that kustomizations join, or those of a folder tree. */
export interface KubernetesSet {
  /** The outermost folder. */
  readonly folder: string;
  readonly files: readonly string[];
  /** In the order of the files. Patches are not among them; where kustomizations apply them, the objects have them. */
  readonly objects: readonly KubernetesObject[];
  readonly patches: readonly KubernetesObject[];
  /** What kubeadm, kubelets and API servers are configured by: documents with a kind, which no cluster takes. */
  readonly configurations: readonly KubernetesObject[];
  readonly kustomizations: readonly Kustomization[];
  /** Why something that is named but not found may still exist: a remote base, a template; undefined: all is here. */
  readonly open: string | undefined;
  /** Set when the objects are not as they stand in files, but as a kustomization or a chart makes them. */
  readonly rendered?: RenderedBy;
}

export interface RenderedBy {
  /** The kustomization, or the chart. */
  readonly by: { readonly file: string; readonly folder: string };
  /** Names that kustomizations changed -> as they are written. */
  readonly names: ReadonlyMap<string, string>;
  /** Objects that patches changed: they are not one piece of text any more. */
  readonly patched: ReadonlySet<KubernetesObject>;
}

export interface KubernetesObject {
  readonly file: string;
  readonly span: Span;
  readonly apiVersion: Located<string>;
  readonly kind: Located<string>;
  /** Absent with `generateName`, and where it is forgotten. */
  readonly name: Located<string> | undefined;
  readonly namespace: Located<string> | undefined;
  readonly labels: ReadonlyMap<string, Located<string>>;
  readonly annotations: ReadonlyMap<string, Located<string>>;
  /** All of it as written; `syntax/yaml-path.ts` looks into it. */
  readonly node: YamlMap;
  /** Where to point for something that the object lacks: its name, or else its kind. */
  readonly nameSpan: Span;
  /** `Deployment web`, for messages and fingerprints. */
  readonly title: string;
  /** A word of the path that says where it runs: `dev` of `overlays/dev/api.yaml`. */
  readonly environment: string | undefined;
  readonly workload: Workload | undefined;
}

export const workloadKinds = [
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicaSet',
  'ReplicationController',
  'Job',
  'CronJob',
  'Pod',
  'Rollout',
  'DeploymentConfig',
  'PodTemplate',
] as const;
/** A Rollout of Argo is a Deployment with more to say on updates; one that names a Deployment makes no pods of its own. */
export type WorkloadKind = (typeof workloadKinds)[number] | 'Knative';

/** What makes pods. */
export interface Workload {
  readonly object: KubernetesObject;
  readonly kind: WorkloadKind;
  readonly title: string;
  /** `spec` of the workload; for a Pod that of the pod. */
  readonly spec: YamlNode | undefined;
  /** Undefined: not written, which means 1. */
  readonly replicas: Located<number> | undefined;
  readonly selector: LabelSelector | undefined;
  readonly pod: PodTemplate;
}

export interface LabelSelector {
  readonly span: Span;
  readonly matchLabels: ReadonlyMap<string, Located<string>>;
  readonly expressions: readonly SelectorExpression[];
}

export interface SelectorExpression {
  readonly key: string;
  /** `In`, `NotIn`, `Exists`, `DoesNotExist`; another one is kept as written and matches nothing for sure. */
  readonly operator: string;
  readonly values: readonly string[];
}

export interface PodTemplate {
  /** The pod's own `spec`. */
  readonly spec: YamlNode | undefined;
  readonly labels: ReadonlyMap<string, Located<string>>;
  readonly annotations: ReadonlyMap<string, Located<string>>;
  /** Of all three lists, in the order of the file. */
  readonly containers: readonly Container[];
  readonly volumes: readonly Volume[];
  readonly hostNetwork: Located<boolean> | undefined;
  readonly hostPid: Located<boolean> | undefined;
  readonly hostIpc: Located<boolean> | undefined;
  readonly serviceAccount: Located<string> | undefined;
  readonly automountToken: Located<boolean> | undefined;
  readonly security: SecurityContext;
}

export interface Container {
  readonly role: 'container' | 'init' | 'ephemeral';
  readonly name: string;
  readonly nameSpan: Span;
  readonly span: Span;
  readonly node: YamlNode;
  readonly image: Located<string> | undefined;
  readonly command: readonly Located<string>[];
  readonly args: readonly Located<string>[];
  readonly ports: readonly ContainerPort[];
  readonly env: readonly ContainerEnv[];
  readonly envFrom: readonly SourceReference[];
  readonly liveness: ContainerProbe | undefined;
  readonly readiness: ContainerProbe | undefined;
  readonly startup: ContainerProbe | undefined;
  readonly requests: ReadonlyMap<string, Located<string>>;
  readonly limits: ReadonlyMap<string, Located<string>>;
  readonly security: SecurityContext;
  readonly mounts: readonly VolumeMount[];
}

export interface ContainerPort {
  readonly span: Span;
  readonly name: Located<string> | undefined;
  readonly port: Located<number> | undefined;
  readonly hostPort: Located<number> | undefined;
  readonly protocol: string;
}

export interface ContainerEnv {
  readonly name: Located<string>;
  readonly value: Located<string> | undefined;
  /** A key of a ConfigMap or Secret. */
  readonly from: SourceReference | undefined;
}

/** A use of a ConfigMap or Secret by name. */
export interface SourceReference {
  readonly kind: 'ConfigMap' | 'Secret';
  readonly name: Located<string>;
  readonly key: Located<string> | undefined;
  readonly optional: boolean;
}

export interface ContainerProbe {
  readonly kind: 'liveness' | 'readiness' | 'startup';
  readonly span: Span;
  readonly node: YamlNode;
  readonly handler: 'http' | 'tcp' | 'grpc' | 'exec' | undefined;
  /** A number, or the name of a container port. */
  readonly port: Located<string> | undefined;
}

/** Of a pod or of a container; what is not written is undefined. */
export interface SecurityContext {
  /** The whole mapping; undefined when there is none. */
  readonly node: YamlNode | undefined;
  readonly privileged: Located<boolean> | undefined;
  readonly allowPrivilegeEscalation: Located<boolean> | undefined;
  readonly readOnlyRootFilesystem: Located<boolean> | undefined;
  readonly runAsNonRoot: Located<boolean> | undefined;
  readonly runAsUser: Located<number> | undefined;
  readonly runAsGroup: Located<number> | undefined;
  readonly capabilitiesAdded: readonly Located<string>[];
  readonly capabilitiesDropped: readonly Located<string>[];
  readonly procMount: Located<string> | undefined;
  readonly seccomp: Located<string> | undefined;
  readonly appArmor: Located<string> | undefined;
}

export interface VolumeMount {
  readonly span: Span;
  readonly volume: Located<string> | undefined;
  readonly path: Located<string> | undefined;
  readonly readOnly: boolean;
  readonly propagation: Located<string> | undefined;
}

export interface Volume {
  readonly span: Span;
  readonly name: Located<string> | undefined;
  /** `hostPath`, `configMap`, `secret`, `persistentVolumeClaim`, `emptyDir`, …; undefined when only the name is given. */
  readonly type: string | undefined;
  /** The value under the type's key. */
  readonly source: YamlNode | undefined;
  readonly hostPath: Located<string> | undefined;
  /** ConfigMaps and Secrets, also those of a projected volume. */
  readonly references: readonly SourceReference[];
  readonly claim: Located<string> | undefined;
}

/** A kustomization.yaml: which files are resources, which are patches, and what it makes or changes. */
export interface Kustomization {
  readonly file: string;
  readonly folder: string;
  readonly node: YamlNode | undefined;
  /** Files and folders of resources, bases and components, relative to the root. */
  readonly resources: readonly Located<string>[];
  /** Resources that are fetched: URLs, and charts. */
  readonly remote: readonly Located<string>[];
  readonly patchFiles: readonly Located<string>[];
  /** Names of generated ConfigMaps and Secrets, without the hash. */
  readonly generated: readonly { readonly kind: 'ConfigMap' | 'Secret'; readonly name: string }[];
  /** Images whose name, tag or digest it sets. */
  readonly images: ReadonlySet<string>;
  readonly namePrefix: string;
  readonly nameSuffix: string;
  readonly namespace: Located<string> | undefined;
  /** Labels that it puts on every object and selector. */
  readonly labels: ReadonlyMap<string, Located<string>>;
  readonly hasPatches: boolean;
}

/** Everything Kubernetes of a repository. */
export interface KubernetesFiles {
  readonly sets: readonly KubernetesSet[];
  readonly problems: readonly ReadProblem[];
  /** Files that are not read as they stand, and why: templates. */
  readonly partly: ReadonlyMap<string, string>;
  /** Files of other kinds that kustomizations read: what they make ConfigMaps and Secrets of. */
  readonly further: readonly string[];
}

export const noManifests: KubernetesFiles = { sets: [], problems: [], partly: new Map(), further: [] };
