import { bad, good } from '../rule.ts';
import { referenceRule } from '../shared/reference-rule.ts';

export default referenceRule({
  id: 'secret-undefined',
  kind: 'secret',
  aliases: ['compose-go:undefined-secret'],
  title: 'A service uses a secret that is not defined',
  fix: 'Define the secret at the top level with `file` or `environment`, or correct the name.',
  references: ['https://docs.docker.com/reference/compose-file/secrets/'],
  uses: (service) => [...service.secrets, ...(service.build?.secrets ?? [])],
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              secrets: [api_token]
        `,
      },
      'compose.yaml:4:15',
    ),
    bad(
      {
        'compose.yaml': `
          services:
            api:
              build:
                context: .
                secrets:
                  - npm_token
                  - source: ca
                    target: /ca.pem
          secrets:
            ca: { file: ./ca.pem }
        `,
        'ca.pem': `
          x
        `,
        Dockerfile: `
          FROM node:22.11-alpine
          RUN --mount=type=secret,id=npm_token npm ci
        `,
      },
      'compose.yaml:6:11',
    ),
    bad(
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              secrets:
                # read at start
                - source: 'db-pasword'
                  target: db
          secrets:
            db-password: { file: ./db.txt }
        `,
        'db.txt': `
          x
        `,
      },
      'compose.yaml:6:9',
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              secrets:
                # read at start
                - source: 'db-password'
                  target: db
          secrets:
            db-password: { file: ./db.txt }
        `,
      },
    ),
    good({
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
            secrets: [api_token]
        secrets:
          api_token:
            environment: API_TOKEN
      `,
    }),
  ],
});
