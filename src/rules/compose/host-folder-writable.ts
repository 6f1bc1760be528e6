import { bad, defineRule, good } from '../rule.ts';

// What the host itself consists of; folders below them may be the data of one program.
const system = /^\/(?:|etc|boot|bin|sbin|lib|lib64|usr|root|dev|proc|sys|var|var\/lib|var\/lib\/docker)$/;

export default defineRule({
  id: 'host-folder-writable',
  area: 'compose',
  severity: 'high',
  aliases: ['kics:volume_has_sensitive_host_directory', 'docker-bench:5.6'],
  title: 'A container can write to a system folder of the host',
  why: 'Whoever breaks into the process changes users, services or programs of the host.',
  fix: 'Mount the one file or folder that is needed, and with `:ro` if it is only read.',
  references: ['https://docs.docker.com/engine/storage/bind-mounts/'],
  inParts: true,
  on: 'service',
  *check(service, { production }) {
    // A privileged container can do so anyway; that is told of itself.
    if (service.privileged?.value === true) return;
    for (const { kind, source, readOnly, span } of service.mounts) {
      if (kind !== 'bind' || readOnly || source === undefined) continue;
      const path = source.value === '/' ? '/' : source.value.replace(/\/+$/, '');
      if (!system.test(path)) continue;
      yield {
        at: span,
        message: `${service.name} can write to ${path} of the host`,
        object: `services.${service.name}.volumes.${path}`,
        severity: production ? 'high' : 'medium',
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
              volumes: ["/etc:/host/etc"]
        `,
      },
      'compose.yaml:4:15',
    ),
    good({
      'compose.yaml': `
        services:
          agent:
            image: ghcr.io/acme/agent:1.4.2
            volumes:
              - /etc/localtime:/etc/localtime
              - /:/rootfs:ro
              - /var/lib/acme:/data
      `,
    }),
  ],
});
