import { itemsAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';
import { isIngress } from '../shared/kubernetes/ingresses.ts';

export default defineRule({
  id: 'ingress-without-tls',
  area: 'kubernetes',
  severity: 'medium',
  aliases: ['polaris:tlsSettingsMissing'],
  title: 'An Ingress has no TLS',
  why: 'Passwords and cookies go over the network in plain text, unless something before it ends TLS.',
  fix: 'Add `tls` with the host and a certificate.',
  references: ['https://kubernetes.io/docs/concepts/services-networking/ingress/#tls'],
  preset: 'strict',
  on: 'kubernetes-object',
  only: ['Ingress'],
  *check(object) {
    if (!isIngress(object) || itemsAt(object.node, 'spec', 'tls').length > 0) return;
    // Cloud controllers take the certificate from an annotation, or find one for the host.
    const isByCloud = [...object.annotations].some(
      ([key, { value }]) =>
        /certificate|cert-arn|pre-shared-cert|tls/i.test(key) ||
        (/listen-ports$/.test(key) && value.includes('HTTPS')),
    );
    if (isByCloud) return;
    yield { at: object.nameSpan, message: `${object.title} has no TLS` };
  },
  examples: [
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: networking.k8s.io/v1
          kind: Ingress
          metadata:
            name: shop
          spec:
            rules:
              - host: shop.example.com
                http:
                  paths:
                    - path: /
                      pathType: Prefix
                      backend:
                        service:
                          name: api
                          port:
                            number: 80
        `,
      },
      'k8s/api.yaml:4:9',
    ),
    good({
      'k8s/api.yaml': `
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: shop
        spec:
          tls:
            - hosts: [shop.example.com]
              secretName: shop-tls
          rules:
            - host: shop.example.com
              http:
                paths:
                  - path: /
                    pathType: Prefix
                    backend:
                      service:
                        name: api
                        port:
                          number: 80
      `,
    }),
    good({
      'k8s/api.yaml': `
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: api
          annotations: {alb.ingress.kubernetes.io/listen-ports: '[{"HTTPS": 443}]'}
        spec: {defaultBackend: {service: {name: api, port: {number: 80}}}}
      `,
    }),
    good({
      'k8s/api.yaml': `
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: api
          annotations: {ingress.gcp.kubernetes.io/pre-shared-cert: shop}
        spec: {defaultBackend: {service: {name: api, port: {number: 80}}}}
      `,
    }),
  ],
});
