import type { Workload } from '../../model/kubernetes.ts';
import { bad, defineRule, good } from '../rule.ts';
import { workloadsOf } from '../shared/kubernetes/object-index.ts';

export default defineRule({
  id: 'service-account-shared',
  area: 'kubernetes',
  severity: 'low',
  aliases: ['kics:shared_service_account'],
  title: 'Several workloads share a service account',
  why: 'Rights that one of them needs are given to all.',
  fix: 'Make a ServiceAccount for each workload that speaks to the API.',
  references: ['https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/'],
  preset: 'strict',
  on: 'kubernetes-set',
  *check(set) {
    const users = new Map<string, Workload[]>();
    for (const workload of workloadsOf(set)) {
      const account = workload.pod.serviceAccount?.value;
      if (account === undefined || account === 'default') continue;
      users.set(account, [...(users.get(account) ?? []), workload]);
    }
    for (const [account, [first, ...others]] of users) {
      const titles = new Set(others.map(({ title }) => title));
      for (const { title, pod } of others) {
        if (first === undefined || title === first.title || pod.serviceAccount === undefined) continue;
        if (!titles.delete(title)) continue;
        const message = `${title} shares service account ${account} with ${first.title}`;
        yield { at: pod.serviceAccount.span, message, object: title };
      }
    }
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
                serviceAccountName: app
                containers:
                  - name: api
                    image: ghcr.io/acme/api:1.4.2
        `,
        'k8s/web.yaml': `
          apiVersion: apps/v1
          kind: Deployment
          metadata:
            name: web
          spec:
            selector:
              matchLabels:
                app: web
            template:
              metadata:
                labels:
                  app: web
              spec:
                serviceAccountName: app
                containers:
                  - name: web
                    image: ghcr.io/acme/api:1.4.2
        `,
      },
      'k8s/web.yaml:14:27',
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
      'k8s/web.yaml': `
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: web
        spec:
          selector:
            matchLabels:
              app: web
          template:
            metadata:
              labels:
                app: web
            spec:
              serviceAccountName: web
              containers:
                - name: web
                  image: ghcr.io/acme/api:1.4.2
      `,
    }),
  ],
});
