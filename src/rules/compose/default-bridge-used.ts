import { bad, good } from '../rule.ts';
import { serviceSettingRule } from '../shared/service-setting-rule.ts';

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
  faultsOf: ({ networkMode }) =>
    networkMode?.value === 'bridge' ? [{ at: networkMode.span, is: 'joins the default bridge' }] : [],
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
