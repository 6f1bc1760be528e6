// NetworkPolicies: nothing is allowed, then DNS for all, then each edge from both of its ends.
// https://kubernetes.io/docs/concepts/services-networking/network-policies/
import { acceptance } from './accepted.ts';
import type { Built } from './built.ts';
import { type Edge, outerHosts } from './edges.ts';
import { metadata, selectorLabels } from './labels.ts';
import type { Part, World } from './part.ts';
import type { Fields } from './tree.ts';

export function namespacePolicies(world: World): readonly Fields[] {
  const labels = { 'app.kubernetes.io/part-of': world.name };
  return [
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'default-deny', labels },
      spec: {
        '#all': 'Every pod of the namespace, in both directions: what is not allowed elsewhere is refused.',
        podSelector: {},
        policyTypes: ['Ingress', 'Egress'],
      },
    },
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'allow-dns', labels },
      spec: {
        podSelector: {},
        policyTypes: ['Egress'],
        '#dns': 'Where nodes keep a cache of their own, its address 169.254.20.10 must be added.',
        egress: [
          {
            to: [
              {
                namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
                podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
              },
            ],
            ports: [
              { port: 53, protocol: 'UDP' },
              { port: 53, protocol: 'TCP' },
            ],
          },
        ],
      },
    },
  ];
}

export function policyOf(built: Built, edges: readonly Edge[], isOpened: boolean, world: World): Fields {
  const { part } = built;
  const callers = edges.filter(({ to }) => to === part);
  const called = edges.filter(({ from }) => from === part);
  const ingress = [
    ...callers.map((edge) => ({ '#why': why(edge), from: [peer(edge.from, world)], ports: portsOf(edge) })),
    ...(isOpened ? [fromController(part, world)] : []),
  ];
  const egress = [
    ...called.map((edge) => ({ '#why': why(edge), to: [peer(edge.to, world)], ports: portsOf(edge) })),
    ...outside(built, world),
  ];
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: metadata(part, world),
    spec: {
      podSelector: { matchLabels: selectorLabels(part, world) },
      policyTypes: ['Ingress', 'Egress'],
      ingress: ingress.length === 0 ? undefined : ingress,
      egress: egress.length === 0 ? undefined : egress,
    },
  };
}

function why({ from, to, why: reason }: Edge): string {
  return `${from.name} calls ${to.name}: ${reason}.`;
}

function peer(part: Part, world: World): Fields {
  return { podSelector: { matchLabels: selectorLabels(part, world) } };
}

function portsOf({ to, port }: Edge): readonly Fields[] | undefined {
  const ports = port === undefined ? to.ports : to.ports.filter((one) => one.port === port);
  return ports.length === 0 ? undefined : ports.map(numbered);
}

function numbered({ port, protocol }: Part['ports'][number]): Fields {
  return { port, protocol };
}

function fromController(part: Part, { request }: World): Fields {
  return {
    '#why': 'The Ingress controller.',
    from: [
      { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': request.ingressNamespace } } },
    ],
    ports: part.ports.filter(({ isHttp }) => isHttp).map(numbered),
  };
}

/** Policies know no names of hosts: the port to the world, and nothing within the usual private ranges. */
function outside(built: Built, world: World): readonly Fields[] {
  const hosts = outerHosts(built.part, world);
  if (hosts.length === 0) return [];
  const ports = [...new Set(hosts.map((host) => Number(host.split(':').at(-1))))].sort((a, b) => a - b);
  return [
    {
      '#why': `It calls ${hosts.join(', ')}.`,
      to: [
        {
          ipBlock: {
            '#world': acceptance('egress', built, world),
            cidr: '0.0.0.0/0',
            except: ['10.0.0.0/8', '100.64.0.0/10', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16'],
          },
        },
      ],
      ports: ports.map((port) => ({ port, protocol: 'TCP' })),
    },
  ];
}
