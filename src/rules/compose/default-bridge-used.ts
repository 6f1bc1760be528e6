import { bad, good } from '../rule.ts';
import { removeFromService } from '../shared/service-fix.ts';
import { serviceSettingRule } from '../shared/service-setting-rule.ts';
import { reviewFix } from '../shared/yaml-fix.ts';

export default serviceSettingRule({
  id: 'default-bridge-used',
  severity: 'low',
  aliases: ['docker-bench:5.30'],
  key: 'network_mode',
  title: 'A service joins the default bridge of the engine',
  why: 'There it meets the containers of every other project, and no service is found by its name.',
  fix: 'Drop `network_mode`, so that compose makes a network for the project.',
  references: [
    'https://docs.docker.com/engine/network/drivers/bridge/#differences-between-user-defined-bridges-and-the-default-bridge',
  ],
  faultsOf: (service, _stack, project) =>
    service.networkMode?.value === 'bridge'
      ? [
          {
            at: service.networkMode.span,
            is: 'joins the default bridge',
            ...reviewFix(
              'Join the network of the project',
              removeFromService(project, service, 'network_mode'),
            ),
          },
        ]
      : [],
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              network_mode: bridge
        `,
      },
      ['compose.yaml:4:19'],
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
        `,
      },
    ),
    bad(
      {
        'compose.yaml': `
          services:
              api:
                  image: ghcr.io/acme/api:1.4.2
                  network_mode: bridge # as before
                  # ports come later
        `,
      },
      'compose.yaml:4:23',
      {
        'compose.yaml': `
          services:
              api:
                  image: ghcr.io/acme/api:1.4.2
                  # as before
                  # ports come later
        `,
      },
    ),
    good({
      'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
        `,
    }),
  ],
});
