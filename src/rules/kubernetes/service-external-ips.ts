import { textsAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';
import { isService } from '../shared/kubernetes/services.ts';

export default defineRule({
  id: 'service-external-ips',
  area: 'kubernetes',
  severity: 'medium',
  aliases: ['trivy:KSV-0108'],
  title: 'A Service takes addresses from outside of the cluster',
  why: 'Traffic of the whole cluster to these addresses goes to the pods: whoever may change the Service can read along.',
  fix: 'Use a load balancer or an Ingress.',
  references: [
    'https://kubernetes.io/docs/concepts/services-networking/service/#external-ips',
    'https://nvd.nist.gov/vuln/detail/CVE-2020-8554',
  ],
  on: 'kubernetes-object',
  only: ['Service'],
  *check(object) {
    const addresses = textsAt(object.node, 'spec', 'externalIPs');
    const [first] = addresses;
    if (!isService(object) || first === undefined) return;
    yield {
      at: first.span,
      message: `${object.title} takes ${addresses.map(({ value }) => value).join(', ')}`,
    };
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
            externalIPs: [203.0.113.7]
            selector:
              app: api
            ports:
              - port: 80
        `,
      },
      'k8s/api.yaml:6:17',
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
