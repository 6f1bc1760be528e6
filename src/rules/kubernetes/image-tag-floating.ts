import { bad, defineRule, good } from '../rule.ts';
import { isFloating, parseImage } from '../shared/image.ts';
import { written } from '../shared/kubernetes/edits.ts';
import { isImageReplaced, namesImage, resolvesTags, subject, withTag } from '../shared/kubernetes/pods.ts';
import { isBuiltBySkaffold } from '../shared/kubernetes/skaffold.ts';
import { tagElsewhere } from '../shared/pinned-elsewhere.ts';

export default defineRule({
  id: 'image-tag-floating',
  area: 'kubernetes',
  severity: 'medium',
  aliases: [
    'kube-linter:latest-tag',
    'kube-score:container-image-tag',
    'polaris:tagNotSpecified',
    'trivy:KSV-0013',
    'checkov:CKV_K8S_14',
    'kics:invalid_image',
    'monokle:KBP001',
    'monokle:KBP116',
  ],
  title: 'An image has no tag, or one that moves',
  why: 'Pods of one workload run different versions after a restart, and a rollback brings nothing back.',
  fix: 'Name the version that was tested, or its digest.',
  references: ['https://kubernetes.io/docs/concepts/containers/images/#image-names'],
  joins: 'folder',
  on: 'container',
  *check(container, { project, workload, set, production }) {
    const known = withTag(container.image);
    if (container.image === undefined || !namesImage(known) || isImageReplaced(set, container.image.value))
      return;
    if (isBuiltBySkaffold(project, container.image.value)) return;
    const image = parseImage(known.value);
    if (image === undefined || !isFloating(image)) return;
    const how = image.tag === undefined ? 'which has no tag' : 'a tag that moves';
    const tag = tagElsewhere(project, image);
    const name = container.image.value.replace(/:latest$/, '');
    yield {
      at: container.image.span,
      message: `${subject(container, workload)} runs ${container.image.value}, ${how}`,
      // Who names digests by itself starts one version after a restart, and the one before after a rollback.
      severity: production && !resolvesTags(workload) ? 'medium' : 'low',
      ...written(project, container.image.span, tag && `${name}:${tag}`),
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
                    image: nginx:latest
        `,
      },
      'k8s/api.yaml:16:18',
    ),
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: apps/v1
          kind: Deployment
          metadata: {name: api}
          spec:
            selector: {matchLabels: {app: api}}
            template:
              metadata: {labels: {app: api}}
              spec:
                containers:
                  - name: api
                    image: nginx
        `,
      },
      'k8s/api.yaml:11:18',
    ),
    bad(
      {
        'k8s/cache.yaml': `
          apiVersion: v1
          kind: Pod
          metadata: {name: cache}
          spec:
            containers:
              - {name: cache, image: 'redis:latest'} # any
              - {name: db, image: postgres}
              - {name: web, image: 'acme/web:prod-latest'}
        `,
        'compose.yaml': `
          services:
            cache:
              image: redis:7.4
            db:
              image: postgres:17.2
            old-db:
              image: postgres:16.6
        `,
      },
      ['k8s/cache.yaml:6:28', 'k8s/cache.yaml:7:25', 'k8s/cache.yaml:8:26'],
      {
        'k8s/cache.yaml': `
          apiVersion: v1
          kind: Pod
          metadata: {name: cache}
          spec:
            containers:
              - {name: cache, image: 'redis:7.4'} # any
              - {name: db, image: postgres}
              - {name: web, image: 'acme/web:prod-latest'}
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
      `,
    }),
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
                  image: api
      `,
      'k8s/kustomization.yaml': `
        resources: [api.yaml]
        images:
          - name: api
            newName: ghcr.io/acme/api
            newTag: 1.4.2
      `,
    }),
    // Tools write the tag in.
    good({
      'skaffold.yaml': `
        apiVersion: skaffold/v4beta11
        kind: Config
        build:
          artifacts:
            - image: cart
              context: src/cart
      `,
      'k8s/shop.yaml': `
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: cart
        spec:
          selector:
            matchLabels:
              app: cart
          template:
            metadata:
              labels:
                app: cart
            spec:
              containers:
                - name: cart
                  image: cart
        ---
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
              containers:
                - name: web
                  image: ko://github.com/acme/shop/cmd/web
      `,
    }),
    good({
      'k8s/api.yaml': `
        apiVersion: v1
        kind: Pod
        metadata: {name: api}
        spec:
          containers:
            - {name: api, image: "k:1.4.2"}
            - {name: validator, image: FILLED_BY_THE_OPERATOR}
            - {name: worker, image: "ghcr.io/PROJECT_ID/worker"}
      `,
    }),
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: v1
          kind: Pod
          metadata: {name: api}
          spec: {containers: [{name: api, image: "ghcr.io/PROJECT_ID/api:latest"}]}
          ---
          apiVersion: serving.knative.dev/v1
          kind: Service
          metadata: {name: api}
          spec: {template: {spec: {containers: [{image: "ghcr.io/acme/api:latest"}]}}}
          ---
          apiVersion: apps.openshift.io/v1
          kind: DeploymentConfig
          metadata: {name: api}
          spec: {template: {spec: {containers: [{name: api, image: "ghcr.io/acme/api:latest"}]}}}
        `,
      },
      ['k8s/api.yaml:4:40', 'k8s/api.yaml:9:47', 'k8s/api.yaml:14:58'],
    ),
  ],
});
