import { bad, good } from '../rule.ts';
import { serviceSettingRule } from '../shared/service-setting-rule.ts';

export default serviceSettingRule({
  id: 'system-folder-mounted',
  severity: 'info',
  aliases: ['kics:volume_has_sensitive_host_directory', 'docker-bench:5.6'],
  key: 'volumes',
  title: 'A container sees a system folder of the host',
  why: 'Whoever breaks into the process reads keys, logs and settings of everything that runs on the host.',
  fix: 'Mount the one file or folder that is needed.',
  references: ['https://docs.docker.com/engine/storage/bind-mounts/'],
  faultsOf: (service) =>
    service.mounts.flatMap(({ kind, source, readOnly, span }) => {
      const path = kind === 'bind' ? source?.value.replace(/(?<=.)\/+$/, '') : undefined;
      // What can be written to is told by a rule of its own.
      const isSeen = path !== undefined && (withPeople.test(path) || (readOnly && system.test(path)));
      return isSeen ? [{ at: span, is: `sees ${path} of the host` }] : [];
    }),
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            agent:
              image: ghcr.io/acme/agent:1.4.2
              volumes: ["/etc:/host/etc:ro", "/home/:/home"]
        `,
      },
      ['compose.yaml:4:15', 'compose.yaml:4:36'],
    ),
    good({
      'compose.yaml': `
        services:
          agent:
            image: ghcr.io/acme/agent:1.4.2
            volumes: ["/etc/localtime:/etc/localtime:ro", "/srv/acme:/data", "./etc:/etc/acme:ro"]
      `,
    }),
  ],
});

/** Of people and of what runs: no program is the only one to keep things there. */
const withPeople = /^\/(?:home|run|var\/run|var\/log)$/;
const system = /^\/(?:|etc|boot|bin|sbin|lib|lib64|usr|root|dev|proc|sys|var|var\/lib|var\/lib\/docker)$/;
