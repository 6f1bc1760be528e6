import { nearest } from '../../base/text.ts';
import { bad, defineRule, good } from '../rule.ts';
import { writtenInside } from '../shared/kubernetes/edits.ts';
import { findIn, isSlip } from '../shared/kubernetes/find.ts';
import {
  callers,
  isSelfContained,
  namedHosts,
  serviceHost,
  servicesNamed,
} from '../shared/kubernetes/named-hosts.ts';
import { ofKind } from '../shared/kubernetes/object-index.ts';
import { subject } from '../shared/kubernetes/pods.ts';

export default defineRule({
  id: 'env-host-unknown',
  area: 'kubernetes',
  severity: 'high',
  confidence: 'likely',
  aliases: [],
  title: 'A container is told to call a Service that is not there',
  why: 'The name is not resolved: what depends on the call fails, at start or at the first request.',
  fix: 'Name a Service of the cluster, or add the one that is missing.',
  references: ['https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/'],
  on: 'kubernetes-set',
  *check(set, { project }) {
    const all = callers(set).flatMap((each) =>
      namedHosts(set, each.container).map((named) => ({ ...each, ...named })),
    );
    const known = all.filter(({ host }) => servicesNamed(project, host).length > 0);
    // Two that are found show that the set is meant to be whole.
    const isWhole = new Set(known.map(({ host }) => host)).size > 1 && isSelfContained(project, set);
    const seen = new Set<string>();
    const names = ofKind(set, 'Service').flatMap(({ name }) => name?.value ?? []);
    for (const { workload, container, host, at, name } of all) {
      const meant = serviceHost(host);
      // Of a name with a dot nobody knows whether it is one of the cluster.
      if (meant === undefined || !/^[a-z][a-z0-9-]+$/.test(host) || servicesNamed(project, host).length > 0)
        continue;
      const place = `${at.span.file} ${at.span.start} ${host}`;
      const near = nearest(host, names);
      // A name that is like none here may be that of a chart or of another team.
      if (seen.has(place) || near === undefined || (!isWhole && !isSlip(host, near))) continue;
      seen.add(place);
      const service = findIn(set, 'Service', near);
      yield {
        at: at.span,
        message: `${subject(container, workload)} is told to call ${host} in ${name}, but there is no Service ${host}`,
        object: `${workload.title} container ${container.name} env ${name}`,
        ...writtenInside(project, at, host, near),
        ...(service === undefined
          ? {}
          : { related: [{ at: service.nameSpan, message: `there is ${service.title}` }] }),
      };
    }
  },
  examples: [
    bad(
      {
        'k8s/shop.yaml': `
          apiVersion: v1
          kind: Service
          metadata: {name: cart}
          spec: {selector: {app: cart}, ports: [{port: 7070}]}
          ---
          apiVersion: v1
          kind: Service
          metadata: {name: orders}
          spec: {selector: {app: orders}, ports: [{port: 8080}]}
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
                      - {name: CART_ADDR, value: "cart:7070"}
                      - {name: ORDERS_URL, value: "http://orders:8080"}
                      - {name: BASKET_ADDR, value: "carts:7070"}
        `,
      },
      'k8s/shop.yaml:25:42',
      {
        'k8s/shop.yaml': `
          apiVersion: v1
          kind: Service
          metadata: {name: cart}
          spec: {selector: {app: cart}, ports: [{port: 7070}]}
          ---
          apiVersion: v1
          kind: Service
          metadata: {name: orders}
          spec: {selector: {app: orders}, ports: [{port: 8080}]}
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
                      - {name: CART_ADDR, value: "cart:7070"}
                      - {name: ORDERS_URL, value: "http://orders:8080"}
                      - {name: BASKET_ADDR, value: "cart:7070"}
        `,
      },
    ),
    good({
      'k8s/shop.yaml': `
        apiVersion: v1
        kind: Service
        metadata: {name: cart}
        spec: {selector: {app: cart}, ports: [{port: 7070}]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: db}
        spec: {clusterIP: None, selector: {app: db}, ports: [{port: 5432}]}
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
                    - {name: CART_ADDR, value: "cart:7070"}
                    - {name: DB_ADDR, value: "db-0.db:5432"}
                    - {name: MAIL_URL, value: "https://api.mail.example.com"}
      `,
    }),
  ],
});
