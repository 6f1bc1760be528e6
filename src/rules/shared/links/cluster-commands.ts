// What kubectl and helm deploy.
import type { Span } from '../../../base/span.ts';
import type { Link, LinkEnd } from '../../../model/link.ts';
import type { Project } from '../../../model/project.ts';
import type { ScriptWord } from '../../../model/script.ts';
import { fromHere, valuesOf } from './command-paths.ts';
import { chartEnd, fileEnd, link, objectEnd } from './ends.ts';

export function* kubectlLinks(
  project: Project,
  end: LinkEnd,
  words: readonly ScriptWord[],
  folder: string,
): Iterable<Link> {
  const verb = words[1]?.text ?? '';
  if (/^(?:apply|create|replace)$/.test(verb)) {
    for (const { text, span } of valuesOf(words, ['-f', '--filename', '-k', '--kustomize'])) {
      const path = fromHere(project, folder, text);
      if (path !== undefined) yield* applied(project, end, path, span);
    }
  }
  // `kubectl set image deployment/api …`, `kubectl rollout restart deployment/api`
  const isChange = verb === 'set' || (verb === 'rollout' && words[2]?.text === 'restart') || verb === 'scale';
  if (!isChange) return;
  for (const { text, span, dynamic } of words.slice(2)) {
    const [, kind = '', name = ''] = /^([a-z.]+)\/([\w.-]+)$/i.exec(text) ?? [];
    if (dynamic || name === '') continue;
    for (const object of objectsNamed(project, kind, name))
      yield link(end, 'deploys', objectEnd(object), ['resolved'], span);
  }
}

const shortKinds: Readonly<Record<string, string>> = {
  deploy: 'deployment',
  sts: 'statefulset',
  ds: 'daemonset',
};

function objectsNamed({ kubernetes }: Project, kind: string, name: string) {
  const plain = kind.toLowerCase().replace(/\..*$/, '').replace(/s$/, '');
  const wanted = shortKinds[plain] ?? plain;
  return kubernetes.sets.flatMap(({ objects }) =>
    objects.filter(
      (object) =>
        object.workload !== undefined &&
        object.kind.value.toLowerCase() === wanted &&
        object.name?.value === name,
    ),
  );
}

/** `helm upgrade --install api ./chart -f values-prod.yaml`. */
export function* helmLinks(
  project: Project,
  end: LinkEnd,
  words: readonly ScriptWord[],
  folder: string,
): Iterable<Link> {
  if (!/^(?:install|upgrade)$/.test(words[1]?.text ?? '')) return;
  for (const { text, span, dynamic } of words.slice(2)) {
    const path = dynamic || text.startsWith('-') ? undefined : fromHere(project, folder, text);
    const chart = path === undefined ? undefined : project.charts.find((one) => one.folder === path);
    if (chart === undefined) continue;
    yield link(end, 'deploys', chartEnd(chart), ['declared'], span);
    for (const set of project.kubernetes.sets) {
      if (set.rendered?.by.file !== chart.file) continue;
      for (const object of set.objects)
        if (object.workload !== undefined)
          yield link(end, 'deploys', objectEnd(object), ['resolved', 'certain'], span);
    }
    break;
  }
  for (const { text, span } of valuesOf(words, ['-f', '--values'])) {
    const path = fromHere(project, folder, text);
    if (path !== undefined && project.files.kind(path) === 'file')
      yield link(end, 'reads', fileEnd('file', path), ['declared'], span);
  }
}

function* applied({ kubernetes }: Project, end: LinkEnd, path: string, at: Span): Iterable<Link> {
  for (const { objects, files } of kubernetes.sets) {
    const isWhole = files.some((file) => file === `${path}/kustomization.yaml`);
    for (const object of objects) {
      const isIn = object.file === path || object.file.startsWith(`${path}/`);
      if (object.workload !== undefined && (isIn || isWhole))
        yield link(end, 'deploys', objectEnd(object), ['resolved', 'certain'], at);
    }
  }
}
