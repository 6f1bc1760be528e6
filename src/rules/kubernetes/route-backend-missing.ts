import type { Located } from '../../base/span.ts';
import type { KubernetesObject } from '../../model/kubernetes.ts';
import { itemsAt, textAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';
import { named, written } from '../shared/kubernetes/edits.ts';
import { mayExist, nearName } from '../shared/kubernetes/find.ts';
import { namespaceOf, offeredPorts } from '../shared/kubernetes/named-hosts.ts';
import { findAll, ofKind } from '../shared/kubernetes/object-index.ts';
import { isLiteral } from '../shared/kubernetes/pods.ts';

export default defineRule({
  id: 'route-backend-missing',
  area: 'kubernetes',
  severity: 'high',
  aliases: [],
  title: 'A route of a Gateway sends to a Service or a port that is not there',
  why: 'Requests are answered with 500 or 503: the route is accepted, but its references are not resolved.',
  fix: 'Name a Service of the namespace and its port; another namespace needs a ReferenceGrant.',
  references: ['https://gateway-api.sigs.k8s.io/reference/spec/#backendref'],
  on: 'kubernetes-object',
  *check(object, { set, project }) {
    if (!/^(?:HTTP|GRPC|TCP|TLS|UDP)Route$/.test(object.kind.value)) return;
    for (const { name, namespace, port } of backendsOf(object)) {
      const where = namespace?.value ?? namespaceOf(set, object);
      const all = findAll(set, 'Service', name.value);
      const services = all.filter((one) => {
        const own = namespaceOf(set, one);
        return own === undefined || where === undefined || own === where;
      });
      const [service] = services;
      const [elsewhere] = all;
      if (service === undefined && elsewhere !== undefined && namespace === undefined) {
        yield {
          at: name.span,
          message: `${object.title} in ${where} sends to Service ${name.value}, which is in ${namespaceOf(set, elsewhere)}`,
          related: [{ at: elsewhere.nameSpan, message: `${elsewhere.title} is defined here` }],
        };
      } else if (service === undefined) {
        const near = all.length === 0 ? nearName(set, 'Service', name.value) : undefined;
        if (near === undefined || mayExist(project, set, 'Service', name.value)) continue;
        const related = [{ at: near.nameSpan, message: `there is ${near.title}` }];
        yield {
          at: name.span,
          message: `${object.title} sends to Service ${name.value}, which is not there`,
          related,
          ...(hasPort(near, port) ? named(project, name.span, near) : {}),
        };
      } else if (port !== undefined && services.length === 1) {
        const ports = offeredPorts(service);
        if (ports === undefined || ports.has(Number(port.value))) continue;
        yield {
          at: port.span,
          message: `${object.title} sends to port ${port.value} of ${service.title}, which has ${[...ports].join(', ')}`,
          related: [{ at: service.nameSpan, message: `${service.title} is defined here` }],
          ...written(project, port.span, ports.size === 1 ? [...ports][0] : undefined),
        };
      }
      if (namespace !== undefined && service !== undefined) yield* ungranted(object, namespace, set);
    }
  },
  examples: [
    bad(
      {
        'k8s/route.yaml': `
          apiVersion: gateway.networking.k8s.io/v1
          kind: HTTPRoute
          metadata: {name: shop}
          spec:
            parentRefs: [{name: edge}]
            rules:
              - backendRefs:
                  - {name: carts, port: 80}
                  - {name: web, port: 8080}
          ---
          apiVersion: v1
          kind: Service
          metadata: {name: cart}
          spec: {selector: {app: cart}, ports: [{port: 80}]}
          ---
          apiVersion: v1
          kind: Service
          metadata: {name: web}
          spec: {selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}
        `,
      },
      ['k8s/route.yaml:8:18', 'k8s/route.yaml:9:29'],
      {
        'k8s/route.yaml': `
          apiVersion: gateway.networking.k8s.io/v1
          kind: HTTPRoute
          metadata: {name: shop}
          spec:
            parentRefs: [{name: edge}]
            rules:
              - backendRefs:
                  - {name: cart, port: 80}
                  - {name: web, port: 80}
          ---
          apiVersion: v1
          kind: Service
          metadata: {name: cart}
          spec: {selector: {app: cart}, ports: [{port: 80}]}
          ---
          apiVersion: v1
          kind: Service
          metadata: {name: web}
          spec: {selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}
        `,
      },
    ),
    good({
      'k8s/route.yaml': `
        apiVersion: gateway.networking.k8s.io/v1
        kind: HTTPRoute
        metadata: {name: shop}
        spec:
          parentRefs: [{name: edge}]
          rules:
            - backendRefs: [{name: web, port: 80}]
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec: {selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}
      `,
    }),
  ],
});

interface BackendRef {
  readonly name: Located<string>;
  readonly namespace: Located<string> | undefined;
  readonly port: Located<string> | undefined;
}

function backendsOf({ node }: KubernetesObject): readonly BackendRef[] {
  return itemsAt(node, 'spec', 'rules')
    .flatMap((rule) => itemsAt(rule, 'backendRefs'))
    .flatMap((item) => {
      const name = textAt(item, 'name');
      const isService =
        (textAt(item, 'kind')?.value ?? 'Service') === 'Service' &&
        (textAt(item, 'group')?.value ?? '') === '';
      const port = textAt(item, 'port');
      if (!isLiteral(name) || !isService || (port !== undefined && !/^\d+$/.test(port.value))) return [];
      return [{ name, namespace: textAt(item, 'namespace'), port }];
    });
}

/** A Service of another namespace must grant to be referred to from the route's. */
function* ungranted(
  object: KubernetesObject,
  namespace: Located<string>,
  set: Parameters<typeof namespaceOf>[0],
) {
  const own = namespaceOf(set, object);
  if (own === undefined || own === namespace.value || set.open !== undefined) return;
  if (
    ofKind(set, 'ReferenceGrant').some(
      (grant) => grant.namespace === undefined || grant.namespace.value === namespace.value,
    )
  )
    return;
  yield {
    at: namespace.span,
    message: `${object.title} in ${own} sends to a Service in ${namespace.value}, which has no ReferenceGrant`,
  };
}

/** True unless the Service is known not to have the port. */
function hasPort(service: KubernetesObject, port: Located<string> | undefined): boolean {
  const ports = offeredPorts(service);
  return port === undefined || ports === undefined || ports.has(Number(port.value));
}
