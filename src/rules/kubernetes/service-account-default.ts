import { bad, defineRule, good } from '../rule.ts';

export default defineRule({
  id: 'service-account-default',
  area: 'kubernetes',
  severity: 'low',
  aliases: [
    'kube-linter:default-service-account',
    'kics:service_account_name_undefined_or_empty',
    'kubesec:ServiceAccountName',
  ],
  title: 'A pod runs with the default service account',
  why: 'Rights that anyone gives that account for one workload are given to all of them.',
  fix: 'Make a ServiceAccount for the workload and name it.',
  references: ['https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/'],
  preset: 'strict',
  on: 'workload',
  *check(workload) {
    const account = workload.pod.serviceAccount;
    if (account !== undefined && account.value !== 'default' && account.value !== '') return;
    const at = account?.span ?? workload.object.nameSpan;
    yield { at, message: `${workload.title} runs with the default service account` };
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
                serviceAccountName: default
                containers:
                  - name: api
                    image: ghcr.io/acme/api:1.4.2
        `,
      },
      'k8s/api.yaml:14:27',
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
