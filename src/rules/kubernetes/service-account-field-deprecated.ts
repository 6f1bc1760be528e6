import { entryOf } from '../../syntax/yaml.ts';
import { replace, safe } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';

export default defineRule({
  id: 'service-account-field-deprecated',
  area: 'kubernetes',
  severity: 'low',
  aliases: ['kube-linter:deprecated-service-account-field'],
  title: 'A pod names its account in a deprecated field',
  why: '`serviceAccount` is an old alias; tools that compare or patch manifests miss it, and where both stand they can differ.',
  fix: 'Write `serviceAccountName`.',
  references: ['https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#PodSpec'],
  on: 'workload',
  *check(workload) {
    const entry = entryOf(workload.pod.spec, 'serviceAccount');
    if (entry === undefined) return;
    const message = `${workload.title} names its account in serviceAccount`;
    const isDouble = entryOf(workload.pod.spec, 'serviceAccountName') !== undefined;
    const fix = safe('Write serviceAccountName', replace(entry.key.span, 'serviceAccountName'));
    yield { at: entry.key.span, message, ...(isDouble ? {} : { fix }) };
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
                serviceAccount: api
                containers:
                  - name: api
                    image: ghcr.io/acme/api:1.4.2
        `,
      },
      'k8s/api.yaml:14:7',
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
                serviceAccountName: api
                containers:
                  - name: api
                    image: ghcr.io/acme/api:1.4.2
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
              serviceAccountName: api
              containers:
                - name: api
                  image: ghcr.io/acme/api:1.4.2
      `,
    }),
  ],
});
