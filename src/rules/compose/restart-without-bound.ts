import { bad, good } from '../rule.ts';
import { serviceSettingRule } from '../shared/service-setting-rule.ts';
import { reviewFix, swapped } from '../shared/yaml-fix.ts';

export default serviceSettingRule({
  id: 'restart-without-bound',
  severity: 'info',
  aliases: ['kics:restart_policy_on_failure_not_set_to_5', 'docker-bench:5.15'],
  key: 'restart',
  title: 'A service is restarted after failures without end',
  why: 'A job that cannot succeed runs again and again, and costs what each try costs.',
  fix: 'Set a bound, such as `on-failure:5`.',
  references: ['https://docs.docker.com/reference/compose-file/services/#restart'],
  faultsOf: ({ restart }, _stack, project) =>
    restart?.value === 'on-failure'
      ? [
          {
            at: restart.span,
            is: 'is restarted after failures without end',
            ...reviewFix('Try five times', swapped(project, restart, 'on-failure', 'on-failure:5')),
          },
        ]
      : [],
  examples: [
    bad(
      {
        'compose.yaml': `
            services:
              api:
                image: ghcr.io/acme/api:1.4.2
                restart: on-failure
          `,
      },
      ['compose.yaml:4:14'],
      {
        'compose.yaml': `
            services:
              api:
                image: ghcr.io/acme/api:1.4.2
                restart: on-failure:5
          `,
      },
    ),
    good({
      'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              restart: on-failure:5
        `,
    }),
  ],
});
