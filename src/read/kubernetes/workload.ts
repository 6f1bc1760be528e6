// What of an object makes pods, taken apart with positions.
import { type Located, located } from '../../base/span.ts';
import {
  type Container,
  type ContainerEnv,
  type ContainerPort,
  type ContainerProbe,
  type KubernetesObject,
  type LabelSelector,
  type PodTemplate,
  type SecurityContext,
  type SourceReference,
  type VolumeMount,
  type Workload,
  type WorkloadKind,
  workloadKinds,
} from '../../model/kubernetes.ts';
import { selectorOf } from '../../model/label-selector.ts';
import type { YamlNode } from '../../syntax/yaml.ts';
import {
  entriesAt,
  itemsAt,
  nodeAt,
  numberAt,
  switchAt,
  textAt,
  textMapAt,
  textsAt,
} from '../../syntax/yaml-path.ts';
import { volumeOf } from './volume.ts';

export function workloadOf(object: KubernetesObject): Workload | undefined {
  const kind = workloadKinds.find((each) => each === object.kind.value);
  const { node } = object;
  const group = object.apiVersion.value.split('/')[0] ?? '';
  if (group.endsWith('.knative.dev')) return knativeOf(object);
  const spec = nodeAt(node, 'spec');
  if (kind === undefined || !groupsOf(kind).test(group)) return undefined;
  if (kind === 'Rollout' && nodeAt(spec, 'template') === undefined) return undefined;
  const job = kind === 'CronJob' ? nodeAt(spec, 'jobTemplate', 'spec') : spec;
  const pod = kind === 'Pod' ? node : nodeAt(kind === 'PodTemplate' ? node : job, 'template');
  return {
    object,
    kind,
    title: object.title,
    spec,
    replicas: numberAt(spec, 'replicas'),
    selector: hasPlainSelector.test(kind) ? plainSelector(spec) : selectorOf(nodeAt(spec, 'selector')),
    pod: podOf(pod),
  };
}

const hasPlainSelector = /^(?:ReplicationController|DeploymentConfig)$/;

function groupsOf(kind: WorkloadKind): RegExp {
  if (kind === 'Rollout') return /^argoproj\.io$/;
  return kind === 'DeploymentConfig' ? /^apps\.openshift\.io$/ : /^(?:v1|apps|batch|extensions)$/;
}

/** What Knative runs by its own Deployments, as many as there are requests: https://knative.dev/docs/serving/ */
function knativeOf(object: KubernetesObject): Workload | undefined {
  if (!/^(?:Service|Configuration|Revision|ContainerSource)$/.test(object.kind.value)) return undefined;
  const spec = nodeAt(object.node, 'spec');
  const pod = object.kind.value === 'Revision' ? object.node : nodeAt(spec, 'template');
  const parts = { replicas: undefined, selector: undefined, pod: podOf(pod) };
  return { object, kind: 'Knative', title: object.title, spec, ...parts };
}

function plainSelector(spec: YamlNode | undefined): LabelSelector | undefined {
  const node = nodeAt(spec, 'selector');
  return node && { span: node.span, matchLabels: textMapAt(node), expressions: [] };
}

function podOf(node: YamlNode | undefined): PodTemplate {
  const spec = nodeAt(node, 'spec');
  return {
    spec,
    labels: textMapAt(node, 'metadata', 'labels'),
    annotations: textMapAt(node, 'metadata', 'annotations'),
    containers: [
      ...containersOf(spec, 'containers', 'container'),
      ...containersOf(spec, 'initContainers', 'init'),
      ...containersOf(spec, 'ephemeralContainers', 'ephemeral'),
    ].sort((a, b) => a.span.start - b.span.start),
    volumes: itemsAt(spec, 'volumes').map(volumeOf),
    hostNetwork: switchAt(spec, 'hostNetwork'),
    hostPid: switchAt(spec, 'hostPID'),
    hostIpc: switchAt(spec, 'hostIPC'),
    serviceAccount: textAt(spec, 'serviceAccountName') ?? textAt(spec, 'serviceAccount'),
    automountToken: switchAt(spec, 'automountServiceAccountToken'),
    security: securityOf(nodeAt(spec, 'securityContext')),
  };
}

function containersOf(
  spec: YamlNode | undefined,
  key: string,
  role: Container['role'],
): readonly Container[] {
  return itemsAt(spec, key).flatMap((node, index) =>
    node.kind === 'map' ? [containerOf(node, role, `${key}[${index}]`)] : [],
  );
}

