import { bad, defineRule, good } from '../rule.ts';
import { named } from '../shared/kubernetes/edits.ts';
import { meantObject } from '../shared/kubernetes/find.ts';

export default defineRule({
  id: 'service-account-missing',
  area: 'kubernetes',
  severity: 'critical',
  aliases: ['kube-linter:non-existent-service-account', 'monokle:LNK001'],
  title: 'A workload runs with a service account that is not there',
  why: 'No pod of it is made: the account is looked up before the pod is admitted.',
  fix: 'Name the ServiceAccount as it stands in its manifest.',
  references: ['https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/'],
  on: 'workload',
  *check(workload, { set, project }) {
    const account = workload.pod.serviceAccount;
    if (account === undefined || account.value === 'default' || account.value === '') return;
    const near = meantObject(project, set, 'ServiceAccount', account.value);
    if (near === undefined) return;
    const related = [{ at: near.nameSpan, message: `there is ${near.title}` }];
    yield {
      at: account.span,
      message: `${workload.title} runs with ServiceAccount ${account.value}, which is not there`,
      related,
      ...named(project, account.span, near),
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
            selector:
              matchLabels:
                app: api
            template:
              metadata:
                labels:
                  app: api
              spec:
                serviceAccountName: apy
                containers:
                  - name: api
                    image: ghcr.io/acme/api:1.4.2
          ---
          apiVersion: v1
          kind: ServiceAccount
          metadata:
            name: api
        `,
      },
      'k8s/api.yaml:14:27',
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
          ---
          apiVersion: v1
          kind: ServiceAccount
          metadata:
            name: api
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
        ---
        apiVersion: v1
        kind: ServiceAccount
        metadata:
          name: api
      `,
    }),
  ],
});
