import { bad, good } from '../rule.ts';
import { serviceSettingRule } from '../shared/service-setting-rule.ts';
import { itemsOf } from '../shared/stack.ts';
import { reviewFix, swapped } from '../shared/yaml-fix.ts';
export default serviceSettingRule({
  id: 'mount-propagation-shared',
  severity: 'medium',
  aliases: ['kics:volume_mounted_in_multiple_containers', 'docker-bench:5.20'],
  key: 'volumes',
  title: 'What a service mounts shows on the host',
  why: 'A mount made in the container appears in the host and in other containers, over whatever was there.',
  fix: 'Use `private` or `rslave`.',
  references: ['https://docs.docker.com/engine/storage/bind-mounts/#configure-bind-propagation'],
  faultsOf: (service, stack, project) =>
    itemsOf(stack, service, 'volumes').flatMap((item) => {
      const bind = item.kind === 'map' ? item.entries.get('bind') : undefined;
      const mode = bind?.kind === 'map' ? bind.entries.get('propagation') : undefined;
      return mode?.kind === 'scalar' && /^r?shared$/.test(String(mode.value))
        ? [
            {
              at: mode.span,
              is: 'shares its mounts with the host',
              ...reviewFix('See the mounts of the host only', swapped(project, mode, 'shared', 'slave')),
            },
          ]
        : [];
    }),
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              volumes:
                - type: bind
                  source: /mnt
                  target: /mnt
                  bind: {propagation: rshared}
        `,
      },
      ['compose.yaml:8:29'],
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              volumes:
                - type: bind
                  source: /mnt
                  target: /mnt
                  bind: {propagation: rslave}
        `,
      },
    ),
    bad(
      {
        'compose.yaml': `
          services:
              api:
                  image: ghcr.io/acme/api:1.4.2
                  volumes:
                  -   type: bind
                      source: /mnt
                      target: /mnt
                      bind:
                          # backups are mounted later
                          propagation: 'shared' # both ways
        `,
      },
      'compose.yaml:10:30',
      {
        'compose.yaml': `
          services:
              api:
                  image: ghcr.io/acme/api:1.4.2
                  volumes:
                  -   type: bind
                      source: /mnt
                      target: /mnt
                      bind:
                          # backups are mounted later
                          propagation: 'slave' # both ways
        `,
      },
    ),
    good({
      'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              volumes:
                - /mnt:/mnt:rslave
        `,
    }),
  ],
});
