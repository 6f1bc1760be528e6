import { bad, defineRule, good } from '../rule.ts';

export default defineRule({
  id: 'dashboard-deployed',
  area: 'kubernetes',
  severity: 'low',
  aliases: ['checkov:CKV_K8S_33', 'kics:dashboard_is_enabled'],
  title: 'The Kubernetes dashboard is deployed',
  why: 'It shows, and with a wide account changes, all that runs; open ones were found by the thousands.',
  fix: 'Use kubectl or a client on your own machine.',
  references: ['https://kubernetes.io/docs/tasks/access-application-cluster/web-ui-dashboard/'],
  preset: 'strict',
  on: 'workload',
  *check(workload) {
    for (const { image } of workload.pod.containers) {
      if (image === undefined || !/kubernetes-?(?:ui\/)?dashboard|kubernetesui\/dashboard/.test(image.value))
        continue;
      yield { at: image.span, message: `${workload.title} runs the Kubernetes dashboard` };
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
                containers:
                  - name: api
                    image: kubernetesui/dashboard:v2.7.0
        `,
      },
      'k8s/api.yaml:16:18',
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
      `,
    }),
  ],
});
