import { bad, good } from '../rule.ts';
import { lacks, serviceSettingRule } from '../shared/service-setting-rule.ts';

export default serviceSettingRule({
  id: 'cpu-limit-missing',
  severity: 'low',
  aliases: ['kics:cpus_not_limited', 'docker-bench:5.12'],
  key: 'cpus',
  sparesOneShots: true,
  title: 'A service has no CPU limit',
  why: 'One busy service takes the processors of the whole host, and the others answer late.',
  fix: 'Set `deploy.resources.limits.cpus` (or `cpus`).',
  references: ['https://docs.docker.com/reference/compose-file/services/#cpus'],
  // `cpuset` names the processors that it may take.
  faultsOf: (service) =>
    lacks(
      (service.resources.cpuLimit?.value ?? 0) === 0 && !service.keys.has('cpuset'),
      service,
      'has no CPU limit',
    ),
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
    bad(
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              cpus: 0 # none
        `,
      },
      ['compose.yaml:2:3'],
    ),
    good({
      'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              cpus: 0.5
            worker:
              image: ghcr.io/acme/worker:1.4.2
              cpuset: 0-1
        `,
    }),
    // What it extends is missing, and may have it.
    good({
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
            extends: {file: compose.common.yaml, service: api}
            ports: ["8080:8080"]
      `,
    }),
  ],
});
