import { bad, defineRule, good } from '../rule.ts';
import { written } from '../shared/kubernetes/edits.ts';
import { subject } from '../shared/kubernetes/pods.ts';
import { quantityOf } from '../shared/kubernetes/quantity.ts';

export default defineRule({
  id: 'request-above-limit',
  area: 'kubernetes',
  severity: 'critical',
  aliases: [],
  title: 'A container requests more than its limit',
  why: 'The API server refuses the pod, so the release stands still with no pod of it.',
  fix: 'Raise the limit, or lower the request.',
  references: ['https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/'],
  on: 'container',
  *check(container, { project, workload }) {
    for (const [resource, limit] of container.limits) {
      const request = container.requests.get(resource);
      const [wanted, most] = [quantityOf(request?.value ?? ''), quantityOf(limit.value)];
      if (request === undefined || wanted === undefined || most === undefined || wanted <= most) continue;
      const message = `${subject(container, workload)} requests ${request.value} of ${resource}, its limit is ${limit.value}`;
      yield {
        at: request.span,
        message,
        ...written(project, request.span, limit.value),
        object: `${workload.title} container ${container.name} ${resource}`,
      };
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
                    image: ghcr.io/acme/api:1.4.2
                    resources:
                      requests:
                        memory: 1Gi
                      limits:
                        memory: 512Mi
        `,
      },
      'k8s/api.yaml:19:23',
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
                    resources:
                      requests:
                        memory: 512Mi
                      limits:
                        memory: 512Mi
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
              containers:
                - name: api
                  image: ghcr.io/acme/api:1.4.2
                  resources:
                    requests:
                      memory: 512Mi
                    limits:
                      memory: 1Gi
      `,
    }),
  ],
});
