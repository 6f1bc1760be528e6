// Ports that compose publishes and a browser may ask become an Ingress; all others stay inside.
import { metadata } from './labels.ts';
import { gather, note, type Part, type PartPort, type World } from './part.ts';
import { labelRoute } from './routes.ts';
import type { Fields } from './tree.ts';

export const placeholderHost = 'host.invalid';

export interface Opening {
  readonly part: Part;
  readonly port: PartPort;
  /** In production. */
  readonly host: string;
}

/** What visitors see first gets the host itself, the others a name in front of it. */
export function openingsOf(world: World): readonly Opening[] {
  const open = world.parts.flatMap((part) => {
    const port = openPort(part);
    return port === undefined ? [] : [{ part, port }];
  });
  // Where one port is open to the network, those on 127.0.0.1 are for whoever works on that machine.
  const outer = open.filter(({ part }) => !isLocalOnly(part));
  const chosen = outer.length > 0 ? outer : open;
  const host = world.request.host ?? `${world.name}.${placeholderHost}`;
  const main =
    chosen.find(({ part }) => isFront(part)) ?? chosen.find(({ part }) => part.isBuilt) ?? chosen[0];
  return chosen.map((one) => {
    const { part, port } = one;
    const own = one === main ? host : `${part.name}.${host}`;
    return { part, port, host: labelRoute(part.service)?.host ?? own };
  });
}

/** What visitors see first. */
function isFront({ name }: Part): boolean {
  return /^(?:gateway|proxy|nginx|caddy|web|frontend|app)$/.test(name);
}

function openPort({ service, ports, kind }: Part): PartPort | undefined {
  if (kind === 'Job') return undefined;
  const route = labelRoute(service);
  if (route !== undefined)
    return ports.find(({ port, isHttp }) => (route.port === undefined ? isHttp : port === route.port));
  return ports.find(
    ({ port, isHttp }) =>
      isHttp &&
      service.ports.some(({ target, published }) => published !== undefined && target.value === port),
  );
}

function isLocalOnly({ service }: Part): boolean {
  return (
    service.ports.length > 0 &&
    service.ports.every(({ host }) => host !== undefined && /^(?:127\.|localhost$|\[?::1)/.test(host.value))
  );
}

export function ingressOf({ part, port, host }: Opening, world: World): Fields {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: metadata(part, world),
    spec: {
      ingressClassName: world.request.ingressClass,
      '#tls': 'The certificate: from cert-manager, or made with `kubectl create secret tls`.',
      tls: [{ hosts: [host], secretName: `${part.name}-tls` }],
      rules: [
        {
          host,
          http: {
            paths: [
              {
                path: '/',
                pathType: 'Prefix',
                backend: { service: { name: part.name, port: { name: port.name } } },
              },
            ],
          },
        },
      ],
    },
  };
}

export function tellIngress(openings: readonly Opening[], world: World): void {
  const { request } = world;
  if (openings.length > 0) {
    if (request.host === undefined)
      note(
        world,
        'decide',
        `nothing says under which name it is reached: ${openings[0]?.host} stands in its place (--host)`,
      );
    note(
      world,
      'decide',
      `the Ingress is for class ${request.ingressClass}, and its controller is let in from namespace ${request.ingressNamespace} (--ingress-class, --ingress-namespace)`,
    );
    note(
      world,
      'decide',
      `certificates are read from ${openings.map(({ part }) => `${part.name}-tls`).join(', ')}: let cert-manager make them, or kubectl create secret tls`,
    );
  }
  for (const part of world.parts) {
    if (part.service.ports.length === 0 || openings.some((one) => one.part === part)) continue;
    gather(
      world,
      'know',
      part.name,
      (names) =>
        `what compose publishes of these is reached from inside only, or with kubectl port-forward: ${names}`,
    );
  }
}
