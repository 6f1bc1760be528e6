import { bad, defineRule, good } from '../rule.ts';

export default defineRule({
  id: 'network-mode-conflict',
  area: 'compose',
  severity: 'critical',
  aliases: ['compose-go:network-mode-exclusive', 'compose-go:network-mode-service'],
  title: 'A network mode cannot be combined with what stands beside it',
  why: 'Compose refuses the whole project, so no service starts.',
  fix: 'Keep either `network_mode` or `networks`, and name a service that exists.',
  references: ['https://docs.docker.com/reference/compose-file/services/#network_mode'],
  on: 'service',
  *check(service, { stack }) {
    const mode = service.networkMode;
    if (mode === undefined) return;
    const object = `services.${service.name}.network_mode`;
    const networks = service.keys.get('networks');
    if (networks !== undefined && service.networks.length > 0) {
      const related = [{ at: networks, message: 'networks are named here' }];
      yield { at: mode.span, message: `${service.name} has both network_mode and networks`, object, related };
    }
    const other = /^service:(.+)$/.exec(mode.value)?.[1];
    if (other === undefined || other.includes('$') || stack.services.has(other)) return;
    const message = `${service.name} joins the network of ${other}, which no file of the stack defines`;
    yield { at: mode.span, message, object };
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              network_mode: host
              networks: [back]
            torrent:
              image: ghcr.io/acme/torrent:1.4.2
              network_mode: service:vpn
          networks:
            back:
        `,
      },
      ['compose.yaml:4:19', 'compose.yaml:8:19'],
    ),
    good({
      'compose.yaml': `
        services:
          vpn:
            image: ghcr.io/acme/vpn:1.4.2
          torrent:
            image: ghcr.io/acme/torrent:1.4.2
            network_mode: service:vpn
      `,
    }),
  ],
});