function containerOf(node: YamlNode, role: Container['role'], fallback: string): Container {
  const name = textAt(node, 'name');
  return {
    role,
    name: name?.value ?? fallback,
    nameSpan: name?.span ?? entriesAt(node)[0]?.key.span ?? node.span,
    span: node.span,
    node,
    image: textAt(node, 'image'),
    command: textsAt(node, 'command'),
    args: textsAt(node, 'args'),
    ports: itemsAt(node, 'ports').map(portOf),
    env: itemsAt(node, 'env').flatMap(envOf),
    envFrom: itemsAt(node, 'envFrom').flatMap((item) => [
      ...referenceAt(item, 'configMapRef', 'ConfigMap', 'name'),
      ...referenceAt(item, 'secretRef', 'Secret', 'name'),
    ]),
    liveness: probeOf(node, 'liveness'),
    readiness: probeOf(node, 'readiness'),
    startup: probeOf(node, 'startup'),
    requests: textMapAt(node, 'resources', 'requests'),
    limits: textMapAt(node, 'resources', 'limits'),
    security: securityOf(nodeAt(node, 'securityContext')),
    mounts: itemsAt(node, 'volumeMounts').map(mountOf),
  };
}

function portOf(node: YamlNode): ContainerPort {
  return {
    span: node.span,
    name: textAt(node, 'name'),
    port: numberAt(node, 'containerPort'),
    hostPort: numberAt(node, 'hostPort'),
    protocol: textAt(node, 'protocol')?.value ?? 'TCP',
  };
}

function envOf(node: YamlNode): readonly ContainerEnv[] {
  const name = textAt(node, 'name');
  if (name === undefined) return [];
  const from = nodeAt(node, 'valueFrom');
  const [reference] = [
    ...referenceAt(from, 'configMapKeyRef', 'ConfigMap', 'name'),
    ...referenceAt(from, 'secretKeyRef', 'Secret', 'name'),
  ];
  return [{ name, value: textAt(node, 'value'), from: reference }];
}

/** A use of a ConfigMap or Secret under `key`, named by `nameKey`. */
function referenceAt(
  node: YamlNode | undefined,
  key: string,
  kind: SourceReference['kind'],
  nameKey: string,
): readonly SourceReference[] {
  const at = nodeAt(node, key);
  const name = textAt(at, nameKey);
  if (name === undefined) return [];
  const optional = switchAt(at, 'optional')?.value === true;
  return [{ kind, name, key: textAt(at, 'key'), optional }];
}

function probeOf(container: YamlNode, kind: ContainerProbe['kind']): ContainerProbe | undefined {
  const node = nodeAt(container, `${kind}Probe`);
  if (node === undefined) return undefined;
  const handlers = [
    ['http', 'httpGet'],
    ['tcp', 'tcpSocket'],
    ['grpc', 'grpc'],
    ['exec', 'exec'],
  ] as const;
  const [handler, key] = handlers.find(([, name]) => nodeAt(node, name) !== undefined) ?? [];
  const port: Located<string> | undefined = key === undefined ? undefined : textAt(node, key, 'port');
  return { kind, span: node.span, node, handler, port };
}

function securityOf(node: YamlNode | undefined): SecurityContext {
  return {
    node,
    privileged: switchAt(node, 'privileged'),
    allowPrivilegeEscalation: switchAt(node, 'allowPrivilegeEscalation'),
    readOnlyRootFilesystem: switchAt(node, 'readOnlyRootFilesystem'),
    runAsNonRoot: switchAt(node, 'runAsNonRoot'),
    runAsUser: numberAt(node, 'runAsUser'),
    runAsGroup: numberAt(node, 'runAsGroup'),
    capabilitiesAdded: textsAt(node, 'capabilities', 'add').map(withoutPrefix),
    capabilitiesDropped: textsAt(node, 'capabilities', 'drop').map(withoutPrefix),
    procMount: textAt(node, 'procMount'),
    seccomp: textAt(node, 'seccompProfile', 'type'),
    appArmor: textAt(node, 'appArmorProfile', 'type'),
  };
}

/** Kubernetes takes `SYS_ADMIN`; runtimes take `CAP_SYS_ADMIN` too, but know no `CAP_ALL`. */
function withoutPrefix({ value, span }: Located<string>): Located<string> {
  return located(value.toUpperCase().replace(/^CAP_(?!ALL$)/, ''), span);
}

function mountOf(node: YamlNode): VolumeMount {
  return {
    span: node.span,
    volume: textAt(node, 'name'),
    path: textAt(node, 'mountPath'),
    readOnly: switchAt(node, 'readOnly')?.value === true,
    propagation: textAt(node, 'mountPropagation'),
  };
}
