import { itemsAt, nodeAt, textAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';

export default defineRule({
  id: 'claim-size-missing',
  area: 'kubernetes',
  severity: 'low',
  aliases: ['kics:statefulset_requests_storage', 'kubesec:VolumeClaimRequestsStorage'],
  title: 'A claim template of a StatefulSet says no size',
  why: 'The API server refuses the claim, and the pod waits for it for ever.',
  fix: 'Set `resources.requests.storage`.',
  references: ['https://kubernetes.io/docs/concepts/storage/persistent-volumes/#resources'],
  on: 'workload',
  *check(workload) {
    for (const template of itemsAt(workload.spec, 'volumeClaimTemplates')) {
      const name = textAt(template, 'metadata', 'name');
      if (nodeAt(template, 'spec', 'resources', 'requests', 'storage') !== undefined) continue;
      const at = name?.span ?? template.span;
      yield { at, message: `claim ${name?.value ?? ''} of ${workload.title} says no size` };
    }
  },
  examples: [
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: apps/v1
          kind: StatefulSet
          metadata:
            name: api
          spec:
            serviceName: api
            volumeClaimTemplates:
              - metadata:
                  name: files
                spec:
                  accessModes: [ReadWriteOnce]
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
      'k8s/api.yaml:9:15',
    ),
    good({
      'k8s/api.yaml': `
        apiVersion: apps/v1
        kind: StatefulSet
        metadata:
          name: api
        spec:
          serviceName: api
          volumeClaimTemplates:
            - metadata:
                name: files
              spec:
                accessModes: [ReadWriteOnce]
                resources:
                  requests:
                    storage: 1Gi
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
