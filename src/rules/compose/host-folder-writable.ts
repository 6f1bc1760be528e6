import type { Stack } from '../../model/service.ts';
import { bad, defineRule, good } from '../rule.ts';
import { resolvedAt } from '../shared/stack.ts';

// What the host itself consists of; folders below them may be the data of one program.
const system = /^\/(?:|etc|boot|bin|sbin|lib|lib64|usr|root|dev|proc|sys|var|var\/lib|var\/lib\/docker)$/;
/** What makes users, starts programs or lets people in: to write there is to be root of the host. */
const powerful =
  /^\/(?:etc\/(?:passwd|shadow|group|sudoers(?:\.d)?|ssh|pam\.d|cron\.[a-z]+|crontab|systemd|init\.d|profile\.d|kubernetes|docker|ld\.so\.preload)|(?:root|home\/[^/]+)\/\.ssh|usr\/(?:local\/)?(?:s?bin|lib)|var\/(?:spool\/cron|lib\/kubelet)|proc\/sys|dev\/(?:k?mem|sd[a-z]\d*|vd[a-z]\d*|nvme\d\w*))(?:\/|$)/;

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
  *check(service, { stack, production }) {
    // A privileged container can do so anyway; that is told of itself.
    if (service.privileged?.value === true) return;
    for (const { kind, source, readOnly, span } of service.mounts) {
      if (readOnly || source === undefined) continue;
      const folder = kind === 'bind' ? source.value : boundBy(stack, source.value);
      const path = folder === '/' ? '/' : folder?.replace(/\/+$/, '');
      if (path === undefined || !(system.test(path) || powerful.test(path))) continue;
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
              volumes: ["/etc:/host/etc", "/etc/cron.d:/jobs", "/root/.ssh/:/keys", "/usr/local/bin:/tools"]
        `,
      },
      ['compose.yaml:4:15', 'compose.yaml:4:33', 'compose.yaml:4:54', 'compose.yaml:4:75'],
    ),
    bad(
      {
        'compose.yaml': `
          services:
            agent:
              image: ghcr.io/acme/agent:1.4.2
              volumes: ["host:/host/etc"]
          volumes:
            host:
              driver_opts: {type: none, o: bind, device: /etc}
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
              - /etc/passwd:/etc/passwd:ro
              - /etc/ssl/acme:/certs
              - /root/.docker/config.json:/config.json
      `,
    }),
  ],
});

/** The folder that a named volume of the local driver binds. */
function boundBy(stack: Stack, volume: string): string | undefined {
  const [device, options] = ['device', 'o'].map((key) => {
    const node = resolvedAt(stack, 'volumes', volume, 'driver_opts', key);
    return node?.kind === 'scalar' ? String(node.value) : '';
  });
  return /\br?bind\b/.test(options ?? '') && !/\bro\b/.test(options ?? '') ? device : undefined;
}
