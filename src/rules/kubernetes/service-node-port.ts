import { textAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';
import { isService } from '../shared/kubernetes/services.ts';

export default defineRule({
  id: 'service-node-port',
  area: 'kubernetes',
  severity: 'medium',
  aliases: [
    'kube-linter:exposed-services',
    'kube-score:service-type',
    'kics:service_type_is_nodeport',
    'monokle:KBP114',
  ],
  title: 'A Service opens a port on every node',
  why: 'It is reached past the Ingress and its TLS, on each address that a node has.',
  fix: 'Use ClusterIP behind an Ingress.',
  references: ['https://kubernetes.io/docs/concepts/services-networking/service/#type-nodeport'],
  preset: 'strict',
  on: 'kubernetes-object',
  only: ['Service'],
  *check(object) {
    const type = textAt(object.node, 'spec', 'type');
    if (isService(object) && type?.value === 'NodePort')
      yield { at: type.span, message: `${object.title} opens a port on every node` };
  },
  examples: [
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: v1
          kind: Service
          metadata:
            name: api
          spec:
            type: NodePort
            selector:
              app: api
            ports:
              - port: 80
        `,
      },
      'k8s/api.yaml:6:9',
    ),
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
      `,
    }),
  ],
});
