import { bad, good } from '../rule.ts';
import { addToList } from '../shared/service-fix.ts';
import { lacks, serviceSettingRule } from '../shared/service-setting-rule.ts';
import { reviewFix } from '../shared/yaml-fix.ts';

export default serviceSettingRule({
  id: 'privilege-escalation-allowed',
  severity: 'low',
  aliases: [
    'kics:no_new_privileges_not_set',
    'kics:security_opt_not_set',
    'docker-bench:5.26',
    'semgrep:no-new-privileges',
  ],
  key: 'security_opt',
  sparesOneShots: true,
  title: 'A process of a service may gain rights that it was not started with',
  why: 'A setuid program in the image makes root of whoever breaks in as a plain user.',
  fix: 'Set `security_opt: [no-new-privileges:true]`.',
  references: ['https://docs.docker.com/reference/compose-file/services/#security_opt'],
  faultsOf: (service, _stack, project) => {
    const isSet = service.securityOpt.some(({ value }) => /^no-new-privileges(?:[:=]true)?$/.test(value));
    return lacks(!isSet, service, 'does not set no-new-privileges', () =>
      reviewFix(
        'Set no-new-privileges',
        addToList(project, service, 'security_opt', 'no-new-privileges:true'),
      ),
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
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              security_opt:
                - no-new-privileges:true
        `,
      },
    ),
    bad(
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              security_opt:
              - apparmor=acme # our own
        `,
      },
      'compose.yaml:2:3',
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              security_opt:
              - apparmor=acme # our own
              - no-new-privileges:true
        `,
      },
    ),
    good({
      'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              security_opt: ["no-new-privileges:true"]
        `,
    }),
  ],
});
