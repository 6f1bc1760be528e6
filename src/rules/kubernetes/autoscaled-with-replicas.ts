import { entryOf } from '../../syntax/yaml.ts';
import { removeAt } from '../../syntax/yaml-edit.ts';
import { bad, defineRule, good } from '../rule.ts';
import { scalerOf } from '../shared/kubernetes/budgets.ts';
import { reviewFix, yamlOf } from '../shared/yaml-fix.ts';

export default defineRule({
  id: 'autoscaled-with-replicas',
  area: 'kubernetes',
  severity: 'medium',
  aliases: [
    'kube-score:deployment-targeted-by-hpa-does-not-have-replicas-configured',
    'kics:hpa_targeted_deployments_with_configured_replica_count',
  ],
  title: 'A workload that is scaled also fixes its replicas',
  why: 'Each apply sets the count back: under load pods are stopped, and the autoscaler starts them again.',
  fix: 'Remove `replicas` from the manifest.',
  references: [
    'https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#migrating-deployments-and-statefulsets-to-horizontal-autoscaling',
  ],
  joins: 'folder',
  on: 'workload',
  *check(workload, { project, set }) {
    const { replicas } = workload;
    const scaler = replicas && scalerOf(set, workload);
    if (replicas === undefined || scaler === undefined) return;
    const related = [{ at: scaler.nameSpan, message: 'scales it' }];
    const key = entryOf(workload.spec, 'replicas')?.key.span;
    yield {
      at: replicas.span,
      message: `${workload.title} fixes replicas ${replicas.value} and is scaled`,
      related,
      ...(key === undefined ? {} : reviewFix('Remove replicas', removeAt(yamlOf(project, key.file), key))),
    };
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
            replicas: 2
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
          ---
          apiVersion: autoscaling/v2
          kind: HorizontalPodAutoscaler
          metadata:
            name: api
          spec:
            scaleTargetRef:
              apiVersion: apps/v1
              kind: Deployment
              name: api
            minReplicas: 2
            maxReplicas: 5
        `,
      },
      'k8s/api.yaml:6:13',
      {
        'k8s/api.yaml': `
          apiVersion: apps/v1
          kind: Deployment
          metadata:
            name: api
          spec:
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
          ---
          apiVersion: autoscaling/v2
          kind: HorizontalPodAutoscaler
          metadata:
            name: api
          spec:
            scaleTargetRef:
              apiVersion: apps/v1
              kind: Deployment
              name: api
            minReplicas: 2
            maxReplicas: 5
        `,
      },
    ),
    good({
      'k8s/api.yaml': `
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: api
        spec:
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
        ---
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata:
          name: api
        spec:
          scaleTargetRef:
            apiVersion: apps/v1
            kind: Deployment
            name: api
          minReplicas: 2
          maxReplicas: 5
      `,
    }),
  ],
});
