import type { BuildLink } from '../../model/project.ts';
import type { Service } from '../../model/service.ts';
import { bad, good } from '../rule.ts';
import { stageOf } from '../shared/image.ts';
import { addToList } from '../shared/service-fix.ts';
import { lacks, serviceSettingRule } from '../shared/service-setting-rule.ts';
import { reviewFix } from '../shared/yaml-fix.ts';

export default serviceSettingRule({
  id: 'capabilities-kept',
  severity: 'low',
  aliases: ['kics:container_capabilities_unrestricted', 'docker-bench:5.4'],
  key: 'cap_drop',
  sparesOneShots: true,
  title: 'A service keeps all default capabilities',
  why: 'A program that needs none of them runs with fourteen rights of root, and so does whoever breaks in.',
  fix: 'Set `cap_drop: [ALL]` and add back what is needed with `cap_add`.',
  references: ['https://docs.docker.com/engine/security/#linux-kernel-capabilities'],
  faultsOf: (service, _stack, project, link) => {
    const dropsAll = service.capDrop.some(({ value }) => value.toUpperCase() === 'ALL');
    return lacks(!dropsAll && service.privileged?.value !== true, service, 'drops no capabilities', () =>
      runsWithoutRoot(service, link)
        ? reviewFix('Drop all capabilities', addToList(project, service, 'cap_drop', 'ALL'))
        : {},
    );
  },
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
                  user: "1000:1000"
                  tmpfs: ["/tmp"] # scratch
        `,
      },
      'compose.yaml:2:5',
      {
        'compose.yaml': `
          services:
              api:
                  image: ghcr.io/acme/api:1.4.2
                  user: "1000:1000"
                  tmpfs: ["/tmp"] # scratch
                  cap_drop:
                      - ALL
        `,
      },
    ),
    good({
      'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              cap_drop: [ALL]
              cap_add: [NET_BIND_SERVICE]
        `,
    }),
  ],
});

/** A process that never was root has no capabilities in effect: dropping them takes nothing from it. */
function runsWithoutRoot({ user, capAdd, capDrop }: Service, link: BuildLink | undefined): boolean {
  const name = user ?? stageOf(link)?.image.user;
  if (name === undefined || capAdd.length + capDrop.length > 0) return false;
  return !/^(?:root|0)(?::|$)|\$/.test(name.value);
}
