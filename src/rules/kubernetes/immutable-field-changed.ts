import { nodeAt } from '../../syntax/yaml-path.ts';
import { badChange, defineRule, goodChange } from '../rule.ts';
import { objectPairs } from '../shared/change.ts';
import { isMadeAnew, placeOf, plain, sealed, shrunk, wordOf } from '../shared/kubernetes/immutable.ts';
import { immutableFields } from '../shared/kubernetes/immutable-fields-table.ts';

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
