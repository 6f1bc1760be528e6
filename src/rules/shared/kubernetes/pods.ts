// Questions about pods: which containers serve, what is in force for them, and what kind of work they do.
import type { Located } from '../../../base/span.ts';
import type { Severity } from '../../../model/finding.ts';
import type {
  Container,
  ContainerProbe,
  KubernetesSet,
  SecurityContext,
  Workload,
} from '../../../model/kubernetes.ts';
import { itemsAt, nodeAt, textAt } from '../../../syntax/yaml-path.ts';

/** The containers that run for as long as the pod does. */
export function mainContainers(workload: Workload): readonly Container[] {
  return workload.pod.containers.filter(isLasting);
}

/** An init container that is always started again is a sidecar: it stays. */
export function isLasting({ role, node }: Container): boolean {
  return role === 'container' || (role === 'init' && textAt(node, 'restartPolicy')?.value === 'Always');
}

/** Agents of a node (DaemonSets, kube-system, known ones): what a service must not have may be their task. */
export function isNodeAgent({ kind, object, pod }: Workload): boolean {
  if (kind === 'DaemonSet' || object.namespace?.value === 'kube-system') return true;
  return pod.containers.some(({ image }) => agentImage.test(image?.value ?? ''));
}

const agentImage =
  /(?:^|\/)(?:node-exporter|cadvisor|fluent-bit|fluentd|promtail|filebeat|metricbeat|node-problem-detector)(?:[:@]|$)/;

/** True for what keeps as many pods as it is told to, one like another. */
export function keepsReplicas({ kind }: Workload): boolean {
  return /^(?:Deployment|StatefulSet|Rollout|DeploymentConfig)$/.test(kind);
}

/** True for pods of Windows nodes, for which the API server refuses what only Linux has. */
export function isOfWindows({ pod }: Workload): boolean {
  const named = textAt(pod.spec, 'os', 'name') ?? textAt(pod.spec, 'nodeSelector', 'kubernetes.io/os');
  return named?.value === 'windows';
}

/** True for what Knative runs: it probes by itself, resolves tags to digests and refuses most settings of a pod. */
export function isOfKnative({ kind }: Workload): boolean {
  return kind === 'Knative';
}

/** True where a new tag is a new version of the workload, which names the image by its digest then. */
export function resolvesTags(workload: Workload): boolean {
  const { kind, spec } = workload;
  const triggers = kind === 'DeploymentConfig' ? itemsAt(spec, 'triggers') : [];
  return isOfKnative(workload) || triggers.some((one) => textAt(one, 'type')?.value === 'ImageChange');
}

/** True for pods that end by themselves. */
export function endsByItself({ kind, pod }: Workload): boolean {
  if (kind === 'Job' || kind === 'CronJob') return true;
  return kind === 'Pod' && ['Never', 'OnFailure'].includes(textAt(pod.spec, 'restartPolicy')?.value ?? '');
}

/** What a pod is given as a whole is shared by its containers; a limit is the request, too. */
export function hasOfPod({ pod }: Workload, what: 'request' | 'limit', resource: string): boolean {
  const keys = what === 'request' ? ['requests', 'limits'] : ['limits'];
  return keys.some((key) => nodeAt(pod.spec, 'resources', key, resource) !== undefined);
}

export function probesOf({ liveness, readiness, startup }: Container): readonly ContainerProbe[] {
  return [liveness, readiness, startup].flatMap((probe) => probe ?? []);
}

/** One step lower for node agents, where the same is less surprising. */
export function forAgents(workload: Workload, severity: Severity, lower: Severity): Severity {
  return isNodeAgent(workload) ? lower : severity;
}

type Key = 'runAsNonRoot' | 'runAsUser' | 'runAsGroup' | 'seccomp' | 'appArmor';

/** What is in force for a container: its own word, or else the pod's. */
export function inForce<K extends Key>(container: Container, workload: Workload, key: K): SecurityContext[K] {
  return container.security[key] ?? workload.pod.security[key];
}

/** True when a kustomization of the set replaces the image's tag or digest. */
export function isImageReplaced(set: KubernetesSet, image: string): boolean {
  if (set.rendered !== undefined) return false;
  const name = image.replace(/@.*$/, '').replace(/:[^:/]*$/, '');
  return set.kustomizations.some(({ images }) => images.has(name) || images.has(image));
}

/** True when a patch or a component of the set may add what a workload seems to lack. */
export function mayBePatched({ patches, kustomizations, rendered }: KubernetesSet): boolean {
  if (rendered !== undefined) return false;
  return (
    patches.some(({ workload }) => workload !== undefined) ||
    kustomizations.some(({ hasPatches }) => hasPatches)
  );
}

/** `container main of Deployment web`, for messages. */
export function subject(container: Container, workload: Workload): string {
  return `container ${container.name} of ${workload.title}`;
}

/** An image by its name. Capital letters, which no engine takes in a path, and no tag: something is put in its place later. */
export function namesImage(text: Located<string> | undefined): text is Located<string> {
  if (!isLiteral(text)) return false;
  const [first = '', ...rest] = text.value.split('/');
  const path = rest.length > 0 && /[.:]/.test(first) ? rest : [first, ...rest];
  return path.at(-1)?.includes(':') === true || !/[A-Z]/.test(path.join('/'));
}

/** The image with a stand-in for what is filled in before its tag: `<registry>/api:1.4` is 1.4 whatever the registry. */
export function withTag(text: Located<string> | undefined): Located<string> | undefined {
  if (text === undefined) return undefined;
  const { value, span } = text;
  if (namesImage(text) || value.includes('://')) return text;
  const last = /^[^@]*\/([\w.-]+:[\w.-]+(?:@sha256:[0-9a-f]+)?)$/.exec(value)?.[1];
  return last === undefined ? { value, span } : { value: `unknown/${last}`, span };
}

/** A literal that no tool fills in later, as `ko` does with `ko://…`. */
export function isLiteral(text: Located<string> | undefined): text is Located<string> {
  return text !== undefined && !/[$<{]|__|:\/\//.test(text.value);
}
