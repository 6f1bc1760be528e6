import type { Mount } from '../../model/service.ts';
import { bad, defineRule, good } from '../rule.ts';

// Programs whose task is to talk to the engine; they still hold the keys to the host.
const needsSocket = new RegExp(
  [
    'traefik|nginx-proxy|docker-gen|[-_]gen\b|companion|letsencrypt|caddy-docker|swag',
    'portainer|dockge|yacht|komodo|watchtower|wud|whatsupdocker|ouroboros|diun|autoheal|ofelia|socket-?proxy',
    'cadvisor|dozzle|promtail|alloy|vector|filebeat|metricbeat|fluent|logspout|otel|opentelemetry|collector|telegraf',
    'netdata|agent|crowdsec|falco|profiler|exporter|homepage|runner|dind|docker|doco|backup|autoscal',
  ].join('|'),
  'i',
);

/** What the fix asks for: it lets through the calls that it is told to. */
const isProxy = /socket-?proxy/i;

export default defineRule({
  id: 'docker-socket-mounted',
  area: 'compose',
  severity: 'high',
  aliases: [
    'kics:docker_socket_mounted_in_container',
    'docker-bench:5.32',
    'semgrep:exposing-docker-socket-volume',
  ],
  title: 'The Docker socket is mounted into a container',
  why: 'Whoever breaks into the process can start a container that owns the host; `:ro` does not prevent that.',
  fix: 'Put a socket proxy that allows only the calls needed in between, or do without the socket.',
  references: ['https://docs.docker.com/engine/security/#docker-daemon-attack-surface'],
  inParts: true,
  on: 'service',
  *check(service) {
    const held = service.mounts.map((mount) => ({ mount, what: heldBy(mount) }));
    for (const { mount, what } of held) {
      // A folder that holds the socket tells nothing new beside the socket itself.
      if (what === undefined || (isFolder(mount) && held.some((one) => one.what === theSocket))) continue;
      if (isProxy.test(service.image?.value ?? '')) continue;
      const isNeeded = needsSocket.test(`${service.name} ${service.image?.value ?? ''}`);
      yield {
        at: mount.span,
        message: `${service.name} mounts ${what}`,
        object: `services.${service.name}.volumes.${mount.target.value}`,
        severity: isNeeded ? 'medium' : 'high',
      };
    }
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              volumes:
                - /var/run/docker.sock:/var/run/docker.sock:ro
        `,
      },
      'compose.yaml:5:9',
    ),
    bad(
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              volumes:
                - /run/podman/podman.sock:/var/run/docker.sock
            web:
              image: ghcr.io/acme/web:1.4.2
              volumes:
                - {type: bind, source: /run/containerd/containerd.sock, target: /containerd.sock}
            logs:
              image: ghcr.io/acme/logs:1.4.2
              volumes:
                - /var/run/:/host/run:ro
            usage:
              image: ghcr.io/acme/usage:1.4.2
              volumes:
                - /var/run:/var/run:ro
                - /var/run/docker.sock:/var/run/docker.sock:ro
        `,
      },
      ['compose.yaml:5:9', 'compose.yaml:9:9', 'compose.yaml:13:9', 'compose.yaml:18:9'],
    ),
    good({
      'compose.yaml': `
        services:
          engine:
            image: tecnativa/docker-socket-proxy:0.3.0
            environment: { CONTAINERS: '1', POST: '0' }
            volumes:
              - /var/run/docker.sock:/var/run/docker.sock:ro
      `,
    }),
    good({
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
            volumes:
              - /run/acme:/run/acme
              - data:/var/lib/api
        volumes:
          data:
      `,
    }),
  ],
});

/** Sockets of engines that start containers; the folder of the sockets holds them, whether it may be written or not. */
function heldBy(mount: Mount): string | undefined {
  const path = mount.source?.value ?? '';
  if (/\/docker\.sock$/.test(path)) return theSocket;
  if (/\/(?:podman|containerd|crio|cri-dockerd)\.sock$/.test(path)) return `the socket ${path}`;
  return isFolder(mount) ? `${path}, which holds the Docker socket` : undefined;
}

const theSocket = 'the Docker socket';

function isFolder({ kind, source }: Mount): boolean {
  return kind === 'bind' && /^\/(?:var\/)?run\/?$/.test(source?.value ?? '');
}
