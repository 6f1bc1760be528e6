import { nearest } from '../../base/text.ts';
import { bad, defineRule, good } from '../rule.ts';
import { reviewFix, swapped } from '../shared/yaml-fix.ts';

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
  *check(service, { stack, project }) {
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
    const near = nearest(other, stack.services.keys());
    const fix = near === undefined ? {} : reviewFix(`Join ${near}`, swapped(project, mode, other, near));
    yield { at: mode.span, message, object, ...fix };
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
    bad(
      {
        'compose.yaml': `
          services:
            vpn:
              image: ghcr.io/acme/vpn:1.4.2
            client:
              image: ghcr.io/acme/client:1.4.2
              network_mode: "service:vpm"   # all through the tunnel
        `,
      },
      'compose.yaml:6:19',
      {
        'compose.yaml': `
          services:
            vpn:
              image: ghcr.io/acme/vpn:1.4.2
            client:
              image: ghcr.io/acme/client:1.4.2
              network_mode: "service:vpn"   # all through the tunnel
        `,
      },
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
