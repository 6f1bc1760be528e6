import { bad, good } from '../rule.ts';
import { referenceRule } from '../shared/reference-rule.ts';

export default referenceRule({
  id: 'volume-undefined',
  kind: 'volume',
  aliases: ['compose-go:undefined-volume'],
  title: 'A service uses a volume that is not defined',
  fix: 'Define the volume at the top level, or write `./` before a folder of the host.',
  references: ['https://docs.docker.com/reference/compose-file/volumes/'],
  uses: function* (service) {
    for (const mount of service.mounts) {
      if (mount.kind !== 'volume' || mount.source === undefined) continue;
      yield { name: mount.source.value, span: mount.source.span };
    }
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              volumes:
                - data:/var/lib/api
        `,
      },
      'compose.yaml:5:9',
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              volumes:
                - data:/var/lib/api
          volumes:
            data:
        `,
      },
    ),
    bad(
      {
        'compose.yaml': `
          services:
            web:
              image: nginx:1.27-alpine
              volumes:
                - "site/dist:/usr/share/nginx/html:ro" # built before
        `,
      },
      'compose.yaml:5:10',
      {
        'compose.yaml': `
          services:
            web:
              image: nginx:1.27-alpine
              volumes:
                - "./site/dist:/usr/share/nginx/html:ro" # built before
        `,
      },
    ),
    good({
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
            volumes:
              - data:/var/lib/api
              - ./templates:/templates
              - /cache
        volumes:
          data:
      `,
      'templates/mail.txt': 'Hello\n',
    }),
  ],
});
