import { bad, defineRule, good } from '../rule.ts';
import { isIngress } from '../shared/kubernetes/ingresses.ts';

export default defineRule({
  id: 'ingress-annotation-injects',
  area: 'kubernetes',
  severity: 'critical',
  aliases: ['trivy:KCV-0093'],
  title: 'An annotation of an Ingress breaks out of its directive',
  why: 'The value ends the directive of nginx and adds others: code in the controller, which can read every Secret of the cluster.',
  fix: 'Write only a URL or a name in the annotation, and update the controller.',
  references: ['https://nvd.nist.gov/vuln/detail/CVE-2025-1974'],
  on: 'kubernetes-object',
  only: ['Ingress'],
  *check(object) {
    if (!isIngress(object)) return;
    for (const [key, { value, span }] of object.annotations) {
      const name =
        /^nginx\.ingress\.kubernetes\.io\/(auth-url|auth-tls-match-cn|mirror-target|mirror-host)$/.exec(
          key,
        )?.[1];
      if (name === undefined || !/[\n;}]|#;|\{\s/.test(value.trim())) continue;
      yield { at: span, message: `${object.title} breaks out of the directive in ${name}` };
    }
  },
  examples: [
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: networking.k8s.io/v1
          kind: Ingress
          metadata:
            name: shop
            annotations:
              nginx.ingress.kubernetes.io/auth-url: "http://auth/#;}}} ssl_engine /tmp/x;"
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
      'k8s/api.yaml:6:43',
    ),
    good({
      'k8s/api.yaml': `
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: shop
          annotations:
            nginx.ingress.kubernetes.io/auth-url: http://auth.shop.svc/verify?rd=$escaped_request_uri
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
    }),
  ],
});
