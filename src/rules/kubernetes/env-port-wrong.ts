import { bad, defineRule, good } from '../rule.ts';
import { writtenInside } from '../shared/kubernetes/edits.ts';
import { isPatched } from '../shared/kubernetes/find.ts';
import {
  callers,
  namedHosts,
  namespaceOf,
  offeredPorts,
  serviceHost,
} from '../shared/kubernetes/named-hosts.ts';
import { findAll } from '../shared/kubernetes/object-index.ts';
import { subject } from '../shared/kubernetes/pods.ts';

export default defineRule({
  id: 'env-port-wrong',
  area: 'kubernetes',
  severity: 'high',
  aliases: [],
  title: 'A container is told to call a Service at a port that it does not have',
  why: 'The Service answers on no other port than its own: the connection is refused or times out.',
  fix: 'Use the `port` of the Service; the port of the container counts only behind it.',
  references: ['https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports'],
  on: 'kubernetes-set',
  *check(set, { project }) {
    if (set.open !== undefined) return;
    const seen = new Set<string>();
    for (const { workload, container } of callers(set)) {
      for (const { host, port, at, name } of namedHosts(set, container)) {
        const meant = serviceHost(host);
        if (meant === undefined || port === undefined) continue;
        const services = findAll(set, 'Service', meant.service).filter(
          ({ apiVersion }) => apiVersion.value === 'v1',
        );
        const [service] = services;
        if (service === undefined || services.length > 1 || isPatched(set, 'Service', meant.service))
          continue;
        if (meant.namespace !== undefined && namespaceOf(set, service) !== meant.namespace) continue;
        const ports = offeredPorts(service);
        const place = `${at.span.file} ${at.span.start} ${host}:${port}`;
        if (ports === undefined || ports.has(port) || seen.has(place)) continue;
        seen.add(place);
        yield {
          at: at.span,
          message: `${subject(container, workload)} is told to call ${host}:${port} in ${name}, but ${service.title} has ${[...ports].join(', ')}`,
          object: `${workload.title} container ${container.name} env ${name}`,
          ...(ports.size === 1 ? writtenInside(project, at, String(port), String([...ports][0])) : {}),
          related: [{ at: service.nameSpan, message: `${service.title} is defined here` }],
        };
      }
    }
  },
  examples: [
    bad(
      {
        'k8s/shop.yaml': `
          apiVersion: v1
          kind: Service
          metadata: {name: cart}
          spec: {selector: {app: cart}, ports: [{port: 80, targetPort: 7070}]}
          ---
          apiVersion: apps/v1
          kind: Deployment
          metadata: {name: web}
          spec:
            selector: {matchLabels: {app: web}}
            template:
              metadata: {labels: {app: web}}
              spec:
                containers:
                  - name: web
                    image: ghcr.io/acme/web:1.4.2
                    envFrom: [{configMapRef: {name: addresses}}]
          ---
          apiVersion: v1
          kind: ConfigMap
          metadata: {name: addresses}
          data:
            CART_ADDR: cart:7070
        `,
      },
      'k8s/shop.yaml:23:14',
      {
        'k8s/shop.yaml': `
          apiVersion: v1
          kind: Service
          metadata: {name: cart}
          spec: {selector: {app: cart}, ports: [{port: 80, targetPort: 7070}]}
          ---
          apiVersion: apps/v1
          kind: Deployment
          metadata: {name: web}
          spec:
            selector: {matchLabels: {app: web}}
            template:
              metadata: {labels: {app: web}}
              spec:
                containers:
                  - name: web
                    image: ghcr.io/acme/web:1.4.2
                    envFrom: [{configMapRef: {name: addresses}}]
          ---
          apiVersion: v1
          kind: ConfigMap
          metadata: {name: addresses}
          data:
            CART_ADDR: cart:80
        `,
      },
    ),
    good({
      'k8s/shop.yaml': `
        apiVersion: v1
        kind: Service
        metadata: {name: cart}
        spec: {selector: {app: cart}, ports: [{port: 80, targetPort: 7070}]}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec:
              containers:
                - name: web
                  image: ghcr.io/acme/web:1.4.2
                  env:
                    - {name: CART_URL, value: "http://cart"}
                    - {name: OTHER_ADDR, value: "cart:80"}
      `,
    }),
  ],
});
