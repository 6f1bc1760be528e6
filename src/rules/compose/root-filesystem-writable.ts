import { bad, good } from '../rule.ts';
import { lacks, serviceSettingRule } from '../shared/service-setting-rule.ts';

export default serviceSettingRule({
  id: 'root-filesystem-writable',
  severity: 'low',
  aliases: ['docker-bench:5.13', 'semgrep:writable-filesystem-service'],
  key: 'read_only',
  sparesOneShots: true,
  title: 'A service can write to its own file system',
  why: 'Whoever breaks in can change the program itself and leave tools behind.',
  fix: 'Set `read_only: true`, with `tmpfs` for the folders that must be written.',
  references: ['https://docs.docker.com/reference/compose-file/services/#read_only'],
  faultsOf: (service) =>
    lacks(service.readOnly?.value !== true, service, 'can write to its root file system'),
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
              read_only: true
        `,
    }),
  ],
});
