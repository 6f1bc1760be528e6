import { bad, good } from '../rule.ts';
import { healthcheckOf } from '../shared/command.ts';
import { isMissed } from '../shared/health-check-missed.ts';
import { lacks, serviceSettingRule } from '../shared/service-setting-rule.ts';

export default serviceSettingRule({
  id: 'healthcheck-not-seen',
  severity: 'info',
  confidence: 'possible',
  aliases: ['kics:healthcheck_not_set', 'docker-bench:5.27'],
  key: 'healthcheck',
  title: 'Nothing in sight checks the health of a service',
  why: 'Unless its image brings a check, a process that hangs counts as running for ever.',
  fix: 'Add a `healthcheck`, or leave it to the image where that has one.',
  references: ['https://docs.docker.com/reference/compose-file/services/#healthcheck'],
  sparesOneShots: true,
  faultsOf: (service, stack, _project, link) => {
    const check = healthcheckOf(service, link);
    if (check?.disabled === true) return [{ at: service.nameSpan, is: 'has its health check switched off' }];
    // What is sure to be missed is told by a rule of its own.
    return lacks(
      check?.test === undefined && !isMissed(stack, service, link),
      service,
      'has no health check here',
    );
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
              healthcheck: {disable: true}
        `,
      },
      ['compose.yaml:2:3', 'compose.yaml:4:3'],
    ),
    good({
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
            healthcheck: {test: ["CMD", "/bin/check"]}
      `,
    }),
  ],
});
