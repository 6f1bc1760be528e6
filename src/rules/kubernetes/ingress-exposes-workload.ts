import { bad, defineRule, good } from '../rule.ts';
import { findIn } from '../shared/kubernetes/find.ts';
import { letsNamespaceIn } from '../shared/kubernetes/flows.ts';
import { backendsOf, isIngress } from '../shared/kubernetes/ingresses.ts';
import { workloadsBehind } from '../shared/kubernetes/services.ts';

export default defineRule({
  id: 'ingress-exposes-workload',
  area: 'kubernetes',
  severity: 'info',
  aliases: ['kics:ingress_controller_exposes_workload'],
  title: 'An Ingress opens a workload to its clients',
  why: 'What it serves without a login is open to whoever reaches the controller.',
  fix: 'Check that the paths are meant to be open, and say so: a NetworkPolicy that lets the namespace of the controller in.',
  references: ['https://kubernetes.io/docs/concepts/services-networking/ingress/'],
  preset: 'strict',
  on: 'kubernetes-object',
  only: ['Ingress'],
  *check(object, { set }) {
    if (!isIngress(object)) return;
    for (const { service: name } of backendsOf(object)) {
      const service = findIn(set, 'Service', name.value);
      const [workload] = service === undefined ? [] : workloadsBehind(set, service);
      // Somebody wrote down that it is to be reached from there.
      if (workload === undefined || letsNamespaceIn(set, workload)) continue;
      const related = [{ at: workload.object.nameSpan, message: 'behind the Service' }];
      yield { at: name.span, message: `${object.title} opens ${workload.title}`, related };
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
          ---
          apiVersion: v1
          kind: Service
          metadata:
            name: api
          spec:
            selector:
              app: api
            ports:
              - port: 80
          ---
          apiVersion: apps/v1
          kind: Deployment
          metadata:
            name: api
          spec:
            selector:
              matchLabels:
                app: api
            template:
              metadata:
                labels:
                  app: api
              spec:
                containers:
                  - name: api
                    image: ghcr.io/acme/api:1.4.2
        `,
      },
      'k8s/api.yaml:14:23',
    ),
    good({
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
        ---
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
    good({
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
        ---
        apiVersion: v1
        kind: Service
        metadata:
          name: api
        spec:
          selector:
            app: api
          ports:
            - port: 80
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: api
        spec:
          selector:
            matchLabels:
              app: api
          template:
            metadata:
              labels:
                app: api
            spec:
              containers:
                - name: api
                  image: ghcr.io/acme/api:1.4.2
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata:
          name: api
        spec:
          podSelector:
            matchLabels:
              app: api
          policyTypes:
            - Ingress
          ingress:
            - from:
                - namespaceSelector:
                    matchLabels:
                      kubernetes.io/metadata.name: traefik
              ports:
                - port: 80
      `,
    }),
  ],
});
