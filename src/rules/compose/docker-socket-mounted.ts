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
    for (const mount of service.mounts) {
      if (!/\/docker\.sock$/.test(mount.source?.value ?? '')) continue;
      const isNeeded = needsSocket.test(`${service.name} ${service.image?.value ?? ''}`);
      yield {
        at: mount.span,
        message: `${service.name} mounts the Docker socket`,
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
    good({
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
            volumes:
              - data:/var/lib/api
        volumes:
          data:
      `,
    }),
  ],
});
