// Links of Kubernetes workloads: their images and code, what they take values from, and who leads to them.
import type { Container, KubernetesSet, Workload } from '../../../model/kubernetes.ts';
import type { Link, LinkEnd } from '../../../model/link.ts';
import type { Project } from '../../../model/project.ts';
import { builtImageOf } from '../built-image.ts';
import { environmentOf } from '../kubernetes/container-env.ts';
import { findIn } from '../kubernetes/find.ts';
import { namedHosts, servicesNamed } from '../kubernetes/named-hosts.ts';
import { ofKind, workloadsOf } from '../kubernetes/object-index.ts';
import { usesOf } from '../kubernetes/references.ts';
import { isService, workloadsBehind } from '../kubernetes/services.ts';
import { codeLinks } from './code.ts';
import { fileEnd, imageEnd, link, objectEnd, variableEnd } from './ends.ts';

export function* clusterLinks(project: Project): Iterable<Link> {
  for (const set of project.kubernetes.sets) {
    for (const workload of workloadsOf(set)) yield* workloadLinks(project, set, workload);
    for (const service of ofKind(set, 'Service').filter(isService)) {
      for (const { object } of workloadsBehind(set, service))
        yield link(
          objectEnd(service),
          'selects',
          objectEnd(object),
          ['resolved', 'certain'],
          service.nameSpan,
        );
    }
  }
}

function* workloadLinks(project: Project, set: KubernetesSet, workload: Workload): Iterable<Link> {
  const end = objectEnd(workload.object);
  for (const { kind, name } of usesOf(workload)) {
    const object = findIn(set, kind, name.value);
    if (object !== undefined) yield link(end, 'is given', objectEnd(object), ['declared'], name.span);
  }
  for (const container of workload.pod.containers) {
    yield* imageLinks(project, end, container);
    const { values, names } = environmentOf(set, container);
    for (const name of names) {
      const at = values.get(name)?.span ?? container.env.find((one) => one.name.value === name)?.name.span;
      yield link(end, 'sets', variableEnd(end, name, at), ['declared'], at);
    }
    for (const { host, at } of namedHosts(set, container)) {
      for (const service of servicesNamed(set, host))
        yield link(end, 'calls', objectEnd(service), ['resolved'], at.span);
    }
  }
}

function* imageLinks(project: Project, end: LinkEnd, container: Container): Iterable<Link> {
  if (container.image === undefined) return;
  const image = imageEnd(container.image.value);
  yield link(end, 'runs', image, ['declared'], container.image.span);
  const built = builtImageOf(project, container);
  if (built === undefined) return;
  const { dockerfile, link: ofService, how } = built;
  const from = fileEnd('Dockerfile', dockerfile.file);
  yield link(from, 'makes', image, how === 'declared' ? ['resolved', 'certain'] : ['by name']);
  // With a command of its own the container starts something else in the image.
  if (container.command.length > 0) return;
  const sources = ofService?.sources ?? project.imageSources(dockerfile);
  const started = ofService?.started ?? project.imageStarted(dockerfile);
  yield* codeLinks(end, from, { sources, started });
}
