import { bad, good } from '../rule.ts';
import { serviceSettingRule } from '../shared/service-setting-rule.ts';
import { scalarOf } from '../shared/stack.ts';
export default serviceSettingRule({
  id: 'cgroup-parent-set',
  severity: 'low',
  aliases: ['kics:cgroup_not_default', 'docker-bench:5.25'],
  key: 'cgroup_parent',
  title: 'A service runs below a control group of its own choice',
  why: 'Limits and accounting of that group apply to it, which nobody sees in this file.',
  fix: 'Drop `cgroup_parent`, and set limits in the file.',
  references: ['https://docs.docker.com/reference/compose-file/services/#cgroup_parent'],
  faultsOf: (service, stack) => {
    const parent = scalarOf(stack, service, 'cgroup_parent');
    return parent === undefined
      ? []
      : [{ at: parent.span, is: `runs below the control group ${parent.value}` }];
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              cgroup_parent: batch.slice
        `,
      },
      ['compose.yaml:4:20'],
    ),
    good({
      'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
        `,
    }),
  ],
});
