import type { KubernetesSet, Workload } from '../../model/kubernetes.ts';
import type { Project } from '../../model/project.ts';
import { bad, defineRule, good } from '../rule.ts';
import { mayExist, meantObject } from '../shared/kubernetes/find.ts';
import { usesOf } from '../shared/kubernetes/references.ts';

export default defineRule({
  id: 'reference-unknown',
  area: 'kubernetes',
  severity: 'low',
  confidence: 'possible',
  aliases: ['kube-linter:env-value-from', 'kube-linter:non-existent-service-account', 'monokle:LNK001'],
  title: 'A workload uses something that the repository does not define',
  why: 'The pod does not start until somebody makes it.',
  fix: 'Define it here, or say in the manifest who makes it.',
  references: ['https://kubernetes.io/docs/tasks/configure-pod-container/configure-pod-configmap/'],
  preset: 'strict',
  on: 'workload',
  *check(workload, { set, project }) {
    for (const { kind, name, optional } of [...usesOf(workload), ...accountOf(project, set, workload)]) {
      if (optional || mayExist(project, set, kind, name.value)) continue;
      yield {
        at: name.span,
        message: `${workload.title} uses ${kind} ${name.value}, which is not in the repository`,
      };
    }
  },
  examples: [
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: v1
          kind: Pod
          metadata: {name: api}
          spec: {serviceAccountName: deployer, containers: [{name: api, image: "ghcr.io/acme/api:1.4.2"}]}
        `,
      },
      'k8s/api.yaml:4:28',
    ),
    bad(
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
                    env:
                      - name: MODE
                        valueFrom:
                          configMapKeyRef:
                            name: elsewhere
                            key: MODE
        `,
      },
      'k8s/api.yaml:21:25',
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
                  env:
                    - name: MODE
                      valueFrom:
                        configMapKeyRef:
                          name: settings
                          key: MODE
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: settings
        data:
          MODE: fast
      `,
    }),
  ],
});

/** A name like another is told as a mistake, by a rule of its own. */
function accountOf(project: Project, set: KubernetesSet, { pod }: Workload) {
  const name = pod.serviceAccount;
  if (name === undefined || name.value === 'default' || name.value === '') return [];
  const isMistake = meantObject(project, set, 'ServiceAccount', name.value) !== undefined;
  return isMistake ? [] : [{ kind: 'ServiceAccount', name, optional: false } as const];
}
