import { bad, good } from '../rule.ts';
import { lacks, serviceSettingRule } from '../shared/service-setting-rule.ts';

export default serviceSettingRule({
  id: 'process-limit-missing',
  severity: 'low',
  aliases: ['kics:pids_limit_not_set', 'docker-bench:5.29'],
  key: 'pids_limit',
  sparesOneShots: true,
  title: 'A service may start any number of processes',
  why: 'One that forks without end takes the process table of the host, and nobody can log in to stop it.',
  fix: 'Set `pids_limit` (or `deploy.resources.limits.pids`).',
  references: ['https://docs.docker.com/reference/compose-file/services/#pids_limit'],
  faultsOf: (service) => {
    const limit = service.resources.pidsLimit;
    if (limit !== undefined && limit.value <= 0) return [{ at: limit.span, is: 'has no limit of processes' }];
    return lacks(limit === undefined, service, 'has no limit of processes');
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
            worker:
              image: ghcr.io/acme/worker:1.4.2
              pids_limit: -1
        `,
      },
      ['compose.yaml:2:3', 'compose.yaml:6:17'],
    ),
    good({
      'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              pids_limit: 200
        `,
    }),
  ],
});
