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
      return;
    }
    const label = ['app', 'k8s-app', 'app.kubernetes.io/name']
      .map((key) => workload.pod.labels.get(key))
      .find((one) => one?.value === 'kubernetes-dashboard');
    if (label !== undefined)
      yield { at: label.span, message: `${workload.title} is labelled as the Kubernetes dashboard` };
  },
  examples: [
    bad(
      {
        'k8s/board.yaml': `
          apiVersion: v1
          kind: Pod
          metadata: {name: board, labels: {k8s-app: kubernetes-dashboard}}
          spec: {containers: [{name: board, image: "registry.example.com/mirror/board:2.7.0"}]}
        `,
      },
      'k8s/board.yaml:3:43',
    ),
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
