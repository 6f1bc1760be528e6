import { bad, good } from '../rule.ts';
import { problemRule } from '../shared/problem-rule.ts';

export default problemRule({
  id: 'syntax',
  area: 'dockerfile',
  severity: 'critical',
  aliases: [
    'hadolint:DL1000',
    'hadolint:DL3043',
    'hadolint:DL3061',
    'dockerfilelint:invalid_line',
    'dockerfilelint:from_first',
    'dockerfilelint:missing_args',
    'dockerfilelint:extra_args',
    'dd-iac:first_instruction_should_be_arg_or_from',
    'dd-iac:should_specify_base_image',
    'dd-iac:from_or_maintainer_cannot_be_triggered_within_onbuild',
  ],
  title: 'A Dockerfile cannot be parsed',
  why: 'The build stops before its first step.',
  fix: 'Correct the instruction as the message says.',
  references: ['https://docs.docker.com/reference/dockerfile/'],
  takes: ({ code }) =>
    code !== 'dockerfile-instruction-unknown' &&
    !code.startsWith('dockerignore') &&
    !code.startsWith('dockerfile-port-') &&
    code !== 'dockerfile-template',
  // Docker takes the text as shell words; it builds, and goes wrong later or means another thing.
  severityOf: ({ code, span }, { builds }) => {
    if (code === 'dockerfile-exec-form-broken') return 'high';
    // Beside images that are built, one that is to be written keeps nothing from starting yet.
    const isLeft = builds.length > 0 && builds.every(({ dockerfile }) => dockerfile?.file !== span.file);
    return code === 'dockerfile-empty' && isLeft ? 'medium' : undefined;
  },
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
    bad(
      {
        Dockerfile: `
          FROM alpine:3.22
          copy --chwon=root:root \\
            # everything
            . /srv
        `,
      },
      'Dockerfile:2:6',
      {
        Dockerfile: `
          FROM alpine:3.22
          copy --chown=root:root \\
            # everything
            . /srv
        `,
      },
    ),
    good({
      Dockerfile: `
        FROM alpine:3.22
        CMD ["/app.sh", "start"]
      `,
    }),
  ],
});
