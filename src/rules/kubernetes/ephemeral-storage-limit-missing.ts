import { bad, good } from '../rule.ts';
import { requestsRule } from '../shared/kubernetes/requests-rule.ts';

export default requestsRule({
  id: 'ephemeral-storage-limit-missing',
  severity: 'low',
  aliases: ['kube-score:container-ephemeral-storage-request-and-limit'],
  title: 'A container has no limit on what it writes to the disk of its node',
  why: 'Logs and temporary files fill the disk, and the kubelet evicts pods that did nothing.',
  fix: 'Set requests and limits of `ephemeral-storage`.',
  references: ['https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/'],
  preset: 'strict',
  resource: 'ephemeral-storage',
  lacks: 'limit',
  of: 'all',
  examples: [
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
        `,
      },
      'k8s/api.yaml:15:17',
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
                  resources:
                    limits:
                      ephemeral-storage: 1Gi
      `,
    }),
  ],
});
