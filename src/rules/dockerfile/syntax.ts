import { bad, good } from '../rule.ts';
import { problemRule } from '../shared/problem-rule.ts';

export default problemRule({
  id: 'syntax',
  area: 'dockerfile',
  severity: 'critical',
  aliases: ['hadolint:DL1000', 'dockerfilelint:invalid_line'],
  title: 'A Dockerfile cannot be parsed',
  why: 'The build stops before its first step.',
  fix: 'Correct the instruction as the message says.',
  references: ['https://docs.docker.com/reference/dockerfile/'],
  takes: ({ code }) => code !== 'dockerfile-instruction-unknown' && !code.startsWith('dockerignore'),
  // Docker takes the text as shell words; it builds, and goes wrong later or means another thing.
  severityOf: ({ code }) => (code === 'dockerfile-exec-form-broken' ? 'high' : undefined),
  examples: [
    bad(
      {
        Dockerfile: `
          FROM alpine:3.22
          CMD ["/app.sh", "start]
        `,
      },
      'Dockerfile:2:5',
    ),
    good({
      Dockerfile: `
        FROM alpine:3.22
        CMD ["/app.sh", "start"]
      `,
    }),
  ],
});
