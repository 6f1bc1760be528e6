import { bad, defineRule, good } from '../rule.ts';
import { isLiteral, subject } from '../shared/kubernetes/pods.ts';

export default defineRule({
  id: 'image-registry-unknown',
  area: 'kubernetes',
  severity: 'low',
  confidence: 'possible',
  aliases: ['trivy:KSV-0125', 'trivy:KSV-0032', 'trivy:KSV-0033', 'trivy:KSV-0034', 'trivy:KSV-0035'],
  title: 'An image comes from a registry that is not one of the well-known ones',
  why: 'Who runs it and what it checks is not known here.',
  fix: 'Mirror the image into a registry of your own, or waive this for the registries that you trust.',
  references: ['https://kubernetes.io/docs/concepts/containers/images/'],
  preset: 'strict',
  on: 'container',
  *check(container, { workload }) {
    if (!isLiteral(container.image)) return;
    const [host = '', ...rest] = container.image.value.split('/');
    const isHost = rest.length > 0 && /[.:]|^localhost$/.test(host);
    if (!isHost || known.test(host)) return;
    const at = container.image.span;
    yield { at, message: `${subject(container, workload)} runs an image from ${host}` };
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
                    image: registry.example.net/api:1.4.2
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

const known =
  /^(?:(?:index\.)?docker\.io|ghcr\.io|quay\.io|registry\.k8s\.io|k8s\.gcr\.io|(?:[a-z]+\.)?gcr\.io|[a-z0-9-]+-docker\.pkg\.dev|[a-z0-9]+\.azurecr\.io|mcr\.microsoft\.com|public\.ecr\.aws|\d+\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com|registry\.gitlab\.com|registry\.access\.redhat\.com|registry\.redhat\.io|nvcr\.io)$/;
