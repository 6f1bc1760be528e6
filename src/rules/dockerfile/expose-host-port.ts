import { bad, good } from '../rule.ts';
import { problemRule } from '../shared/problem-rule.ts';

export default problemRule({
  id: 'expose-host-port',
  area: 'dockerfile',
  severity: 'medium',
  aliases: ['buildkit:ExposeInvalidFormat', 'dockerfilelint:expose_host_port'],
  title: 'EXPOSE names a port of the host',
  why: 'Nothing is published by it: whoever relies on the host port finds nothing there.',
  fix: 'Write the container port alone, and publish it with `ports` or `-p`.',
  references: ['https://docs.docker.com/reference/build-checks/expose-invalid-format/'],
  takes: ({ code }) => code === 'dockerfile-port-mapping',
  examples: [
    bad(
      {
        Dockerfile: `
          FROM alpine:3.22
          EXPOSE 8080:80
          EXPOSE 127.0.0.1:53:53/udp
        `,
      },
      ['Dockerfile:2:8', 'Dockerfile:3:8'],
      {
        Dockerfile: `
          FROM alpine:3.22
          EXPOSE 80
          EXPOSE 53/udp
        `,
      },
    ),
    good({
      Dockerfile: `
        FROM alpine:3.22
        EXPOSE 80
      `,
    }),
  ],
});
