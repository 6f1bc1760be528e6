import { bad, defineRule, good } from '../rule.ts';
import { writtenInside } from '../shared/kubernetes/edits.ts';
import { callers, namedHosts, namespaceOf } from '../shared/kubernetes/named-hosts.ts';
import { findAll } from '../shared/kubernetes/object-index.ts';
import { subject } from '../shared/kubernetes/pods.ts';

export default defineRule({
  id: 'env-host-other-namespace',
  area: 'kubernetes',
  severity: 'high',
  aliases: [],
  title: 'A container calls a Service of another namespace by its short name',
  why: 'A short name is looked up in the own namespace only: it is not resolved.',
  fix: 'Write the namespace behind the name: `<service>.<namespace>`.',
  references: [
    'https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/#namespaces-of-services',
  ],
  on: 'kubernetes-set',
  *check(set, { project }) {
    if (set.open !== undefined) return;
    for (const { workload, container } of callers(set)) {
      const own = namespaceOf(set, workload.object);
      if (own === undefined) continue;
      for (const { host, at, name } of namedHosts(set, container)) {
        const services = host.includes('.') ? [] : findAll(project, 'Service', host);
        const namespaces = services.map(({ namespace }) => namespace?.value);
        const [first] = services;
        // One without a namespace goes wherever `kubectl apply -n` sends it.
        if (first === undefined || namespaces.includes(undefined) || namespaces.includes(own)) continue;
        if (!services.every((service) => set.objects.includes(service))) continue;
        yield {
          at: at.span,
          message: `${subject(container, workload)} in ${own} is told to call ${host} in ${name}, but that Service is in ${namespaces[0]}`,
          object: `${workload.title} container ${container.name} env ${name}`,
          ...(new Set(namespaces).size === 1
            ? writtenInside(project, at, host, `${host}.${namespaces[0]}`)
            : {}),
          related: [
            { at: first.namespace?.span ?? first.nameSpan, message: `${first.title} is in this namespace` },
          ],
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
          metadata: {name: db, namespace: data}
          spec: {selector: {app: db}, ports: [{port: 5432}]}
          ---
          apiVersion: apps/v1
          kind: Deployment
          metadata: {name: web, namespace: shop}
          spec:
            selector: {matchLabels: {app: web}}
            template:
              metadata: {labels: {app: web}}
              spec:
                containers:
                  - name: web
                    image: ghcr.io/acme/web:1.4.2
                    env:
                      - {name: DB_HOST, value: db}
        `,
      },
      'k8s/shop.yaml:18:38',
      {
        'k8s/shop.yaml': `
          apiVersion: v1
          kind: Service
          metadata: {name: db, namespace: data}
          spec: {selector: {app: db}, ports: [{port: 5432}]}
          ---
          apiVersion: apps/v1
          kind: Deployment
          metadata: {name: web, namespace: shop}
          spec:
            selector: {matchLabels: {app: web}}
            template:
              metadata: {labels: {app: web}}
              spec:
                containers:
                  - name: web
                    image: ghcr.io/acme/web:1.4.2
                    env:
                      - {name: DB_HOST, value: db.data}
        `,
      },
    ),
    good({
      'k8s/shop.yaml': `
        apiVersion: v1
        kind: Service
        metadata: {name: db, namespace: data}
        spec: {selector: {app: db}, ports: [{port: 5432}]}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: shop}
        spec:
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec:
              containers:
                - name: web
                  image: ghcr.io/acme/web:1.4.2
                  env:
                    - {name: DB_URL, value: "postgres://app@db.data:5432/app"}
      `,
    }),
  ],
});
