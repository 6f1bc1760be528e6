import { groupBy } from '../../base/group.ts';
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
    const withAccount = workloadsOf(set).filter(
      ({ pod }) => pod.serviceAccount !== undefined && pod.serviceAccount.value !== 'default',
    );
    const users = groupBy(
      withAccount,
      ({ object, pod }) => `${object.namespace?.value ?? ''}/${pod.serviceAccount?.value}`,
    );
    for (const [first, ...others] of users.values()) {
      const titles = new Set(others.map(({ title }) => title));
      for (const { title, pod } of others) {
        if (first === undefined || title === first.title || pod.serviceAccount === undefined) continue;
        if (!titles.delete(title)) continue;
        const { value, span } = pod.serviceAccount;
        const message = `${title} shares service account ${value} with ${first.title}`;
        const at = first.pod.serviceAccount?.span;
        const related = at && [{ at, message: `${first.title} runs with it` }];
        yield { at: span, message, object: title, ...(related && { related }) };
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
    good({
      'k8s/api.yaml': `
        apiVersion: v1
        kind: Pod
        metadata: {name: api, namespace: shop}
        spec: {serviceAccountName: app, containers: [{name: api, image: "ghcr.io/acme/api:1.4.2"}]}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: web, namespace: front}
        spec: {serviceAccountName: app, containers: [{name: web, image: "ghcr.io/acme/web:1.4.2"}]}
      `,
    }),
  ],
});
