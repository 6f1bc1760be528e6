import { bad, defineRule, good } from '../rule.ts';

const layers = [
  ['seccomp', /^seccomp[:=]unconfined$/],
  ['AppArmor', /^apparmor[:=]unconfined$/],
  ['SELinux', /^label[:=]disable$/],
  // What of /proc and /sys the engine hides or keeps from being written to.
  ['masked system paths', /^systempaths[:=]unconfined$/],
] as const;

export default defineRule({
  id: 'confinement-off',
  area: 'compose',
  severity: 'medium',
  aliases: [
    'kics:default_seccomp_profile_disabled',
    'docker-bench:5.22',
    'semgrep:seccomp-confinement-disabled',
    'docker-bench:5.3',
    'semgrep:selinux-separation-disabled',
    'docker-bench:5.2',
  ],
  title: 'A confinement of the kernel is switched off for a container',
  why: 'Calls and files that the engine keeps from containers are open to whoever breaks in; known ways out use them.',
  fix: 'Drop the option, or name a profile that allows only what is needed.',
  references: [
    'https://docs.docker.com/engine/security/seccomp/',
    'https://docs.docker.com/engine/security/apparmor/',
  ],
  inParts: true,
  joins: 'file',
  on: 'service',
  *check(service, { production }) {
    for (const option of service.securityOpt) {
      const layer = layers.find(([, pattern]) => pattern.test(option.value));
      if (layer === undefined) continue;
      yield {
        at: option.span,
        message: `${service.name} runs without ${layer[0]}`,
        object: `services.${service.name}.security_opt.${layer[0]}`,
        severity: production ? 'medium' : 'low',
      };
    }
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              security_opt:
                - seccomp:unconfined
                - apparmor=unconfined
                - label:disable
                - systempaths=unconfined
        `,
      },
      ['compose.yaml:5:9', 'compose.yaml:6:9', 'compose.yaml:7:9', 'compose.yaml:8:9'],
    ),
    good({
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
            security_opt:
              - seccomp:profile.json
              - no-new-privileges:true
      `,
      'profile.json': '{}\n',
    }),
  ],
});
