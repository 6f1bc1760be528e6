import { bad, defineRule, good } from '../rule.ts';
import { isIngress } from '../shared/kubernetes/ingresses.ts';

export default defineRule({
  id: 'ingress-snippet',
  area: 'kubernetes',
  severity: 'medium',
  aliases: ['checkov:CKV_K8S_153', 'checkov:CKV_K8S_152', 'checkov:CKV_K8S_154'],
  title: 'An Ingress writes into the configuration of nginx',
  why: 'Whoever may change the Ingress runs code in the controller, which can read every Secret of the cluster; releases since 1.9 refuse snippets by default.',
  fix: 'Use the annotations that the controller has for it.',
  references: ['https://nvd.nist.gov/vuln/detail/CVE-2021-25742'],
  on: 'kubernetes-object',
  only: ['Ingress'],
  *check(object) {
    if (!isIngress(object)) return;
    for (const [key, { value, span }] of object.annotations) {
      if (!/-snippet$/.test(key) || !key.includes('ingress')) continue;
      const code = /\blua_|_by_lua/.test(value)
        ? ' with Lua code'
        : /\balias\b/.test(value)
          ? ' with an alias'
          : '';
      const severity = code === '' ? 'medium' : 'high';
      const name = key.replace(/^.*\//, '');
      yield {
        at: span,
        message: `${object.title} writes into the configuration of nginx${code} (${name})`,
        severity,
      };
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
              nginx.ingress.kubernetes.io/server-snippet: 'location /x { alias /etc; }'
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
      'k8s/api.yaml:6:49',
    ),
    good({
      'k8s/api.yaml': `
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: shop
          annotations:
            nginx.ingress.kubernetes.io/ssl-redirect: "true"
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
