import { bad, good } from '../rule.ts';
import { lacks, serviceSettingRule } from '../shared/service-setting-rule.ts';

export default serviceSettingRule({
  id: 'ulimits-missing',
  severity: 'info',
  aliases: ['docker-bench:5.19'],
  key: 'ulimits',
  sparesOneShots: true,
  title: 'A service sets no ulimits',
  why: 'How many files it may open is up to the settings of the engine, and another host may give it fewer.',
  fix: 'Set `ulimits`, such as `nofile`, where the service depends on them.',
  references: ['https://docs.docker.com/reference/compose-file/services/#ulimits'],
  faultsOf: (service) => lacks(!service.keys.has('ulimits'), service, 'sets no ulimits'),
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
              ulimits: {nofile: 4096}
        `,
    }),
  ],
});
