import { bad, defineRule, good } from '../rule.ts';
import { unknownObjects } from '../shared/kubernetes/named-objects.ts';

export default defineRule({
  id: 'script-object-unknown',
  area: 'project',
  severity: 'medium',
  confidence: 'likely',
  aliases: [],
  title: 'A script names an object of the cluster that no manifest makes',
  why: 'kubectl answers "not found": the rollout, backup or check that the script was to do is not done.',
  fix: 'Name the object, namespace, container and port as the manifests do.',
  references: ['https://kubernetes.io/docs/reference/kubectl/quick-reference/'],
  joins: 'folder',
  on: 'script',
  check: ({ commands }, { project }) => unknownObjects(project, commands),
  examples: [
    bad(
      {
        'k8s/shop.yaml': `
          apiVersion: apps/v1
          kind: Deployment
          metadata: {name: postgres, namespace: shop}
          spec:
            selector: {matchLabels: {app: postgres}}
            template:
              metadata: {labels: {app: postgres}}
              spec: {containers: [{name: postgres, image: "postgres:16.4"}]}
        `,
        'backup.sh': `
          set -euo pipefail
          kubectl exec -n shop postgres-0 -- pg_dump -U shop shop > shop.sql
          kubectl rollout restart deployment/postgres -n store
          kubectl set image deployment/postgres db=postgres:16.5 --namespace=shop
        `,
      },
      ['backup.sh:2:22', 'backup.sh:3:48', 'backup.sh:4:39'],
    ),
    good({
      'k8s/shop.yaml': `
        apiVersion: apps/v1
        kind: StatefulSet
        metadata: {name: postgres, namespace: shop}
        spec:
          serviceName: postgres
          selector: {matchLabels: {app: postgres}}
          template:
            metadata: {labels: {app: postgres}}
            spec: {containers: [{name: postgres, image: "postgres:16.4"}]}
      `,
      'backup.sh': `
        set -euo pipefail
        kubectl exec -n shop postgres-0 -c postgres -- pg_dump -U shop shop > shop.sql
        kubectl rollout restart statefulset/postgres --namespace shop
        kubectl rollout status deployment/ingress-nginx-controller -n ingress-nginx
        kubectl logs -f -n shop "$POD"
      `,
    }),
  ],
});
