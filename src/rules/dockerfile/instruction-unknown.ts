import { bad, good } from '../rule.ts';
import { problemRule } from '../shared/problem-rule.ts';

export default problemRule({
  id: 'instruction-unknown',
  area: 'dockerfile',
  severity: 'critical',
  aliases: ['hadolint:DL1000', 'dockerfilelint:invalid_command'],
  title: 'An instruction is not one that docker knows',
  why: 'The build stops with "unknown instruction".',
  fix: 'Correct the spelling; a line that belongs to the one above needs a `\\` at the end of that one.',
  references: ['https://docs.docker.com/reference/dockerfile/'],
  // The build stops at the first; what follows is as a rule the rest of one text.
  joins: 'file',
  takes: ({ code }) => code === 'dockerfile-instruction-unknown',
  examples: [
    bad(
      {
        Dockerfile: `
          FROM alpine:3.22
          RUNN apk add --no-cache tini
        `,
      },
      'Dockerfile:2:1',
      {
        Dockerfile: `
          FROM alpine:3.22
          RUN apk add --no-cache tini
        `,
      },
    ),
    bad(
      {
        Dockerfile: `
          FROM alpine:3.22
          RUN cat > /etc/motd <<- EOF
          Hello there
          EOF
        `,
      },
      ['Dockerfile:3:1', 'Dockerfile:4:1'],
    ),
    good({
      Dockerfile: `
        FROM alpine:3.22
        RUN apk add --no-cache tini
        RUN cat > /etc/motd <<EOF
        Hello there
        EOF
      `,
    }),
  ],
});
