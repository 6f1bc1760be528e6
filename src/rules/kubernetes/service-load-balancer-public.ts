import { textAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';
import { isOpenBalancer, isService } from '../shared/kubernetes/services.ts';

export default defineRule({
  id: 'service-load-balancer-public',
  area: 'kubernetes',
  severity: 'medium',
  aliases: ['kube-linter:exposed-services', 'kics:service_with_external_load_balancer'],
  title: 'A Service gets a public load balancer',
  why: 'The pods are open to the internet, past the Ingress and its TLS.',
  fix: 'Mark the load balancer as internal, set `loadBalancerSourceRanges`, or use an Ingress.',
  references: ['https://kubernetes.io/docs/concepts/services-networking/service/#loadbalancer'],
  preset: 'strict',
  on: 'kubernetes-object',
  only: ['Service'],
  *check(object) {
    const type = textAt(object.node, 'spec', 'type');
    if (type === undefined || !isService(object) || !isOpenBalancer(object)) return;
    yield { at: type.span, message: `${object.title} gets a public load balancer` };
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
            type: LoadBalancer
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
          type: LoadBalancer
          loadBalancerSourceRanges: [192.0.2.0/24]
          selector:
            app: api
          ports:
            - port: 80
      `,
    }),
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: v1
          kind: Service
          metadata: {name: api}
          spec:
            type: LoadBalancer
            loadBalancerSourceRanges: [192.0.2.0/24, 0.0.0.0/0]
            selector: {app: api}
            ports: [{port: 80}]
        `,
      },
      'k8s/api.yaml:5:9',
    ),
    good({
      'k8s/api.yaml': `
        apiVersion: v1
        kind: Service
        metadata:
          name: api
          annotations: {service.beta.kubernetes.io/load-balancer-source-ranges: "192.0.2.0/24, 198.51.100.0/24"}
        spec: {type: LoadBalancer, selector: {app: api}, ports: [{port: 80}]}
      `,
    }),
  ],
});
