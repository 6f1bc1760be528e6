import { textAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';
import { named, written } from '../shared/kubernetes/edits.ts';
import { meantObject } from '../shared/kubernetes/find.ts';
import { backendsOf, isIngress } from '../shared/kubernetes/ingresses.ts';
import { findAll } from '../shared/kubernetes/object-index.ts';
import { isLiteral } from '../shared/kubernetes/pods.ts';
import { hasPort, servicePorts } from '../shared/kubernetes/services.ts';

export default defineRule({
  id: 'ingress-service-missing',
  area: 'kubernetes',
  severity: 'high',
  aliases: ['kube-linter:dangling-ingress', 'kube-score:ingress-targets-service', 'monokle:LNK001'],
  title: 'An Ingress sends to a Service or a port that is not there',
  why: 'Requests are answered with 503.',
  fix: 'Name the Service and a port of it.',
  references: ['https://kubernetes.io/docs/concepts/services-networking/ingress/'],
  on: 'kubernetes-object',
  only: ['Ingress'],
  *check(object, { set, project }) {
    if (!isIngress(object)) return;
    for (const { service: name, port } of backendsOf(object)) {
      // Annotations of the AWS controller define actions under such names.
      if (!isLiteral(name) || port?.value === 'use-annotation') continue;
      const services = findAll(set, 'Service', name.value);
      const [service] = services;
      if (service !== undefined) {
        const ports = services.flatMap(servicePorts);
        // Without ports it is a part of a Service: a patch has others.
        if (
          ports.length === 0 ||
          services.some((one) => textAt(one.node, 'spec', 'type')?.value === 'ExternalName')
        )
          continue;
        if (!isLiteral(port) || ports.some((one) => [one.port?.value, one.name?.value].includes(port.value)))
          continue;
        const related = [
          { at: service.nameSpan, message: `has ${ports.map((one) => one.port?.value).join(', ')}` },
        ];
        const only = ports.length === 1 ? (ports[0]?.port?.value ?? '') : '';
        // `number` takes a number, `name` a name.
        const number = /^\d+$/.test(only) && /^\d+$/.test(port.value) ? Number(only) : undefined;
        yield {
          at: port.span,
          message: `${object.title} sends to port ${port.value} of ${service.title}, which has none such`,
          related,
          ...written(project, port.span, number),
        };
        continue;
      }
      const near = meantObject(project, set, 'Service', name.value);
      if (near === undefined) continue;
      const related = [{ at: near.nameSpan, message: `there is ${near.title}` }];
      yield {
        at: name.span,
        message: `${object.title} sends to Service ${name.value}, which is not there`,
        related,
        ...(hasPort(near, port) ? named(project, name.span, near) : {}),
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
          spec:
            rules:
              - host: shop.example.com
                http:
                  paths:
                    - path: /
                      pathType: Prefix
                      backend:
                        service:
                          name: apy
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
      },
      'k8s/api.yaml:14:23',
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
        `,
      },
    ),
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
                            number: 8080
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
      },
      'k8s/api.yaml:16:27',
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
        `,
      },
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
        metadata: {name: api}
        spec: {defaultBackend: {service: {name: api, port: {number: 80}}}}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: api}
        spec: {clusterIP: None, selector: {app: api}}
      `,
    }),
  ],
});
