import { bad, good } from '../rule.ts';
import { problemRule } from '../shared/problem-rule.ts';

export default problemRule({
  id: 'expose-port-invalid',
  area: 'dockerfile',
  severity: 'critical',
  aliases: [
    'hadolint:DL3011',
    'trivy:DS-0008',
    'kics:unix_ports_out_of_range',
    'dockerfilelint:invalid_port',
  ],
  title: 'EXPOSE names what is no port',
  why: 'The build stops at this line with "invalid containerPort".',
  fix: 'Write a port from 1 to 65535, a range, or either with /tcp or /udp.',
  references: ['https://docs.docker.com/reference/dockerfile/#expose'],
  joins: 'file',
  takes: ({ code }) => code === 'dockerfile-port-invalid',
  examples: [
    bad(
      {
        Dockerfile: `
          FROM alpine:3.22
          EXPOSE 80 80800
        `,
      },
      'Dockerfile:2:11',
    ),
    good({
      Dockerfile: `
        FROM alpine:3.22
        ARG PORT
        EXPOSE 80 8000-8005/tcp 53/udp $PORT
      `,
    }),
  ],
});
