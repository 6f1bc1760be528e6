import { bad, good } from '../rule.ts';
import { serviceSettingRule } from '../shared/service-setting-rule.ts';

export default serviceSettingRule({
  id: 'published-port-on-every-interface',
  severity: 'low',
  aliases: [
    'kics:container_traffic_not_bound_to_host_interface',
    'dclint:no-unbound-port-interfaces',
    'docker-bench:5.14',
  ],
  key: 'ports',
  title: 'A port is published on every interface of the host',
  why: 'Docker edits the firewall itself, so the port is open to every network that the host is in.',
  fix: 'Name the address to bind to: `127.0.0.1:8080:80`.',
  references: ['https://docs.docker.com/engine/network/packet-filtering-firewalls/'],
  faultsOf: (service) =>
    service.ports
      // The web is there for everybody.
      .filter(({ published }) => published?.value !== 80 && published?.value !== 443)
      .filter(({ host }) => host === undefined || ['', '0.0.0.0', '::', '[::]'].includes(host.value))
      .map(({ span, target }) => ({ at: span, is: `publishes port ${target.value} on every interface` })),
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              ports: ["8080:80"]
        `,
      },
      ['compose.yaml:4:13'],
    ),
    good({
      'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              ports: ["127.0.0.1:8080:80", "443:8443"]
        `,
    }),
  ],
});
