import type { Located } from '../../base/span.ts';
import { bad, defineRule, good } from '../rule.ts';
import { nearName } from '../shared/kubernetes/find.ts';
import {
  isSelfContained,
  offeredPorts,
  serviceHost,
  servicesNamed,
} from '../shared/kubernetes/named-hosts.ts';
import { subject } from '../shared/kubernetes/pods.ts';

export default defineRule({
  id: 'init-waits-for-unknown',
  area: 'kubernetes',
  severity: 'critical',
  confidence: 'likely',
  aliases: [],
  title: 'An init container waits for a Service or a port that is not there',
  why: 'It waits for ever: the pod stays in Init and never starts.',
  fix: 'Wait for a Service that the cluster has, at a port of it.',
  references: ['https://kubernetes.io/docs/concepts/workloads/pods/init-containers/#examples'],
  on: 'container',
  *check(container, { workload, set, project }) {
    if (container.role !== 'init' || set.open !== undefined) return;
    for (const { host, port, at } of awaited([...container.command, ...container.args])) {
      if (serviceHost(host) === undefined) continue;
      const services = servicesNamed(project, host);
      const [service] = services;
      const says = `${subject(container, workload)} waits for ${host}${port === undefined ? '' : `:${port}`}`;
      if (service === undefined) {
        const near =
          isSelfContained(project, set) && !host.includes('.') ? nearName(set, 'Service', host) : undefined;
        if (near === undefined) continue;
        const related = [{ at: near.nameSpan, message: `there is ${near.title}` }];
        yield { at: at.span, message: `${says}, but there is no such Service`, related };
        continue;
      }
      const ports = services.length === 1 ? offeredPorts(service) : undefined;
      if (port === undefined || ports === undefined || ports.has(port)) continue;
      yield {
        at: at.span,
        message: `${says}, but ${service.title} has ${[...ports].join(', ')}`,
        related: [{ at: service.nameSpan, message: `${service.title} is defined here` }],
      };
    }
  },
  examples: [
    bad(
      {
        'k8s/shop.yaml': `
          apiVersion: v1
          kind: Service
          metadata: {name: postgres}
          spec: {selector: {app: db}, ports: [{port: 5432}]}
          ---
          apiVersion: v1
          kind: Service
          metadata: {name: web}
          spec: {selector: {app: web}, ports: [{port: 80}]}
          ---
          apiVersion: apps/v1
          kind: Deployment
          metadata: {name: web}
          spec:
            selector: {matchLabels: {app: web}}
            template:
              metadata: {labels: {app: web}}
              spec:
                initContainers:
                  - name: wait
                    image: busybox:1.37
                    command: [sh, -c, "until nc -z postgress 5432; do sleep 1; done"]
                  - name: wait-too
                    image: busybox:1.37
                    command: [sh, -c, "until nc -z postgres 5433; do sleep 1; done"]
                containers:
                  - name: web
                    image: ghcr.io/acme/web:1.4.2
        `,
      },
      ['k8s/shop.yaml:22:29', 'k8s/shop.yaml:25:29'],
    ),
    good({
      'k8s/shop.yaml': `
        apiVersion: v1
        kind: Service
        metadata: {name: postgres}
        spec: {selector: {app: db}, ports: [{port: 5432}]}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec:
              initContainers:
                - name: wait
                  image: busybox:1.37
                  command: [sh, -c, "until nc -z -w 2 postgres 5432; do sleep 1; done"]
              containers:
                - name: web
                  image: ghcr.io/acme/web:1.4.2
      `,
    }),
  ],
});

interface Awaited {
  readonly host: string;
  readonly port: number | undefined;
  readonly at: Located<string>;
}

const host = '([a-z][a-z0-9.-]*[a-z0-9])';
const waits: readonly RegExp[] = [
  new RegExp(`\\bnc\\s+(?:-[a-z]+\\s+(?:\\d+\\s+)?)*${host}\\s+(\\d{2,5})\\b`, 'g'),
  new RegExp(`\\b(?:nslookup|getent\\s+hosts)\\s+${host}(?=[;\\s]|$)`, 'g'),
  new RegExp(`\\bwait-for(?:-it)?(?:\\.sh)?\\s+${host}:(\\d{2,5})\\b`, 'g'),
  new RegExp(`\\bpg_isready\\b[^;&|]*?-h\\s+${host}(?:[^;&|]*?-p\\s+(\\d{2,5}))?`, 'g'),
];

/** Hosts for which a loop of a shell waits, and what is there to wait only. */
function* awaited(words: readonly Located<string>[]): Iterable<Awaited> {
  for (const at of words) {
    if (at.value.length > 4000 || !/\b(?:until|while|wait-for)/.test(at.value)) continue;
    for (const wait of waits) {
      for (const [, name = '', port] of at.value.matchAll(wait)) {
        yield { host: name, port: port === undefined ? undefined : Number(port), at };
      }
    }
  }
}
