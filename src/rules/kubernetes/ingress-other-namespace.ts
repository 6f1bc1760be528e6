import { bad, defineRule, good } from '../rule.ts';
import { backendsOf, isIngress } from '../shared/kubernetes/ingresses.ts';
import { namespaceOf } from '../shared/kubernetes/named-hosts.ts';
import { findAll } from '../shared/kubernetes/object-index.ts';
import { isLiteral } from '../shared/kubernetes/pods.ts';

export default defineRule({
  id: 'ingress-other-namespace',
  area: 'kubernetes',
  severity: 'high',
  aliases: [],
  title: 'An Ingress sends to a Service of another namespace',
  why: 'An Ingress sees only Services of its own namespace: requests are answered with 503.',
  fix: 'Put the Ingress into the namespace of the Service.',
  references: ['https://kubernetes.io/docs/concepts/services-networking/ingress/#the-ingress-resource'],
  on: 'kubernetes-object',
  only: ['Ingress'],
  *check(object, { set, project }) {
    const own = isIngress(object) ? namespaceOf(set, object) : undefined;
    if (own === undefined || set.open !== undefined) return;
    const seen = new Set<string>();
    for (const { service: name } of backendsOf(object)) {
      if (!isLiteral(name) || seen.has(name.value)) continue;
      seen.add(name.value);
      const services = findAll(project, 'Service', name.value);
      const [first] = services;
      const isElsewhere = services.every(
        ({ namespace }) => namespace !== undefined && namespace.value !== own,
      );
      if (first === undefined || !isElsewhere || !services.every((one) => set.objects.includes(one)))
        continue;
      yield {
        at: name.span,
        message: `${object.title} in ${own} sends to Service ${name.value}, which is in ${first.namespace?.value}`,
        related: [
          { at: first.namespace?.span ?? first.nameSpan, message: `${first.title} is in this namespace` },
        ],
      };
    }
  },
  examples: [
    bad(
      {
        'k8s/web.yaml': `
          apiVersion: networking.k8s.io/v1
          kind: Ingress
          metadata: {name: web, namespace: ingress}
          spec:
            defaultBackend: {service: {name: web, port: {number: 80}}}
          ---
          apiVersion: v1
          kind: Service
          metadata: {name: web, namespace: shop}
          spec: {selector: {app: web}, ports: [{port: 80}]}
        `,
      },
      'k8s/web.yaml:5:36',
    ),
    good({
      'k8s/web.yaml': `
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: web, namespace: shop}
        spec:
          defaultBackend: {service: {name: web, port: {number: 80}}}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web, namespace: shop}
        spec: {selector: {app: web}, ports: [{port: 80}]}
      `,
    }),
  ],
});
