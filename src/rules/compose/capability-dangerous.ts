import { bad, defineRule, good } from '../rule.ts';

/** Rights with which a process reaches the host, and how (man 7 capabilities). */
const dangerous: ReadonlyMap<string, string> = new Map([
  ['ALL', 'every right of root'],
  ['SYS_ADMIN', 'mounts and namespaces of the host'],
  ['SYS_MODULE', 'the modules of the kernel'],
  ['SYS_RAWIO', 'the memory and ports of the machine'],
  ['DAC_READ_SEARCH', 'every file of the host by its number'],
  ['BPF', 'programs in the kernel'],
]);

export default defineRule({
  id: 'capability-dangerous',
  area: 'compose',
  severity: 'medium',
  aliases: ['kics:container_capabilities_unrestricted', 'docker-bench:5.4'],
  title: 'A container has a capability that opens the host',
  why: 'Whoever breaks into the process gets to the host with it, much as from a privileged container.',
  fix: 'Drop the capability, or add the narrower one that is needed.',
  references: ['https://docs.docker.com/engine/security/#linux-kernel-capabilities'],
  inParts: true,
  on: 'service',
  *check(service, { production }) {
    if (service.privileged?.value === true) return;
    for (const { value, span } of service.capAdd) {
      const name = value.toUpperCase().replace(/^CAP_/, '');
      const gives = dangerous.get(name);
      if (gives === undefined) continue;
      yield {
        at: span,
        message: `${service.name} has capability ${name}: ${gives}`,
        object: `services.${service.name}.cap_add.${name}`,
        severity: production ? 'medium' : 'low',
      };
    }
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            agent:
              image: ghcr.io/acme/agent:1.4.2
              cap_add: [NET_ADMIN, SYS_ADMIN]
        `,
      },
      'compose.yaml:4:26',
    ),
    good({
      'compose.yaml': `
        services:
          agent:
            image: ghcr.io/acme/agent:1.4.2
            cap_add: [NET_ADMIN]
            cap_drop: [ALL]
      `,
    }),
  ],
});
