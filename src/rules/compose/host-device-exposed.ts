import { bad, good } from '../rule.ts';
import { serviceSettingRule } from '../shared/service-setting-rule.ts';
import { itemsOf } from '../shared/stack.ts';
export default serviceSettingRule({
  id: 'host-device-exposed',
  severity: 'low',
  aliases: ['docker-bench:5.18'],
  key: 'devices',
  title: 'A device of the host is open to a service',
  why: 'Whoever breaks in reads from it and writes to it past everything that guards files.',
  fix: 'Drop the device where it is not needed, and give only the rights that are (`:r`).',
  references: ['https://docs.docker.com/reference/compose-file/services/#devices'],
  faultsOf: (service, stack) =>
    itemsOf(stack, service, 'devices').map(({ span }) => ({ at: span, is: 'is given a device of the host' })),
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              devices:
                - /dev/ttyUSB0:/dev/ttyUSB0
        `,
      },
      ['compose.yaml:5:9'],
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
