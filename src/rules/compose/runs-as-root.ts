import { bad, good } from '../rule.ts';
import { serviceSettingRule } from '../shared/service-setting-rule.ts';

export default serviceSettingRule({
  id: 'runs-as-root',
  severity: 'low',
  aliases: ['semgrep:service-runs-as-root'],
  key: 'user',
  title: 'A service is told to run as root',
  why: 'Whoever breaks in is root in the container, one mistake of the kernel or of a mount away from the host.',
  fix: 'Name a user of the image, or a number: `user: "1000"`.',
  references: ['https://docs.docker.com/reference/compose-file/services/#user'],
  faultsOf: ({ user }) =>
    user !== undefined && /^(?:root|0)(?::|$)/.test(user.value)
      ? [{ at: user.span, is: 'is told to run as root' }]
      : [],
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              user: root
        `,
      },
      ['compose.yaml:4:11'],
    ),
    good({
      'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              user: "1000:0"
        `,
    }),
  ],
});
