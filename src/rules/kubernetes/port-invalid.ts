import type { Located } from '../../base/span.ts';
import type { KubernetesObject } from '../../model/kubernetes.ts';
import { itemsAt, textAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';
import { isLiteral, probesOf } from '../shared/kubernetes/pods.ts';

export default defineRule({
  id: 'port-invalid',
  area: 'kubernetes',
  severity: 'critical',
  aliases: ['kube-linter:invalid-target-ports', 'kube-score:container-ports-check'],
  title: 'A port has a name or a number that Kubernetes does not take',
  why: 'The API server refuses the object, so it is not created or changed.',
  fix: 'Numbers go from 1 to 65535; names have at most 15 characters of a-z, 0-9 and -, with a letter among them.',
  references: ['https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#ports'],
  on: 'kubernetes-object',
  *check(object) {
    for (const { value, span } of portsIn(object)) {
      if (/^\d+$/.test(value) ? isNumber(value) : isName(value)) continue;
      yield { at: span, message: `${object.title} has port ${value}, which is no port` };
    }
    for (const { value, span } of namesIn(object)) {
      if (!isName(value))
        yield { at: span, message: `${object.title} has port name ${value}, which is none` };
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
                    ports:
                      - name: internal_metrics
                        containerPort: 80800
                      - containerPort: 0
        `,
      },
      ['k8s/api.yaml:18:21', 'k8s/api.yaml:19:30', 'k8s/api.yaml:20:30'],
    ),
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: v1
          kind: Pod
          metadata: {name: api}
          spec:
            containers:
              - name: api
                image: ghcr.io/acme/api:1.4.2
                ports: [{name: "8080", containerPort: 8080}]
        `,
      },
      'k8s/api.yaml:8:22',
    ),
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: v1
          kind: Service
          metadata:
            name: api
          spec:
            selector:
              app: api
            ports:
              - port: 80
                targetPort: Web
        `,
      },
      'k8s/api.yaml:10:19',
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
                  ports:
                    - name: metrics
                      containerPort: 8080
      `,
    }),
    good({
      'k8s/api.yaml': `
        apiVersion: v1
        kind: Service
        metadata:
          name: api
        spec:
          selector:
            app: api
          ports:
            - port: 80
              targetPort: web
      `,
    }),
  ],
});

function portsIn(object: KubernetesObject): readonly Located<string>[] {
  const { workload, node, kind, apiVersion } = object;
  const isService = kind.value === 'Service' && apiVersion.value === 'v1';
  const ofService = isService
    ? itemsAt(node, 'spec', 'ports').flatMap((item) => [textAt(item, 'port'), textAt(item, 'targetPort')])
    : [];
  const ofContainers = (workload?.pod.containers ?? []).flatMap((container) => [
    ...itemsAt(container.node, 'ports').map((item) => textAt(item, 'containerPort')),
    ...probesOf(container).map(({ port }) => port),
  ]);
  return [...ofService, ...ofContainers].filter(isLiteral);
}

/** Digits alone are no name: a number in its place would be meant. */
function namesIn({ workload }: KubernetesObject): readonly Located<string>[] {
  return (workload?.pod.containers ?? [])
    .flatMap(({ node }) => itemsAt(node, 'ports').map((item) => textAt(item, 'name')))
    .filter(isLiteral);
}

function isNumber(value: string): boolean {
  return Number(value) >= 1 && Number(value) <= 65_535;
}

function isName(value: string): boolean {
  return value.length <= 15 && /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(value) && /[a-z]/.test(value);
}
