// What doctor says of the manifests of this folder, held against the cluster: kinds that it does not serve, and versions
// that a later one will not.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Connection } from '../engines/kubernetes/connection.ts';
import type { KubernetesObject } from '../model/kubernetes.ts';
import { textAt } from '../syntax/yaml-path.ts';
import { projectFolder } from './project-folder.ts';
import { reviewReading } from './reading.ts';
import type { VerbContext } from './verb.ts';

interface Check {
  readonly name: string;
  readonly state: 'ok' | 'missing' | 'limited';
  readonly detail: string;
}

/** One of them says that a folder is a project: a home folder is not read through. */
const marks = [
  '.git',
  'compose.yaml',
  'compose.yml',
  'docker-compose.yaml',
  'docker-compose.yml',
  'seaworthy.yaml',
];

interface Written {
  readonly apiVersion: string;
  readonly kind: string;
  readonly objects: readonly KubernetesObject[];
}

export async function describeVersions(
  context: VerbContext,
  connection: Connection,
  version: string,
  signal: AbortSignal,
): Promise<readonly Check[]> {
  const [{ readProject }, { unservedKinds }, { replacementOf }] = await Promise.all([
    import('../read/project.ts'),
    import('../engines/kubernetes/served.ts'),
    import('../read/kubernetes/replaced.ts'),
  ]);
  const root = projectFolder(context);
  if (!marks.some((name) => existsSync(join(root, name)))) return [];
  const { kubernetes } = await readProject({ ...reviewReading(context), root });
  const written = byKind(kubernetes.sets.flatMap(({ objects }) => objects));
  const unserved = new Set(await unservedKinds(connection, written, signal));
  const check = (state: Check['state'], detail: string): Check => ({
    name: 'kubernetes version',
    state,
    detail,
  });
  return written.flatMap((one) => {
    const replaced = replacementOf(one.apiVersion, one.kind);
    const instead = replaced?.instead === undefined ? '' : `: move it to ${replaced.instead}`;
    const what = `${one.kind} of ${one.apiVersion} (${placesOf(one.objects)})`;
    if (unserved.has(one)) {
      const why = replaced === undefined ? ': what defines it is not installed' : instead;
      return [check('missing', `${version} serves no ${what}${why}`)];
    }
    if (replaced === undefined) return [];
    const until = replaced.removed === undefined ? '' : ` and not served from ${replaced.removed} on`;
    return [check('limited', `${what} is deprecated${until}${instead}`)];
  });
}

/** Kinds that the folder defines itself are not asked for. */
function byKind(objects: readonly KubernetesObject[]): readonly Written[] {
  const defined = new Set(objects.flatMap(definedKind));
  const groups = new Map<string, KubernetesObject[]>();
  for (const one of objects) {
    if (/\bconfig\.k8s\.io|kustomize/.test(one.apiVersion.value) || defined.has(one.kind.value)) continue;
    const key = `${one.apiVersion.value} ${one.kind.value}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first === undefined
      ? []
      : [{ apiVersion: first.apiVersion.value, kind: first.kind.value, objects: group }];
  });
}

function definedKind({ kind, node }: KubernetesObject): readonly string[] {
  if (kind.value !== 'CustomResourceDefinition') return [];
  const name = textAt(node, 'spec', 'names', 'kind');
  return name === undefined ? [] : [name.value];
}

function placesOf(objects: readonly KubernetesObject[]): string {
  const [first] = objects;
  const more = objects.length > 1 ? ` and ${objects.length - 1} more` : '';
  return first === undefined ? '' : `${first.title} in ${first.file}${more}`;
}
