// Ports that nothing of a pod speaks of, though it speaks of others.
import type { Span } from '../../../base/span.ts';
import type {
  Container,
  ContainerProbe,
  KubernetesObject,
  KubernetesSet,
  Workload,
} from '../../../model/kubernetes.ts';
import type { Project } from '../../../model/project.ts';
import type { YamlNode } from '../../../syntax/yaml.ts';
import { textAt } from '../../../syntax/yaml-path.ts';
import { builtImageOf } from '../built-image.ts';
import { dataStoreOf } from '../data-stores.ts';
import { parseImage } from '../image.ts';
import { imagePorts } from '../image-ports.ts';
import { listensOn } from './listens.ts';
import { findAll } from './object-index.ts';
import { mainContainers, mayBePatched, probesOf } from './pods.ts';
import { usesOf } from './references.ts';
import { isService, servicePorts, workloadsBehind } from './services.ts';

export interface Unserved {
  readonly at: Span;
  readonly port: number;
  /** What the pods speak of instead. */
  readonly served: readonly number[];
  readonly workload: Workload;
  /** False where a Service says no target: its port is then what callers know. */
  readonly isTarget: boolean;
}

const cache = new WeakMap<KubernetesObject, readonly Unserved[]>();

/**
 * Targets of a Service that no pod behind it speaks of. Programs have ports that nobody declares, for metrics and the
 * like, but rarely a Service that leads to none of those that are declared.
 */
export function unservedTargets(
  project: Project,
  set: KubernetesSet,
  service: KubernetesObject,
): readonly Unserved[] {
  const known = cache.get(service) ?? readTargets(project, set, service);
  cache.set(service, known);
  return known;
}

function readTargets(project: Project, set: KubernetesSet, service: KubernetesObject): readonly Unserved[] {
  if (!isService(service) || textAt(service.node, 'spec', 'clusterIP')?.value === 'None') return [];
  const workloads = workloadsBehind(set, service);
  const [workload] = workloads;
  const ports = servicePorts(service);
  if (workload === undefined || mayBePatched(set)) return [];
  const areKnown = workloads.every((one) =>
    mainContainers(one).every((each) => knownPorts(one, each) !== undefined),
  );
  const isReached = ports.some(
    ({ target }) =>
      target !== undefined &&
      (portOf(target.value) === undefined || isServed(project, workloads, target.value)),
  );
  if (isReached && !areKnown) return [];
  return ports.flatMap(({ name, target, port: own }) => {
    const port = portOf(target?.value ?? '');
    // A Service may be there for metrics alone, whose port programs choose by themselves.
    if (target === undefined || port === undefined || (!areKnown && aside.test(name?.value ?? ''))) return [];
    return workloads.every((one) => isUnserved(project, one, port, target.span))
      ? [
          {
            at: target.span,
            port,
            served: servedBy(project, workload),
            workload,
            isTarget: target.span.start !== own?.span.start,
          },
        ]
      : [];
  });
}

const aside = /metric|prom|monitor|admin|debug|health|pprof|webhook/i;

function isServed(project: Project, workloads: readonly Workload[], target: string): boolean {
  return workloads.some((one) => servedBy(project, one).includes(Number(target)));
}

/** Ports of a container's probes that nothing else of its pod speaks of, where the image or another probe tells better. */
export function unservedProbes(
  project: Project,
  set: KubernetesSet,
  workload: Workload,
  container: Container,
): readonly Unserved[] {
  // Of an image whose ports are known for sure another rule tells.
  if (mayBePatched(set) || (listensOn(project, container)?.ports.size ?? 0) > 0) return [];
  const probes = probesOf(container);
  return probes.flatMap((probe) => {
    const port = portOf(probe.port?.value ?? '');
    if (probe.port === undefined || port === undefined) return [];
    const served = servedBy(project, workload);
    const isContradicted = probes.some(
      (one) => asksTheSame(one, probe) && served.includes(portOf(one.port?.value ?? '') ?? port),
    );
    if (!isContradicted && knownPorts(workload, container) === undefined) return [];
    return isUnserved(project, workload, port, probe.port.span)
      ? [{ at: probe.port.span, port, served, workload, isTarget: true }]
      : [];
  });
}

