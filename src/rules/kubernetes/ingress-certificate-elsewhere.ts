import { itemsAt, nodeAt, textAt, textsAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';
import { written } from '../shared/kubernetes/edits.ts';
import { mayExist } from '../shared/kubernetes/find.ts';
import { ofKind } from '../shared/kubernetes/object-index.ts';

export default defineRule({
  id: 'ingress-certificate-elsewhere',
  area: 'kubernetes',
  severity: 'high',
  confidence: 'likely',
  aliases: [],
  title: 'An Ingress takes its certificate from another Secret than the one that cert-manager fills',
  why: 'The ingress controller answers with its own self-signed certificate, which browsers refuse.',
  fix: 'Write the same secretName in the Ingress and in the Certificate.',
  references: ['https://cert-manager.io/docs/usage/certificate/'],
  on: 'kubernetes-object',
  only: ['Ingress'],
  *check(object, { set, project }) {
    if (object.kind.value !== 'Ingress') return;
    // The annotation has cert-manager make a Certificate for the Secret that the Ingress names.
    if ([...object.annotations.keys()].some((key) => /^cert-manager\.io\/(?:cluster-)?issuer$/.test(key)))
      return;
    for (const tls of itemsAt(object.node, 'spec', 'tls')) {
      const secret = textAt(tls, 'secretName');
      const hosts = textsAt(tls, 'hosts').map(({ value }) => value);
      if (secret === undefined || mayExist(project, set, 'Secret', secret.value)) continue;
      const certificate = ofKind(set, 'Certificate').find(({ node }) =>
        textsAt(nodeAt(node, 'spec'), 'dnsNames').some(({ value }) => hosts.includes(value)),
      );
      const filled = textAt(certificate?.node, 'spec', 'secretName');
      if (certificate === undefined || filled === undefined) continue;
      yield {
        at: secret.span,
        message: `${object.title} takes its certificate from Secret ${secret.value}, which nothing makes`,
        ...written(project, secret.span, filled.value),
        related: [
          { at: filled.span, message: `${certificate.title} for the same host fills ${filled.value}` },
        ],
      };
    }
  },
  examples: [
    bad(
      {
        'k8s/certificate.yaml': `
          apiVersion: cert-manager.io/v1
          kind: Certificate
          metadata:
            name: shop
          spec:
            secretName: shop-certificate
            issuerRef:
              name: letsencrypt
            dnsNames:
              - shop.example.com
        `,
        'k8s/ingress.yaml': `
          apiVersion: networking.k8s.io/v1
          kind: Ingress
          metadata:
            name: shop
          spec:
            tls:
              - hosts:
                  - shop.example.com
                secretName: shop-tls
            defaultBackend:
              service:
                name: shop
                port:
                  number: 80
        `,
      },
      'k8s/ingress.yaml:9:19',
      {
        'k8s/ingress.yaml': `
          apiVersion: networking.k8s.io/v1
          kind: Ingress
          metadata:
            name: shop
          spec:
            tls:
              - hosts:
                  - shop.example.com
                secretName: shop-certificate
            defaultBackend:
              service:
                name: shop
                port:
                  number: 80
        `,
      },
    ),
    good({
      'k8s/certificate.yaml': `
        apiVersion: cert-manager.io/v1
        kind: Certificate
        metadata:
          name: shop
        spec:
          secretName: shop-tls
          issuerRef:
            name: letsencrypt
          dnsNames:
            - shop.example.com
      `,
      'k8s/ingress.yaml': `
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: shop
        spec:
          tls:
            - hosts:
                - shop.example.com
              secretName: shop-tls
          defaultBackend:
            service:
              name: shop
              port:
                number: 80
      `,
    }),
  ],
});
