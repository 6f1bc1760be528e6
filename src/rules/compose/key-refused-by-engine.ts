import { refusedKeys } from '../../model/container-keys.ts';
import { bad, defineRule, good } from '../rule.ts';

export default defineRule({
  id: 'key-refused-by-engine',
  area: 'compose',
  severity: 'medium',
  aliases: [],
  title: 'A service asks for what the chosen engine cannot give',
  why: 'The service starts without it and behaves otherwise than the file says; with `--strict` it is not started.',
  fix: 'Take the key out, or say what is wanted in a way that the engine knows.',
  references: ['https://docs.docker.com/reference/compose-file/services/'],
  on: 'service',
  *check(service, { project }) {
    if (project.settings?.engine?.value !== 'docker') return;
    for (const [key, why] of refusedKeys(service.keys.keys())) {
      const at = service.keys.get(key);
      if (at === undefined) continue;
      yield {
        at,
        message: `${service.name} has ${key}, which the docker engine does not carry: ${why}`,
        object: `services.${service.name}.${key}`,
      };
    }
  },
  examples: [
    bad(
      {
        'seaworthy.yaml': 'engine: docker',
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              external_links: [billing-db]
        `,
      },
      'compose.yaml:4:5',
    ),
    good({
      'seaworthy.yaml': 'engine: docker',
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
            deploy:
              replicas: 3
      `,
    }),
    good({
      'seaworthy.yaml': 'engine: local',
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
            external_links: [billing-db]
      `,
    }),
  ],
});
