import { bad, good } from '../rule.ts';
import { referenceRule } from '../shared/reference-rule.ts';

export default referenceRule({
  id: 'config-undefined',
  kind: 'config',
  aliases: ['compose-go:undefined-config'],
  title: 'A service uses a config that is not defined',
  fix: 'Define the config at the top level with `file` or `content`, or correct the name.',
  references: ['https://docs.docker.com/reference/compose-file/configs/'],
  uses: (service) => service.configs,
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              configs:
                - source: settings
                  target: /etc/api/settings.json
        `,
      },
      'compose.yaml:5:9',
    ),
    bad(
      {
        'compose.yaml': `
          services:
            web: { image: nginx:1.27-alpine, configs: [ngnix] } # front
          configs: { nginx: { content: "" } }
        `,
      },
      'compose.yaml:2:46',
      {
        'compose.yaml': `
          services:
            web: { image: nginx:1.27-alpine, configs: [nginx] } # front
          configs: { nginx: { content: "" } }
        `,
      },
    ),
    good({
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
            configs:
              - source: settings
                target: /etc/api/settings.json
        configs:
          settings:
            content: "{}"
      `,
    }),
  ],
});
