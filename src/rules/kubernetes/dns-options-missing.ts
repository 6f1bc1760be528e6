import { itemsAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';
import { isOfKnative } from '../shared/kubernetes/pods.ts';

export default defineRule({
  id: 'dns-options-missing',
  area: 'kubernetes',
  severity: 'info',
  aliases: ['kube-linter:dnsconfig-options'],
  title: 'A pod sets no DNS options',
  why: 'With the usual `ndots:5` each outside name is asked for several times, with every search domain first.',
  fix: 'Set `dnsConfig.options`, for example `ndots: "2"`.',
  references: ['https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/#pod-dns-config'],
  preset: 'strict',
  on: 'workload',
  *check(workload) {
    if (isOfKnative(workload)) return;
    if (itemsAt(workload.pod.spec, 'dnsConfig', 'options').length > 0) return;
    yield { at: workload.object.nameSpan, message: `${workload.title} sets no DNS options` };
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
      'k8s/api.yaml:4:9',
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
              dnsConfig:
                options:
                  - name: ndots
                    value: "2"
              containers:
                - name: api
                  image: ghcr.io/acme/api:1.4.2
      `,
    }),
    good({
      'k8s/api.yaml': `
        apiVersion: serving.knative.dev/v1
        kind: Service
        metadata: {name: api}
        spec: {template: {spec: {containers: [{image: "ghcr.io/acme/api:1.4.2"}]}}}
      `,
    }),
  ],
});
