import { textAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';
import { claimsOfOneNode } from '../shared/kubernetes/claims.ts';

export default defineRule({
  id: 'update-strategy-recreate',
  area: 'kubernetes',
  severity: 'medium',
  aliases: ['kube-linter:no-rolling-update-strategy', 'kube-score:deployment-strategy'],
  title: 'A workload is not updated pod by pod',
  why: 'Each release is a gap, and one that does not start an outage; or nothing changes until somebody deletes the pods.',
  fix: 'Use `RollingUpdate`, unless two versions must not run side by side.',
  references: ['https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#strategy'],
  preset: 'strict',
  on: 'workload',
  *check(workload, { set }) {
    const { kind, spec, title } = workload;
    if (kind === 'StatefulSet' || kind === 'DaemonSet') {
      const type = textAt(spec, 'updateStrategy', 'type');
      if (type?.value !== 'OnDelete') return;
      yield { at: type.span, message: `${title} replaces no pod until it is deleted`, severity: 'low' };
      return;
    }
    if (kind !== 'Deployment' && kind !== 'DeploymentConfig') return;
    const type = textAt(spec, 'strategy', 'type');
    if (type?.value !== 'Recreate') return;
    // A new pod could not mount what the old one holds.
    if ([...claimsOfOneNode(set, workload)].length > 0) return;
    yield { at: type.span, message: `${title} stops all its pods before new ones start` };
  },
  examples: [
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: apps/v1
          kind: Deployment
          metadata:
            name: api
          spec:
            strategy:
              type: Recreate
            selector:
              matchLabels:
                app: api
            template:
              metadata:
                labels:
                  app: api
              spec:
                containers:
                  - name: api
                    image: ghcr.io/acme/api:1.4.2
        `,
      },
      'k8s/api.yaml:7:11',
    ),
    bad(
      {
        'k8s/logs.yaml': `
          apiVersion: apps/v1
          kind: DaemonSet
          metadata: {name: logs}
          spec:
            updateStrategy: {type: OnDelete}
            selector: {matchLabels: {app: logs}}
            template:
              metadata: {labels: {app: logs}}
              spec: {containers: [{name: logs, image: ghcr.io/acme/logs:1.4.2}]}
        `,
      },
      'k8s/logs.yaml:5:26',
    ),
    good({
      'k8s/files.yaml': `
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: files}
        spec:
          strategy: {type: Recreate}
          selector: {matchLabels: {app: files}}
          template:
            metadata: {labels: {app: files}}
            spec:
              volumes: [{name: files, persistentVolumeClaim: {claimName: files}}]
              containers: [{name: files, image: ghcr.io/acme/files:1.4.2}]
        ---
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: {name: files}
        spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
      `,
    }),
    good({
      'k8s/api.yaml': `
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: api
        spec:
          strategy:
            type: RollingUpdate
          selector:
            matchLabels:
              app: api
          template:
            metadata:
              labels:
                app: api
            spec:
              containers:
                - name: api
                  image: ghcr.io/acme/api:1.4.2
      `,
    }),
  ],
});
