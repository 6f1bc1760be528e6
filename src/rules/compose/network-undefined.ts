import { bad, good } from '../rule.ts';
import { referenceRule } from '../shared/reference-rule.ts';

export default referenceRule({
  id: 'network-undefined',
  kind: 'network',
  aliases: ['compose-go:undefined-network'],
  title: 'A service uses a network that is not defined',
  fix: 'Define the network at the top level, or name one that is defined.',
  references: ['https://docs.docker.com/reference/compose-file/networks/'],
  uses: (service) => service.networks,
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              networks: [backend]
          networks:
            back-end:
        `,
      },
      'compose.yaml:4:16',
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              networks: [back-end]
          networks:
            back-end:
        `,
      },
    ),
    bad(
      {
        'compose.yaml': `
          # Two networks are planned.
          services:
              api:
                  image: ghcr.io/acme/api:1.4.2
                  networks:
                  - front # to the proxy
                  - store

          networks:
              front:
                  # as the proxy has it
                  name: acme-front

          # end
        `,
      },
      'compose.yaml:7:11',
      {
        'compose.yaml': `
          # Two networks are planned.
          services:
              api:
                  image: ghcr.io/acme/api:1.4.2
                  networks:
                  - front # to the proxy
                  - store

          networks:
              front:
                  # as the proxy has it
                  name: acme-front
              store:

          # end
        `,
      },
    ),
    good({
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
            networks: [backend, default]
        networks:
          backend:
      `,
    }),
    // A part: the network is in the file that it is merged with.
    good({
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
        networks:
          backend:
      `,
      'monitoring/compose.yaml': `
        services:
          exporter:
            image: ghcr.io/acme/exporter:1.4.2
            networks: [backend]
      `,
    }),
  ],
});
