import { bad, good } from '../rule.ts';
import { lacks, serviceSettingRule } from '../shared/service-setting-rule.ts';

export default serviceSettingRule({
  id: 'capabilities-kept',
  severity: 'low',
  aliases: ['kics:container_capabilities_unrestricted', 'docker-bench:5.4'],
  key: 'cap_drop',
  sparesOneShots: true,
  title: 'A service keeps all default capabilities',
  why: 'A program that needs none of them runs with fourteen rights of root, and so does whoever breaks in.',
  fix: 'Set `cap_drop: [ALL]` and add back what is needed with `cap_add`.',
  references: ['https://docs.docker.com/engine/security/#linux-kernel-capabilities'],
  faultsOf: (service) => {
    const dropsAll = service.capDrop.some(({ value }) => value.toUpperCase() === 'ALL');
    return lacks(!dropsAll && service.privileged?.value !== true, service, 'drops no capabilities');
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
        `,
      },
      ['compose.yaml:2:3'],
    ),
    good({
      'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              cap_drop: [ALL]
              cap_add: [NET_BIND_SERVICE]
        `,
    }),
  ],
});
