import type { Located } from '../../base/span.ts';
import type { Severity } from '../../model/finding.ts';
import type { KubernetesObject } from '../../model/kubernetes.ts';
import { itemsAt, textAt, textsAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';

/** Names under `.invalid` never resolve (RFC 2606): they are written to be replaced. */
const reserved = /(?:^|[.@/])[\w-]+\.invalid(?:[:/]|$)/;

export default defineRule({
  id: 'placeholder-left',
  area: 'kubernetes',
  severity: 'critical',
  aliases: [],
  title: 'A placeholder waits for its value',
  why: 'Names under `.invalid` never resolve: the image is not pulled, the host is not reached, nobody gets the call.',
  fix: 'Put the real registry, host or owner in its place.',
  references: ['https://www.rfc-editor.org/rfc/rfc2606'],
  on: 'kubernetes-object',
  *check(object) {
    for (const { at, what, severity } of placesOf(object)) {
      if (!reserved.test(at.value)) continue;
      yield {
        at: at.span,
        message: `${what} of ${object.title} is ${at.value}, a placeholder`,
        severity,
        object: `${object.title} ${what}`,
      };
    }
  },
  examples: [
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: apps/v1
          kind: Deployment
          metadata:
            name: api
            labels:
              owner: owner.invalid
            annotations:
              email: unknown@owner.invalid
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
                    image: registry.invalid/shop-api:1.4.2
          ---
          apiVersion: networking.k8s.io/v1
          kind: Ingress
          metadata:
            name: api
          spec:
            rules:
              - host: shop.host.invalid
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
      ['k8s/api.yaml:6:12', 'k8s/api.yaml:8:12', 'k8s/api.yaml:20:18', 'k8s/api.yaml:28:13'],
    ),
    good({
      'k8s/api.yaml': `
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: api
          labels:
            owner: shop
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
                  image: ghcr.io/acme/invalid:1.4.2
      `,
    }),
  ],
});

interface Place {
  readonly at: Located<string>;
  readonly what: string;
  readonly severity: Severity;
}

function* placesOf({ workload, kind, node, labels, annotations }: KubernetesObject): Iterable<Place> {
  for (const { image, name } of workload?.pod.containers ?? [])
    if (image !== undefined)
      yield { at: image, what: `the image of container ${name}`, severity: 'critical' };
  if (kind.value === 'Ingress') {
    for (const rule of itemsAt(node, 'spec', 'rules')) {
      const host = textAt(rule, 'host');
      if (host !== undefined) yield { at: host, what: 'the host', severity: 'high' };
    }
  }
  if (kind.value === 'HTTPRoute')
    for (const at of textsAt(node, 'spec', 'hostnames')) yield { at, what: 'the host', severity: 'high' };
  const owner = labels.get('owner');
  if (owner !== undefined) yield { at: owner, what: 'label owner', severity: 'low' };
  const email = annotations.get('email');
  if (email !== undefined) yield { at: email, what: 'annotation email', severity: 'low' };
}
