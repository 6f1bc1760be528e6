import { itemsAt, textsAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';

export default defineRule({
  id: 'claim-shared',
  area: 'kubernetes',
  severity: 'low',
  aliases: [
    'kics:incorrect_volume_claim_access_mode_read_write_once',
    'kubesec:VolumeClaimAccessModeReadWriteOnce',
  ],
  title: 'A claim template of a StatefulSet is not for one pod alone',
  why: 'Each replica has a claim of its own, so that sharing it is not needed and few storage classes offer it.',
  fix: 'Use `ReadWriteOnce` or `ReadWriteOncePod`.',
  references: ['https://kubernetes.io/docs/concepts/storage/persistent-volumes/#access-modes'],
  preset: 'strict',
  on: 'workload',
  *check(workload) {
    for (const template of itemsAt(workload.spec, 'volumeClaimTemplates')) {
      for (const mode of textsAt(template, 'spec', 'accessModes')) {
        if (mode.value.startsWith('ReadWriteOnce')) continue;
        yield { at: mode.span, message: `${workload.title} claims storage as ${mode.value}` };
      }
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
                  accessModes: [ReadWriteMany]
                  resources: { requests: { storage: 1Gi } }
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
      'k8s/api.yaml:11:23',
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
                resources: { requests: { storage: 1Gi } }
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
