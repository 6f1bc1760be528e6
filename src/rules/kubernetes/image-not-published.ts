import { textAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';
import { parseImage } from '../shared/image.ts';
import { written } from '../shared/kubernetes/edits.ts';
import { isImageReplaced, isLiteral, subject } from '../shared/kubernetes/pods.ts';
import { isBuiltBySkaffold } from '../shared/kubernetes/skaffold.ts';
import { unpublished } from '../shared/published-tags.ts';

export default defineRule({
  id: 'image-not-published',
  area: 'kubernetes',
  severity: 'critical',
  aliases: [],
  title: 'A container runs an image that no registry has',
  why: 'Its pods stay in ImagePullBackOff and never start.',
  fix: 'Name a tag that is published: docker manifest inspect IMAGE says whether it is.',
  references: [
    'https://github.com/docker-library/official-images',
    'https://github.com/bitnami/containers/issues/83267',
    'https://github.com/hashicorp/consul/issues/17973',
  ],
  joins: 'file',
  on: 'container',
  *check(container, { project, workload, set }) {
    const { image, node } = container;
    if (!isLiteral(image) || isImageReplaced(set, image.value)) return;
    const name = parseImage(image.value);
    const found = name && unpublished(name);
    if (found === undefined || textAt(node, 'imagePullPolicy')?.value === 'Never') return;
    if (isBuiltBySkaffold(project, image.value)) return;
    yield {
      at: image.span,
      message: `${subject(container, workload)} runs ${image.value}, which ${found.words}`,
      ...written(project, image.span, found.instead),
    };
  },
  examples: [
    bad(
      {
        'k8s/search.yaml': `
          apiVersion: apps/v1
          kind: Deployment
          metadata:
            name: search
          spec:
            selector:
              matchLabels:
                app: search
            template:
              metadata:
                labels:
                  app: search
              spec:
                initContainers:
                  - name: wait
                    image: bitnami/kubectl:1.28
                containers:
                  - name: search
                    image: docker.elastic.co/elasticsearch/elasticsearch:latest
                  - name: agent
                    image: consul
        `,
      },
      ['k8s/search.yaml:16:18', 'k8s/search.yaml:19:18', 'k8s/search.yaml:21:18'],
      {
        'k8s/search.yaml': `
          apiVersion: apps/v1
          kind: Deployment
          metadata:
            name: search
          spec:
            selector:
              matchLabels:
                app: search
            template:
              metadata:
                labels:
                  app: search
              spec:
                initContainers:
                  - name: wait
                    image: bitnamilegacy/kubectl:1.28
                containers:
                  - name: search
                    image: docker.elastic.co/elasticsearch/elasticsearch:latest
                  - name: agent
                    image: hashicorp/consul
        `,
      },
    ),
    bad(
      {
        'k8s/db.yaml': `
          apiVersion: v1
          kind: Pod
          metadata: {name: db}
          spec:
            containers:
              - {name: db, image: "mysql:8.4-alpine"}
              - {name: cache, image: "docker.io/library/redis:7.2-slim"}
        `,
      },
      ['k8s/db.yaml:6:25', 'k8s/db.yaml:7:28'],
    ),
    good({
      'k8s/db.yaml': `
        apiVersion: v1
        kind: Pod
        metadata: {name: db}
        spec:
          containers:
            - {name: db, image: "mysql:8.4"}
            - {name: cache, image: "redis:7.2-alpine"}
            - {name: agent, image: "consul:1.15"}
            - {name: legacy, image: "bitnamilegacy/kubectl:1.28"}
            - {name: near, image: "mysql:8.4-alpine", imagePullPolicy: Never}
            - {name: later, image: "mongo:$TAG-alpine"}
      `,
    }),
    good({
      'k8s/kustomization.yaml': `
        apiVersion: kustomize.config.k8s.io/v1beta1
        kind: Kustomization
        resources: [db.yaml]
        images:
          - name: bitnami/redis
            newName: registry.example.com/redis
      `,
      'k8s/db.yaml': `
        apiVersion: v1
        kind: Pod
        metadata: {name: db}
        spec:
          containers:
            - {name: cache, image: "bitnami/redis:7.2"}
      `,
    }),
  ],
});
