import { bad, defineRule, good } from '../rule.ts';
import { chainOf } from '../shared/build.ts';
import { isShipped } from '../shared/installs.ts';

export default defineRule({
  id: 'ssh-port-exposed',
  area: 'dockerfile',
  severity: 'medium',
  confidence: 'likely',
  aliases: ['trivy:DS-0004', 'checkov:CKV_DOCKER_1', 'kics:exposing_port_22'],
  title: 'An image exposes the port of SSH',
  why: 'A second way in with keys of its own: nobody patches or watches it, and `docker exec` does the same.',
  fix: 'Drop the SSH server, and use `docker exec` or `kubectl exec`.',
  references: ['https://docs.docker.com/reference/cli/docker/container/exec/'],
  on: 'instruction',
  only: ['EXPOSE'],
  *check({ keyword, args }, { dockerfile, stage }) {
    if (keyword !== 'EXPOSE' || !isShipped(dockerfile, stage)) return;
    // An image for git or file transfer over SSH serves just that.
    const text = [
      stage.image.rootImage ?? '',
      dockerfile.file.replace(/[^/]*$/, ''),
      ...chainOf(dockerfile, dockerfile.stages.at(-1)).flatMap(({ instructions }) =>
        instructions.map(({ raw }) => raw.value),
      ),
    ];
    if (
      /\b(?:git(?:ea|lab|olite|-server|-shell)|forgejo|gogs|sftp|rsync|jump|bastion|ssh-?agent)/i.test(
        text.join('\n'),
      )
    )
      return;
    // By number, or by the variable that holds it; in a range it is nobody's intent.
    const { expose } = stage.image;
    const port = args.find(
      ({ value, span }) =>
        !/-|\/udp$/i.test(value) && expose.some((one) => one.value === 22 && one.span.start === span.start),
    );
    if (port === undefined) return;
    yield { at: port.span, message: 'the image exposes port 22, SSH', object: 'expose 22' };
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM debian:12-slim
          EXPOSE 80 22
          CMD ["/start.sh"]
        `,
        'named/Dockerfile': `
          FROM debian:12-slim
          ARG SSH_PORT=22
          EXPOSE $SSH_PORT/tcp
          CMD ["/start.sh"]
        `,
      },
      ['Dockerfile:2:11', 'named/Dockerfile:3:8'],
    ),
    bad(
      {
        Dockerfile: `
          FROM debian:12-slim AS base
          EXPOSE 22/tcp
          FROM base
          CMD ["/start.sh"]
        `,
      },
      'Dockerfile:2:8',
    ),
    good({
      Dockerfile: `
        FROM debian:12-slim
        EXPOSE 80 2222 20-30 22/udp
        CMD ["/start.sh"]
      `,
      'git/Dockerfile': `
        FROM gitea/gitea:1.24
        EXPOSE 22
      `,
    }),
  ],
});
