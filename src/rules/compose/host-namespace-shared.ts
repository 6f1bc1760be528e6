import { bad, defineRule, good } from '../rule.ts';
import { isHostProgram } from '../shared/host-programs.ts';
import { scalarOf } from '../shared/stack.ts';

export default defineRule({
  id: 'host-namespace-shared',
  area: 'compose',
  severity: 'medium',
  aliases: [
    'kics:shared_host_network_namespace',
    'kics:shared_host_ipc_namespace',
    'kics:host_namespace_is_shared',
    'docker-bench:5.10',
    'docker-bench:5.17',
    'docker-bench:5.16',
    'kics:shared_host_user_namespace',
    'docker-bench:5.31',
    'docker-bench:5.21',
  ],
  title: 'A container shares a namespace of the host',
  why: 'The process sees the host from inside: every port it opens is public, every process visible.',
  fix: 'Publish the ports that are needed, and drop `host`.',
  references: ['https://docs.docker.com/engine/network/drivers/host/'],
  inParts: true,
  on: 'service',
  *check(service, { stack, production }) {
    const shared = [
      ['network', service.networkMode],
      ['process', service.pid],
      ['IPC', service.ipc],
      ['user', scalarOf(stack, service, 'userns_mode')],
      ['UTS', scalarOf(stack, service, 'uts')],
      ['cgroup', scalarOf(stack, service, 'cgroup')],
    ] as const;
    for (const [name, value] of shared) {
      if (value?.value !== 'host') continue;
      yield {
        at: value.span,
        message: `${service.name} shares the ${name} namespace of the host`,
        object: `services.${service.name}.${name}`,
        // The others open less, and the user namespace is the host's anyway where the engine maps no users.
        severity:
          production && !isHostProgram(service) && ['network', 'process', 'IPC'].includes(name)
            ? 'medium'
            : 'low',
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
              network_mode: host
              pid: host
        `,
      },
      ['compose.yaml:4:19', 'compose.yaml:5:10'],
    ),
    good({
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
            network_mode: service:vpn
          vpn:
            image: ghcr.io/acme/vpn:1.4.2
      `,
    }),
  ],
});
