import { textMapAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';
import { byLabels, labelsText } from '../shared/kubernetes/labels.ts';
import { selectedBy, workloadsOf } from '../shared/kubernetes/object-index.ts';
import { isLiteral } from '../shared/kubernetes/pods.ts';
import {
  isBeside,
  isLabelSlip,
  likeLabels,
  mayMakePods,
  nearMiss,
  setByController,
} from '../shared/kubernetes/select.ts';
import { isService } from '../shared/kubernetes/services.ts';

export default defineRule({
  id: 'service-selects-nothing',
  area: 'kubernetes',
  severity: 'high',
  aliases: [
    'kube-linter:dangling-service',
    'kube-score:service-targets-pod',
    'kics:service_does_not_target_pod',
    'monokle:LNK001',
  ],
  title: 'A Service selects no pod',
  why: 'Every connection to it is refused or times out.',
  fix: 'Give the selector the labels of the pod template.',
  references: ['https://kubernetes.io/docs/concepts/services-networking/service/'],
  on: 'kubernetes-object',
  only: ['Service'],
  *check(object, { set, project }) {
    const selector = textMapAt(object.node, 'spec', 'selector');
    if (!isService(object) || selector.size === 0 || ![...selector.values()].every(isLiteral)) return;
    if ([...selector.keys()].some((key) => setByController.test(key))) return;
    if (selectedBy(project, byLabels(selector)).length > 0) return;
    const workloads = workloadsOf(set).filter((one) => isBeside(one.object.file, object.file));
    const near = workloads.find((one) => isLabelSlip(selector, one)) ?? nearMiss(selector, workloads);
    // Pods of operators, charts and other repositories are not in sight.
    if (near === undefined || (mayMakePods(set) && !isLabelSlip(selector, near))) return;
    const at = [...selector].find(([key, { value }]) => near.pod.labels.get(key)?.value !== value)?.[1];
    if (at === undefined) return;
    yield {
      at: at.span,
      message: `${object.title} selects ${labelsText(selector)}, which no pod has`,
      ...likeLabels(project, selector, near),
      related: [{ at: near.object.nameSpan, message: `${near.title} has ${labelsText(near.pod.labels)}` }],
    };
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
          ---
          apiVersion: v1
          kind: Service
          metadata:
            name: api
          spec:
            selector:
              app: apy
            ports:
              - port: 80
        `,
      },
      'k8s/api.yaml:24:10',
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
          ---
          apiVersion: v1
          kind: Service
          metadata:
            name: api
          spec:
            selector:
              app: api
            ports:
              - port: 80
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
        ---
        apiVersion: v1
        kind: Service
        metadata:
          name: api
        spec:
          selector:
            app: api
          ports:
            - port: 80
      `,
    }),
    good({
      'k8s/api.yaml': `
        apiVersion: v1
        kind: Service
        metadata:
          name: db
        spec:
          selector:
            app: db
          ports:
            - port: 80
      `,
    }),
  ],
});
