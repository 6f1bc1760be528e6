// Objects that commands name rightly, and use wrongly: in another namespace, by a container or a port that they lack.
import type { Problem } from '../../../model/finding.ts';
import type { KubernetesObject } from '../../../model/kubernetes.ts';
import type { Project } from '../../../model/project.ts';
import type { KubectlCall, KubectlTarget } from '../kubectl-call.ts';
import { isMadeByCommand, namespacesOf } from './cluster-names.ts';
import type { NamingProblem } from './named-objects.ts';
import { servicePorts } from './services.ts';

export function* wrongUse(
  project: Project,
  call: KubectlCall,
  { kind, name }: KubectlTarget,
  objects: readonly KubernetesObject[],
): Iterable<NamingProblem> {
  const [first] = objects;
  if (first === undefined) return;
  const related = [{ at: first.nameSpan, message: `${first.title} is defined here` }];
  const found =
    wrongNamespace(project, call, first, objects) ??
    wrongContainer(call, first, objects) ??
    wrongPort(call, kind, first, objects);
  // A chart that a command installs may bring another of that name.
  if (found !== undefined && !isMadeByCommand(project, kind, name))
    yield { ...found, object: `${kind} ${name}`, name, related };
}

type Use = Pick<Problem, 'at' | 'message'>;

function wrongNamespace(
  project: Project,
  { namespace }: KubectlCall,
  { title }: KubernetesObject,
  objects: readonly KubernetesObject[],
): Use | undefined {
  if (namespace === undefined || namespace.dynamic || !/^[a-z0-9-]+$/.test(namespace.text)) return undefined;
  const spaces = namespacesOf(project, objects);
  if (spaces === undefined || spaces.has(namespace.text)) return undefined;
  const message = `kubectl is to find ${title} in namespace ${namespace.text}, but it is in ${[...spaces].join(', ')}`;
  return { at: namespace.span, message };
}

/** Sidecars that meshes put in. */
const injected = /^(?:istio-proxy|istio-init|linkerd-proxy|linkerd-init|envoy|daprd|vault-agent)$/;

function wrongContainer(
  { containers }: KubectlCall,
  { title }: KubernetesObject,
  objects: readonly KubernetesObject[],
): Use | undefined {
  const own = new Set(
    objects.flatMap(({ workload }) => workload?.pod.containers.map((container) => container.name) ?? []),
  );
  if (own.size === 0) return undefined;
  const word = containers.find(
    ({ text, dynamic }) =>
      !dynamic && /^[a-z0-9][a-z0-9-]*$/.test(text) && !own.has(text) && !injected.test(text),
  );
  if (word === undefined) return undefined;
  return {
    at: word.span,
    message: `kubectl is to find container ${word.text} of ${title}, which has ${[...own].join(', ')}`,
  };
}

function wrongPort(
  { verb, ports }: KubectlCall,
  kind: string,
  { title }: KubernetesObject,
  objects: readonly KubernetesObject[],
): Use | undefined {
  if (verb !== 'port-forward' || kind !== 'Service') return undefined;
  const offered = objects.flatMap((object) => servicePorts(object));
  const all = new Set(offered.flatMap(({ port, name }) => [port?.value, name?.value]));
  const numbers = offered.flatMap(({ port }) => port?.value ?? []);
  if (numbers.length === 0 || !numbers.every((one) => /^\d+$/.test(one))) return undefined;
  for (const word of ports) {
    const port = /^(?:\d*:)?([a-z0-9-]+)$/.exec(word.text)?.[1];
    if (word.dynamic || port === undefined || all.has(port)) continue;
    const message = `kubectl is to forward port ${port} of ${title}, which has ${[...new Set(numbers)].join(', ')}`;
    return { at: word.span, message };
  }
  return undefined;
}
