import { bad, good } from '../rule.ts';
import { problemRule } from '../shared/problem-rule.ts';

export default problemRule({
  id: 'unknown-key',
  area: 'compose',
  severity: 'critical',
  aliases: ['dclint:invalid-schema', 'compose-go:schema'],
  title: 'A key is not one that compose knows',
  why: 'Compose refuses the file ("additional properties are not allowed"), so nothing starts.',
  fix: 'Correct the spelling, move the key to where it belongs, or begin it with `x-`.',
  references: ['https://docs.docker.com/reference/compose-file/'],
  takes: ({ code }) => code === 'unknown-key',
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              enviroment:
                LOG_LEVEL: debug
        `,
      },
      'compose.yaml:4:5',
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              environment:
                LOG_LEVEL: debug
        `,
      },
    ),
    bad(
      {
        'compose.yaml': `
          x-api: &api
              restart: always
          services:
              api:
                  <<: *api
                  image: ghcr.io/acme/api:1.4.2
                  "volums": # uploads
                  - files:/srv/files
              worker: { image: "ghcr.io/acme/worker:1.4.2", enviroment: [A=b], environment: [B=c] }
          volumes: { files: {} }
        `,
      },
      ['compose.yaml:7:9', 'compose.yaml:9:51'],
      {
        'compose.yaml': `
          x-api: &api
              restart: always
          services:
              api:
                  <<: *api
                  image: ghcr.io/acme/api:1.4.2
                  "volumes": # uploads
                  - files:/srv/files
              worker: { image: "ghcr.io/acme/worker:1.4.2", enviroment: [A=b], environment: [B=c] }
          volumes: { files: {} }
        `,
      },
    ),
    good({
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
            x-owner: platform
            environment:
              LOG_LEVEL: debug
      `,
    }),
  ],
});
