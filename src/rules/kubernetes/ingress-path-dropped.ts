import type { Located } from '../../base/span.ts';
import type { KubernetesObject } from '../../model/kubernetes.ts';
import { itemsAt, nodeAt, textAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';
import { isIngress } from '../shared/kubernetes/ingresses.ts';

export default defineRule({
  id: 'ingress-path-dropped',
  area: 'kubernetes',
  severity: 'medium',
  confidence: 'likely',
  aliases: [],
  title: 'An Ingress rewrites every request below a path to one address',
  why: 'Without a group of the path in it the target replaces the whole of it: /api/orders/7 and /api/users both reach the service as /.',
  fix: 'Take the rest along (`path: /api(/|$)(.*)`, `pathType: ImplementationSpecific`, `rewrite-target: /$2`), or drop the annotation.',
  references: ['https://kubernetes.github.io/ingress-nginx/examples/rewrite/'],
  on: 'kubernetes-object',
  only: ['Ingress'],
  *check(object) {
    if (!isIngress(object)) return;
    const target = object.annotations.get('nginx.ingress.kubernetes.io/rewrite-target');
    if (target === undefined || target.value.includes('$')) return;
    const dropped = pathsOf(object).filter(({ value }) => isDropped(value, target.value));
    const [first, ...others] = dropped;
    if (first === undefined) return;
    const more = others.length === 0 ? '' : ` (and of ${others.length} more paths)`;
    yield {
      at: target.span,
      message: `${object.title} sends everything below ${first.value}${more} to ${target.value}`,
      // An interface of programs has more than one address.
      ...(dropped.some(({ value }) => /\/(?:api|graphql|v\d)(?:\/|$)/.test(value))
        ? { severity: 'high' as const }
        : {}),
      related: dropped.slice(0, 5).map((path) => ({ at: path.span, message: 'this path is left out' })),
    };
  },
  examples: [
    bad(
      {
        'k8s/shop.yaml': `
          apiVersion: networking.k8s.io/v1
          kind: Ingress
          metadata:
            name: shop
            annotations:
              nginx.ingress.kubernetes.io/rewrite-target: /
          spec:
            rules:
              - http:
                  paths:
                    - path: /
                      pathType: Prefix
                      backend: {service: {name: web, port: {number: 80}}}
                    - path: /api
                      pathType: Prefix
                      backend: {service: {name: api, port: {number: 80}}}
        `,
      },
      'k8s/shop.yaml:6:49',
    ),
    good({
      'k8s/shop.yaml': `
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: shop
          annotations:
            nginx.ingress.kubernetes.io/rewrite-target: /$2
        spec:
          rules:
            - http:
                paths:
                  - path: /api(/|$)(.*)
                    pathType: ImplementationSpecific
                    backend: {service: {name: api, port: {number: 80}}}
      `,
      'k8s/web.yaml': `
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: web
          annotations:
            nginx.ingress.kubernetes.io/rewrite-target: /
        spec:
          rules:
            - http:
                paths:
                  - path: /
                    pathType: Prefix
                    backend: {service: {name: web, port: {number: 80}}}
                  - path: /health
                    pathType: Exact
                    backend: {service: {name: web, port: {number: 80}}}
      `,
    }),
  ],
});

/** Those that stand for everything below them. */
function pathsOf({ node }: KubernetesObject): readonly Located<string>[] {
  return itemsAt(nodeAt(node, 'spec'), 'rules')
    .flatMap((rule) => itemsAt(rule, 'http', 'paths'))
    .filter((path) => textAt(path, 'pathType')?.value !== 'Exact')
    .flatMap((path) => textAt(path, 'path') ?? []);
}

/** The controller leaves a path as it is that equals the target. */
function isDropped(path: string, target: string): boolean {
  return path !== '' && path !== target && path !== '/' && !/[()*^?$|+[]/.test(path);
}
