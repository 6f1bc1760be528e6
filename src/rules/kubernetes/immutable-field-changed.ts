import type { KubernetesObject } from '../../model/kubernetes.ts';
import type { YamlNode } from '../../syntax/yaml.ts';
import { booleanAt, nodeAt } from '../../syntax/yaml-path.ts';
import { badChange, defineRule, goodChange } from '../rule.ts';
import { objectPairs, type Pair } from '../shared/change.ts';
import { type ImmutableField, immutableFields } from '../shared/kubernetes/immutable-fields-table.ts';

export default defineRule({
  id: 'immutable-field-changed',
  area: 'kubernetes',
  severity: 'critical',
  aliases: [],
  title: 'A change touches a field that Kubernetes does not let change',
  why: 'The API server refuses the object, and with it the deployment stops half-way; who deletes it to get on takes its pods down.',
  fix: 'Leave the field as it was, or give the new object another name and move over to it. Deleting with `--cascade=orphan` keeps the pods of a StatefulSet.',
  references: [
    'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#selector',
    'https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/',
    'https://kubernetes.io/docs/concepts/workloads/controllers/job/',
  ],
  on: 'change',
  *check(change) {
    for (const pair of objectPairs(change)) {
      const { before, after } = pair;
      if (isMadeAnew(after)) continue;
      for (const { path, whenAbsent } of [...(immutableFields[after.kind.value] ?? []), ...sealed(before)]) {
        const [was, is] = [nodeAt(before.node, ...path), nodeAt(after.node, ...path)];
        if (plain(was, whenAbsent) === plain(is, whenAbsent)) continue;
        yield {
          at: is === undefined ? after.nameSpan : placeOf(after, path),
          object: after.title,
          message: `${after.title} ${wordOf(was, is)} ${path.join('.')}, which cannot change`,
        };
      }
      yield* shrunk(pair);
    }
  },
  examples: [
    badChange(
      { 'k8s/web.yaml': deployment('app: web') },
      { 'k8s/web.yaml': deployment('app: web, tier: front') },
      'k8s/web.yaml:5:3',
    ),
    badChange(
      { 'k8s/db.yaml': statefulSet('10Gi') },
      { 'k8s/db.yaml': statefulSet('20Gi') },
      'k8s/db.yaml:13:3',
    ),
    badChange(
      { 'k8s/migrate.yaml': job('migrate', '1.4.2') },
      { 'k8s/migrate.yaml': job('migrate', '1.5.0') },
      'k8s/migrate.yaml:5:3',
    ),
    goodChange(
      { 'k8s/web.yaml': deployment('app: web'), 'k8s/migrate.yaml': job('migrate-1', '1.4.2') },
      { 'k8s/web.yaml': `${deployment('app: web')}    `, 'k8s/migrate.yaml': job('migrate-2', '1.5.0') },
    ),
  ],
});

/** Jobs that a tool deletes before it makes them again, or that the cluster removes once they are done. */
function isMadeAnew({ kind, annotations, node }: KubernetesObject): boolean {
  if (kind.value !== 'Job') return false;
  const isHook = ['helm.sh/hook', 'argocd.argoproj.io/hook'].some((key) => annotations.has(key));
  const options = annotations.get('argocd.argoproj.io/sync-options')?.value ?? '';
  return (
    isHook ||
    /\bReplace=true\b/.test(options) ||
    nodeAt(node, 'spec', 'ttlSecondsAfterFinished') !== undefined
  );
}

/** `immutable: true` closes the content of a ConfigMap or Secret for good. */
function sealed({ kind, node }: KubernetesObject): readonly ImmutableField[] {
  const isSealed = booleanAt(node, 'immutable')?.value === true;
  if (!isSealed || (kind.value !== 'ConfigMap' && kind.value !== 'Secret')) return [];
  return ['data', 'binaryData', 'stringData', 'immutable'].map((key) => ({ path: [key] }));
}

/** A claim grows, and never shrinks. */
function* shrunk({ before, after }: Pair<KubernetesObject>) {
  if (after.kind.value !== 'PersistentVolumeClaim') return;
  const path = ['spec', 'resources', 'requests', 'storage'];
  const [was, is] = [before, after].map(({ node }) => bytesOf(nodeAt(node, ...path)));
  if (was === undefined || is === undefined || is >= was) return;
  const message = `${after.title} asks for less storage than before, and a claim cannot shrink`;
  yield { at: placeOf(after, path), object: after.title, message };
}

function bytesOf(node: YamlNode | undefined): number | undefined {
  const match = node?.kind === 'scalar' ? /^(\d+(?:\.\d+)?)([KMGTP]i?)?$/i.exec(node.text) : null;
  if (match === null) return undefined;
  const unit = (match[2] ?? '').toUpperCase();
  const power = unit === '' ? 0 : 'KMGTP'.indexOf(unit.charAt(0)) + 1;
  return Number(match[1]) * (unit.endsWith('I') ? 1024 : 1000) ** power;
}

function wordOf(was: YamlNode | undefined, is: YamlNode | undefined): string {
  if (was === undefined) return 'sets';
  return is === undefined ? 'drops' : 'changes';
}

/** The field's key. */
function placeOf({ node, nameSpan }: KubernetesObject, path: readonly string[]) {
  const parent = nodeAt(node, ...path.slice(0, -1)) ?? node;
  const entry =
    parent.kind === 'map' ? parent.entries.find(({ key }) => key.text === path.at(-1)) : undefined;
  return entry?.key.span ?? nameSpan;
}

/** Values without their order and style. */
function plain(node: YamlNode | undefined, whenAbsent = ''): string {
  if (node === undefined) return whenAbsent;
  if (node.kind === 'scalar') return node.text;
  if (node.kind === 'list') return `[${node.items.map((item) => plain(item)).join('\n')}]`;
  const entries = node.entries.map(({ key, value }) => `${key.text}: ${plain(value)}`);
  return `{${entries.sort().join('\n')}}`;
}

function deployment(labels: string): string {
  return `
    apiVersion: apps/v1
    kind: Deployment
    metadata: { name: web }
    spec:
      selector: { matchLabels: { ${labels} } }
      template:
        metadata: { labels: { ${labels} } }
        spec:
          containers:
            - name: web
              image: ghcr.io/acme/web:1.4.2
  `;
}

function statefulSet(storage: string): string {
  return `
    apiVersion: apps/v1
    kind: StatefulSet
    metadata: { name: db }
    spec:
      serviceName: db
      selector: { matchLabels: { app: db } }
      template:
        metadata: { labels: { app: db } }
        spec:
          containers:
            - name: db
              image: postgres:17.2
      volumeClaimTemplates:
        - metadata: { name: data }
          spec:
            accessModes: [ReadWriteOnce]
            resources: { requests: { storage: ${storage} } }
  `;
}

function job(name: string, tag: string): string {
  return `
    apiVersion: batch/v1
    kind: Job
    metadata: { name: ${name} }
    spec:
      template:
        spec:
          restartPolicy: Never
          containers:
            - name: migrate
              image: ghcr.io/acme/api:${tag}
  `;
}
