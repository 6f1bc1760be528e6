import { bad, defineRule, good } from '../rule.ts';
import { unknownObjects } from '../shared/kubernetes/named-objects.ts';
import { scriptCommands } from '../shared/workflow-run.ts';

export default defineRule({
  id: 'object-unknown',
  area: 'ci',
  severity: 'high',
  confidence: 'likely',
  aliases: [],
  title: 'A job names an object of the cluster that no manifest makes',
  why: 'kubectl answers "not found": the deployment fails, or its check does, at the last step.',
  fix: 'Name the object, namespace, container and port as the manifests do.',
  references: ['https://kubernetes.io/docs/reference/kubectl/quick-reference/'],
  on: 'job',
  *check(job, { project }) {
    if (!job.steps.some(({ run }) => run?.value.includes('kubectl') === true)) return;
    const commands = job.steps.flatMap(scriptCommands);
    for (const problem of unknownObjects(project, commands))
      yield { ...problem, object: `job ${job.id} ${problem.object}` };
  },
  examples: [
    bad(
      {
        'k8s/shop.yaml': `
          apiVersion: apps/v1
          kind: Deployment
          metadata: {name: cart}
          spec:
            selector: {matchLabels: {app: cart}}
            template:
              metadata: {labels: {app: cart}}
              spec: {containers: [{name: cart, image: "ghcr.io/acme/cart:1.4.2"}]}
          ---
          apiVersion: apps/v1
          kind: Deployment
          metadata: {name: orders}
          spec:
            selector: {matchLabels: {app: orders}}
            template:
              metadata: {labels: {app: orders}}
              spec: {containers: [{name: orders, image: "ghcr.io/acme/orders:1.4.2"}]}
        `,
        '.github/workflows/deploy.yml': `
          on: push
          jobs:
            deploy:
              runs-on: ubuntu-24.04
              steps:
                - uses: actions/checkout@v4
                - run: |
                    kubectl set image deployment/cart api=ghcr.io/acme/cart:\${{ github.sha }}
                    kubectl rollout status deployment/orders
                    kubectl rollout status deployment/catalog-service
        `,
      },
      ['.github/workflows/deploy.yml:8:45', '.github/workflows/deploy.yml:10:34'],
    ),
    good({
      'k8s/shop.yaml': `
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: cart}
        spec:
          selector: {matchLabels: {app: cart}}
          template:
            metadata: {labels: {app: cart}}
            spec: {containers: [{name: cart, image: "ghcr.io/acme/cart:1.4.2"}]}
      `,
      '.github/workflows/deploy.yml': `
        on: push
        jobs:
          deploy:
            runs-on: ubuntu-24.04
            steps:
              - uses: actions/checkout@v4
              - run: |
                  kubectl set image deployment/cart cart=ghcr.io/acme/cart:\${{ github.sha }}
                  kubectl rollout status deployment/cart -n \${{ vars.NAMESPACE }}
                  kubectl create deployment smoke --image=ghcr.io/acme/smoke:1
                  kubectl wait --for=condition=available deployment/smoke
      `,
    }),
  ],
});
