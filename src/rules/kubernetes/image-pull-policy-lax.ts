import { textAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';
import { isPulledAlways, parseImage } from '../shared/image.ts';
import { setOnContainer, written } from '../shared/kubernetes/edits.ts';
import { resolvesTags, subject } from '../shared/kubernetes/pods.ts';

export default defineRule({
  id: 'image-pull-policy-lax',
  area: 'kubernetes',
  severity: 'low',
  aliases: [
    'kube-score:container-image-pull-policy',
    'polaris:pullPolicyNotAlways',
    'checkov:CKV_K8S_15',
    'kics:image_pull_policy_of_container_is_not_always',
  ],
  title: 'An image is not pulled at each start',
  why: 'A pod on a node that has the image needs no credentials for the registry, and a tag that was pushed anew is not noticed.',
  fix: 'Set `imagePullPolicy: Always`; layers that are there are not fetched again.',
  references: ['https://kubernetes.io/docs/concepts/containers/images/#image-pull-policy'],
  preset: 'strict',
  on: 'container',
  *check(container, { project, workload }) {
    if (resolvesTags(workload)) return;
    const policy = textAt(container.node, 'imagePullPolicy');
    if (container.image === undefined || policy?.value === 'Always') return;
    const image = parseImage(container.image.value);
    // Without a policy a tag that moves is pulled always.
    if (policy === undefined && (image === undefined || isPulledAlways(image))) return;
    const at = policy?.span ?? container.nameSpan;
    yield {
      at,
      message: `${subject(container, workload)} does not pull its image at each start`,
      ...(policy === undefined
        ? setOnContainer(project, container, ['imagePullPolicy'], 'Always')
        : written(project, policy.span, 'Always')),
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
              - {name: api, image: "$REGISTRY/api:$TAG", imagePullPolicy: IfNotPresent}
              - {name: proxy, image: "$REGISTRY/proxy:$TAG"}
        `,
      },
      'k8s/api.yaml:6:65',
      {
        'k8s/api.yaml': `
          apiVersion: v1
          kind: Pod
          metadata: {name: api}
          spec:
            containers:
              - {name: api, image: "$REGISTRY/api:$TAG", imagePullPolicy: Always}
              - {name: proxy, image: "$REGISTRY/proxy:$TAG"}
        `,
      },
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
                    imagePullPolicy: IfNotPresent
        `,
      },
      'k8s/api.yaml:17:28',
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
                    imagePullPolicy: Always
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
                  imagePullPolicy: Always
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
  ],
});
