import type { Edit } from '../../base/edit.ts';
import type { Located } from '../../base/span.ts';
import type { Project } from '../../model/project.ts';
import type { Service } from '../../model/service.ts';
import { bad, good } from '../rule.ts';
import { addToService } from '../shared/service-fix.ts';
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
  faultsOf: (service, _stack, project) =>
    service.restart !== undefined && /^on-failure(?::0)?$/.test(service.restart.value)
      ? [
          {
            at: service.restart.span,
            is: 'is restarted after failures without end',
            ...reviewFix('Try five times', bounded(project, service, service.restart)),
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
    bad(
      {
        'compose.yaml': `
          services:
            worker:
              image: ghcr.io/acme/worker:1.4.2
              deploy:
                restart_policy: { condition: on-failure } # jobs
            mail:
              image: ghcr.io/acme/mail:1.4.2
              restart: 'on-failure' # the relay may be away
            feed:
              image: ghcr.io/acme/feed:1.4.2
              restart: on-failure:0
        `,
      },
      ['compose.yaml:5:36', 'compose.yaml:8:14', 'compose.yaml:11:14'],
      {
        'compose.yaml': `
          services:
            worker:
              image: ghcr.io/acme/worker:1.4.2
              deploy:
                restart_policy: { condition: on-failure, max_attempts: 5 } # jobs
            mail:
              image: ghcr.io/acme/mail:1.4.2
              restart: 'on-failure:5' # the relay may be away
            feed:
              image: ghcr.io/acme/feed:1.4.2
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

/** The policy may stand under `deploy`, where the number has a key of its own. */
function bounded(project: Project, service: Service, restart: Located<string>): Edit | undefined {
  if (service.keys.has('restart')) return swapped(project, restart, restart.value, 'on-failure:5');
  return addToService(project, service, ['deploy', 'restart_policy', 'max_attempts'], 5);
}