function asksTheSame(one: ContainerProbe, other: ContainerProbe): boolean {
  if (one === other || one.handler !== 'http' || other.handler !== 'http') return false;
  const path = textAt(one.node, 'httpGet', 'path')?.value;
  return path !== undefined && path === textAt(other.node, 'httpGet', 'path')?.value;
}

function portOf(text: string): number | undefined {
  return /^\d+$/.test(text) ? Number(text) : undefined;
}

function isUnserved(project: Project, workload: Workload, port: number, except: Span): boolean {
  const served = servedBy(project, workload);
  if (served.length === 0 || served.includes(port)) return false;
  const text = new RegExp(`(?<!\\d)${port}(?!\\d)`);
  if (mentions(workload.pod.spec, text, except)) return false;
  if ([...workload.pod.annotations.values()].some(({ value }) => text.test(value))) return false;
  if (isConfigured(project, workload, text)) return false;
  return !mainContainers(workload).some((one) => mayListen(project, one, text));
}

/** Ports that the pod declares, and those of images that are known. */
function servedBy(project: Project, workload: Workload): readonly number[] {
  const ports = workload.pod.containers.flatMap((container) => [
    ...container.ports.flatMap(({ port }) => (port?.value === undefined ? [] : [port.value])),
    ...(listensOn(project, container)?.ports ?? []),
    ...(knownPorts(workload, container) ?? []),
  ]);
  return [...new Set(ports)];
}

/** All ports that a well-known image ever listens on, unless a text that is searched says another. */
function knownPorts({ pod }: Workload, { image, command, mounts }: Container): readonly number[] | undefined {
  const name = image === undefined ? undefined : parseImage(image.value);
  const isSetElsewhere = mounts.some(({ path, volume }) => {
    const type = pod.volumes.find((one) => one.name?.value === volume?.value)?.type;
    return type !== 'configMap' && /etc|conf/i.test(path?.value ?? '');
  });
  if (name === undefined || command.length > 0 || isSetElsewhere) return undefined;
  return imagePorts(name);
}

function mentions(node: YamlNode | undefined, text: RegExp, except: Span): boolean {
  switch (node?.kind) {
    case 'scalar':
      return node.span.start === except.start && node.span.file === except.file
        ? false
        : text.test(node.text);
    case 'list':
      return node.items.some((item) => mentions(item, text, except));
    case 'map':
      return node.entries.some(({ value }) => mentions(value, text, except));
    default:
      return false;
  }
}

/** ConfigMaps and Secrets that the pod reads may choose the port: one that is not in sight may say anything. */
function isConfigured(project: Project, workload: Workload, text: RegExp): boolean {
  return usesOf(workload).some(({ kind, name }) => {
    const found = findAll(project, kind, name.value);
    if (found.length === 0) return kind === 'ConfigMap';
    return found.some(({ node }) => mentions(node, text, node.span));
  });
}

/** Code and Dockerfile of an image that is built here, and all ports of stores that are known. */
function mayListen(project: Project, container: Container, text: RegExp): boolean {
  const name = container.image === undefined ? undefined : parseImage(container.image.value);
  if (dataStoreOf(name)?.ports.some((port) => text.test(String(port))) === true) return true;
  const built = builtImageOf(project, container);
  if (built === undefined) return false;
  const sources = built.link?.sources ?? project.imageSources(built.dockerfile);
  return (
    text.test(project.texts.get(built.dockerfile.file)?.text ?? '') ||
    sources.some(({ facts }) => facts.some((fact) => fact.kind === 'listen' && text.test(String(fact.port))))
  );
}
