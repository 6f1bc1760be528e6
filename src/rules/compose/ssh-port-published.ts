import { bad, good } from '../rule.ts';
import { serviceSettingRule } from '../shared/service-setting-rule.ts';

// Servers of code and files whose task it is.
const servesSsh = /git|forgejo|gogs|sftp|ssh|bastion|jump/i;

export default serviceSettingRule({
  id: 'ssh-port-published',
  severity: 'medium',
  aliases: ['docker-bench:5.7'],
  key: 'ports',
  title: 'A container offers logins over SSH',
  why: 'It is one more way in, with keys and passwords that nobody rotates; `docker compose exec` needs none of that.',
  fix: 'Take the SSH server out of the image and the port out of the file.',
  references: ['https://docs.docker.com/reference/cli/docker/compose/exec/'],
  faultsOf: (service) => {
    const text = `${service.name} ${service.image?.value ?? ''}`;
    if (servesSsh.test(text)) return [];
    return service.ports
      .filter(({ target, protocol }) => target.value === 22 && protocol === 'tcp')
      .map(({ span }) => ({ at: span, is: 'publishes the port of SSH' }));
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              ports: ["2222:22"]
        `,
      },
      ['compose.yaml:4:13'],
    ),
    good({
      'compose.yaml': `
          services:
            gitea:
              image: gitea/gitea:1.22.3
              ports: ["2222:22"]
        `,
    }),
  ],
});
