import type { KubernetesObject, KubernetesSet } from '../../model/kubernetes.ts';
import type { Project } from '../../model/project.ts';
import { bad, defineRule, good } from '../rule.ts';
import { addressesInConfig, type ConfigAddress, configTexts } from '../shared/kubernetes/config-texts.ts';
import { isSlip, nearName } from '../shared/kubernetes/find.ts';
import {
  isSelfContained,
  namespaceOf,
  offeredPorts,
  serviceHost,
  servicesNamed,
} from '../shared/kubernetes/named-hosts.ts';
import { workloadsOf } from '../shared/kubernetes/object-index.ts';
import { usesOf } from '../shared/kubernetes/references.ts';

export default defineRule({
  id: 'config-address-wrong',
  area: 'kubernetes',
  severity: 'high',
  confidence: 'likely',
  aliases: [],
  title: 'A configuration file in a ConfigMap names a Service or a port that is not there',
  why: 'nginx does not start ("host not found in upstream"), or answers 502; Prometheus sees the target down and its alerts never fire.',
  fix: 'Name a Service that is there, with its own port, and with its namespace where that is another one.',
  references: ['https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/'],
  on: 'kubernetes-object',
  only: ['ConfigMap'],
  *check(object, { set, project }) {
    const texts = configTexts(project, object);
    if (texts.length === 0 || !isUsed(project, object)) return;
    for (const text of texts) {
      const addresses = addressesInConfig(text);
      const known = addresses.filter(({ host }) => servicesNamed(project, host).length > 0);
      for (const address of addresses) {
        const wrong = wrongAddress(project, set, object, address, known.length > 0);
        if (wrong === undefined) continue;
        yield {
          at: address.at,
          message: `${text.key} of ${object.title} names ${address.host}${address.port === undefined ? '' : `:${address.port}`}, but ${wrong.says}`,
          object: `${object.title} ${text.key} ${address.host}`,
          severity: text.program === 'nginx' ? 'high' : 'medium',
          related:
            wrong.service === undefined
              ? []
              : [{ at: wrong.service.nameSpan, message: `${wrong.service.title} is defined here` }],
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
          apiVersion: v1
          kind: Service
          metadata: {name: web}
          spec: {selector: {app: web}, ports: [{port: 80}]}
          ---
          apiVersion: v1
          kind: ConfigMap
          metadata: {name: web}
          data:
            nginx.conf: |
              upstream cart { server cart:7070; }
              server {
                listen 80;
                location /cart { proxy_pass http://cart; }
                location /orders { proxy_pass http://order-service:8080/; }
              }
          ---
          apiVersion: apps/v1
          kind: Deployment
          metadata: {name: web}
          spec:
            selector: {matchLabels: {app: web}}
            template:
              metadata: {labels: {app: web}}
              spec:
                containers: [{name: web, image: "nginx:1.27.1", volumeMounts: [{name: config, mountPath: /etc/nginx/conf.d}]}]
                volumes: [{name: config, configMap: {name: web}}]
        `,
      },
      ['k8s/shop.yaml:16:28', 'k8s/shop.yaml:20:44'],
    ),
    good({
      'k8s/shop.yaml': `
        apiVersion: v1
        kind: Service
        metadata: {name: cart, namespace: shop}
        spec: {selector: {app: cart}, ports: [{port: 80, targetPort: 7070}]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: prometheus, namespace: watch}
        spec: {selector: {app: prometheus}, ports: [{port: 9090}]}
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: prometheus, namespace: watch}
        data:
          prometheus.yml: |
            scrape_configs:
              - job_name: cart
                static_configs:
                  - targets: ['cart.shop:80', 'localhost:9090', "db.example.com:9187"]
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: prometheus, namespace: watch}
        spec:
          selector: {matchLabels: {app: prometheus}}
          template:
            metadata: {labels: {app: prometheus}}
            spec:
              containers: [{name: prometheus, image: "prom/prometheus:v3.0.1"}]
              volumes: [{name: config, configMap: {name: prometheus}}]
      `,
    }),
  ],
});

/** A text that no pod is given harms nobody. */
function isUsed(project: Project, { name }: KubernetesObject): boolean {
  return workloadsOf(project).some((workload) =>
    usesOf(workload).some((use) => use.kind === 'ConfigMap' && use.name.value === name?.value),
  );
}

interface Wrong {
  readonly says: string;
  readonly service: KubernetesObject | undefined;
}

function wrongAddress(
  project: Project,
  set: KubernetesSet,
  object: KubernetesObject,
  { host, port }: ConfigAddress,
  isAboutOurs: boolean,
): Wrong | undefined {
  const meant = serviceHost(host);
  if (meant === undefined) return undefined;
  const services = servicesNamed(project, host);
  const [service] = services;
  if (service === undefined) {
    // Of a name with a dot nobody knows whether it is one of the cluster.
    if (host.includes('.') || !/^[a-z][a-z0-9-]+$/.test(host) || !isSelfContained(project, set))
      return undefined;
    const near = nearName(set, 'Service', host);
    const isMistake = isAboutOurs || (near !== undefined && isSlip(host, near.name?.value ?? ''));
    return isMistake ? { says: 'there is no such Service', service: near } : undefined;
  }
  const own = namespaceOf(set, object);
  const spaces = services.map(({ namespace }) => namespace?.value);
  const isApart =
    own !== undefined && !host.includes('.') && !spaces.includes(undefined) && !spaces.includes(own);
  if (isApart && set.open === undefined && services.every((one) => set.objects.includes(one)))
    return { says: `that Service is in namespace ${spaces[0]}, and this is in ${own}`, service };
  const ports = services.length === 1 ? offeredPorts(service) : undefined;
  if (port === undefined || ports === undefined || ports.has(port)) return undefined;
  return { says: `${service.title} has ${[...ports].join(', ')}`, service };
}
