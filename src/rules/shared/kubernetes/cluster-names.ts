// The names of everything that the manifests of a repository make.
import { groupByEach } from '../../../base/group.ts';
import { literal } from '../../../base/text.ts';
import type { KubernetesObject, KubernetesSet } from '../../../model/kubernetes.ts';
import type { Project } from '../../../model/project.ts';
import { isMaker } from './object-index.ts';

export interface ClusterNames {
  /** Under `Deployment api`, from every set. */
  readonly objects: ReadonlyMap<string, readonly KubernetesObject[]>;
  /** Deployments, StatefulSets and DaemonSets by name. */
  readonly workloads: ReadonlyMap<string, KubernetesObject>;
  /** Charts, templates and operators may make more. */
  readonly isOpen: boolean;
  readonly hasTemplates: boolean;
  /** Names of objects that operators make others of, which they name after them. */
  readonly makers: readonly string[];
  /** What the names of all workloads begin with: `shop-`. */
  readonly prefix: string | undefined;
}

const cache = new WeakMap<Project, { readonly names: ClusterNames | undefined }>();

/** Undefined where nothing is deployed. */
export function clusterNames(project: Project): ClusterNames | undefined {
  const known = cache.get(project) ?? { names: namesOf(project) };
  cache.set(project, known);
  return known.names;
}

function namesOf(project: Project): ClusterNames | undefined {
  const { sets, partly } = project.kubernetes;
  const all = sets.flatMap((set) => [...set.objects, ...set.patches].map((object) => ({ object, set })));
  const running = all.filter(({ object }) =>
    /^(?:Deployment|StatefulSet|DaemonSet)$/.test(object.kind.value),
  );
  if (running.length === 0) return undefined;
  const makers = all.flatMap(({ object }) => (isMaker(object) ? object : []));
  const hasCharts = project.charts.some(
    ({ folder }) => project.files.kind(folder === '' ? 'templates' : `${folder}/templates`) === 'folder',
  );
  const hasTemplates = hasCharts || partly.size > 0;
  const named = running.flatMap(({ object, set }) =>
    namesIn(object, set).map((name): readonly [string, KubernetesObject] => [name, object]),
  );
  const groups = groupByEach(all, ({ object, set }) =>
    namesIn(object, set).map((name) => `${object.kind.value} ${name}`),
  );
  return {
    objects: new Map([...groups].map(([key, found]) => [key, found.map(({ object }) => object)])),
    workloads: new Map(named),
    isOpen:
      hasTemplates ||
      sets.some((set) => set.open !== undefined) ||
      makers.some((one) => makesAll.test(one.apiVersion.value)),
    hasTemplates,
    makers: makers.flatMap(({ name }) => name?.value ?? []),
    prefix: prefixOf([...new Set(named.map(([name]) => name))]),
  };
}

/** Whole charts and folders of manifests. */
const makesAll = /^(?:argoproj\.io|helm\.|(?:kustomize|source)\.toolkit|install\.istio|operators\.coreos)/;

/** As a kustomization makes it, and as it is written, which others may take as it is. */
function namesIn({ name }: KubernetesObject, { rendered }: KubernetesSet): readonly string[] {
  if (name === undefined) return [];
  const written = rendered?.names.get(name.value);
  return written === undefined || written === name.value ? [name.value] : [name.value, written];
}

function prefixOf(names: readonly string[]): string | undefined {
  const prefix = /^[a-z]{4,}-/.exec(names[0] ?? '')?.[0];
  if (prefix === undefined || names.length < 2) return undefined;
  return names.every((name) => name.startsWith(prefix)) ? prefix : undefined;
}

/** Undefined where one of the objects may go to any. */
export function namespacesOf(
  { kubernetes }: Project,
  objects: readonly KubernetesObject[],
): ReadonlySet<string> | undefined {
  const spaces = new Set<string>();
  for (const object of objects) {
    const { namespace } = object;
    if (namespace === undefined || /[${<]/.test(namespace.value)) return undefined;
    spaces.add(namespace.value);
    for (const { kustomizations } of kubernetes.sets.filter((set) => set.objects.includes(object)))
      for (const one of kustomizations) if (one.namespace !== undefined) spaces.add(one.namespace.value);
  }
  return spaces;
}

/** True when a command makes the object, or a text within another file holds it: a manifest in a script, a template. */
export function isMadeByCommand({ texts, kubernetes }: Project, kind: string, name: string): boolean {
  const manifests = new Set(kubernetes.sets.flatMap(({ files }) => files));
  const plain = literal(name);
  const written = new RegExp(`\\bname:\\s*["']?${plain}(?![\\w.-])`);
  const made = new RegExp(
    `\\b(?:create|run|expose|helm|install|upgrade|--name)\\b[^\\n]*[\\s=]${plain}(?![\\w.-])`,
  );
  return [...texts].some(
    ([file, { text }]) =>
      text.includes(name) &&
      ((!manifests.has(file) && text.includes(kind) && written.test(text)) || made.test(text)),
  );
}
