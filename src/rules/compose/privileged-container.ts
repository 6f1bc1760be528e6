import { bad, defineRule, good } from '../rule.ts';
import { isHostProgram } from '../shared/host-programs.ts';

export default defineRule({
  id: 'privileged-container',
  area: 'compose',
  severity: 'high',
  aliases: ['kics:privileged_containers_enabled', 'docker-bench:5.5', 'semgrep:privileged-service'],
  title: 'A container is privileged',
  why: 'Whoever breaks into the process owns the host: all devices and kernel interfaces are open to it.',
  fix: 'Drop `privileged` and add only the capabilities or devices that are needed.',
  references: ['https://docs.docker.com/reference/compose-file/services/#privileged'],
  inParts: true,
  on: 'service',
  *check(service) {
    if (service.privileged?.value !== true) return;
    yield {
      at: service.privileged.span,
      message: `${service.name} is privileged`,
      object: `services.${service.name}.privileged`,
      severity: isHostProgram(service) ? 'medium' : 'high',
    };
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            agent:
              image: ghcr.io/acme/agent:1.4.2
              privileged: true
        `,
      },
      'compose.yaml:4:17',
    ),
    good({
      'compose.yaml': `
        services:
          agent:
            image: ghcr.io/acme/agent:1.4.2
            privileged: false
            cap_add: [NET_ADMIN]
      `,
    }),
  ],
});
