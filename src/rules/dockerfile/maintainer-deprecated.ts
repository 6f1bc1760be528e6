import { replace, safe } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';

export default defineRule({
  id: 'maintainer-deprecated',
  area: 'dockerfile',
  severity: 'low',
  aliases: [
    'hadolint:DL4000',
    'trivy:DS-0022',
    'checkov:CKV_DOCKER_6',
    'kics:maintainer_instruction_being_used',
    'buildkit:MaintainerDeprecated',
  ],
  title: 'MAINTAINER is deprecated',
  why: 'Docker warns at each build, and tools that read labels do not see who to ask.',
  fix: 'Write `LABEL org.opencontainers.image.authors="…"`.',
  references: ['https://docs.docker.com/reference/build-checks/maintainer-deprecated/'],
  on: 'instruction',
  only: ['MAINTAINER'],
  *check({ keyword, keywordSpan, raw, span }) {
    if (keyword !== 'MAINTAINER') return;
    const name = raw.value.trim().replace(/^"(.*)"$/, '$1');
    const isPlain = name !== '' && !/["\\$\n]/.test(name);
    yield {
      at: keywordSpan,
      message: 'MAINTAINER is deprecated',
      object: 'maintainer',
      ...(isPlain
        ? { fix: safe('Write a label', replace(span, `LABEL org.opencontainers.image.authors="${name}"`)) }
        : {}),
    };
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM alpine:3.22
          # who to ask
          MAINTAINER Ada Example <ada@example.com>
        `,
      },
      'Dockerfile:3:1',
      {
        Dockerfile: `
          FROM alpine:3.22
          # who to ask
          LABEL org.opencontainers.image.authors="Ada Example <ada@example.com>"
        `,
      },
    ),
    good({
      Dockerfile: `
        FROM alpine:3.22
        LABEL maintainer="Ada Example"
      `,
    }),
  ],
});
