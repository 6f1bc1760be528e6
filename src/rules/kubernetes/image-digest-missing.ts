import { bad, defineRule, good } from '../rule.ts';
import { isImageReplaced, namesImage, resolvesTags, subject, withTag } from '../shared/kubernetes/pods.ts';

export default defineRule({
  id: 'image-digest-missing',
  area: 'kubernetes',
  severity: 'low',
  aliases: ['checkov:CKV_K8S_43', 'kics:image_without_digest'],
  title: 'An image is not pinned by its digest',
  why: 'Whoever may push to the registry decides what runs after the next restart.',
  fix: 'Name the digest beside the tag.',
  references: ['https://kubernetes.io/docs/concepts/containers/images/#image-names'],
  preset: 'strict',
  on: 'container',
  *check(container, { workload, set }) {
    if (container.image === undefined || container.image.value.includes('@')) return;
    if (!namesImage(withTag(container.image))) return;
    if (isImageReplaced(set, container.image.value) || resolvesTags(workload)) return;
    const at = container.image.span;
    yield {
      at,
      message: `${subject(container, workload)} runs ${container.image.value}, which names no digest`,
    };
  },
  examples: [
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: v1
          kind: Pod
          metadata: {name: api}
          spec:
            containers:
              - {name: api, image: "<registry>/api:latest"}
              - {name: proxy, image: "$REGISTRY/proxy:$TAG"}
        `,
      },
      'k8s/api.yaml:6:26',
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
                    image: ghcr.io/acme/api:1.4.2
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
                  image: ghcr.io/acme/api:1.4.2@sha256:6f0bb1f5d8c3a9e2b4d7c0f1e3a5968778695a4b3c2d1e0f9a8b7c6d5e4f3a2b
      `,
    }),
    good({
      'k8s/api.yaml': `
        apiVersion: v1
        kind: Pod
        metadata: {name: api}
        spec: {containers: [{name: api, image: FILLED_BY_THE_OPERATOR}]}
      `,
    }),
    good({
      'k8s/api.yaml': `
        apiVersion: serving.knative.dev/v1
        kind: Service
        metadata: {name: api}
        spec: {template: {spec: {containers: [{image: "ghcr.io/acme/api:1.4.2"}]}}}
      `,
    }),
    good({
      'k8s/api.yaml': `
        apiVersion: apps.openshift.io/v1
        kind: DeploymentConfig
        metadata: {name: api}
        spec:
          triggers: [{type: ImageChange, imageChangeParams: {containerNames: [api], from: {kind: ImageStreamTag, name: "api:1"}}}]
          selector: {app: api}
          template:
            metadata: {labels: {app: api}}
            spec: {containers: [{name: api, image: "api:1"}]}
      `,
    }),
  ],
});
