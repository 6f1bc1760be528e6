import type { DockerInstruction } from '../../model/dockerfile.ts';
import { offer, remove, review } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';
import { writtenAt } from '../shared/source-text.ts';

export default defineRule({
  id: 'equals-sign-spaced',
  area: 'dockerfile',
  severity: 'high',
  aliases: ['buildkit:LegacyKeyValueFormat'],
  title: 'Blanks before an equals sign make it a part of the value',
  why: 'Docker takes the line for the old form without a sign: the value is `= …`, and whoever reads the variable or label gets that.',
  fix: 'Write `NAME=value` without blanks.',
  references: ['https://docs.docker.com/reference/build-checks/legacy-key-value-format/'],
  on: 'instruction',
  only: ['ENV', 'LABEL'],
  *check(instruction, { project }) {
    const pair = spacedPair(instruction);
    if (pair?.value === undefined) return;
    const { name, value } = pair;
    const { file } = name.span;
    const end = value.span.end;
    const written = writtenAt(project, { file, start: name.span.end, end });
    const [gap] = /^[ \t]+=[ \t]*/.exec(written) ?? [];
    const rest = written.slice(gap?.length ?? 0);
    // Several words would become several pairs.
    const isPlain = /^(?:"[^"\\\n]*"|'[^'\\\n]*'|[^\s"'\\]+)$/.test(rest);
    const sign = gap === undefined ? -1 : name.span.end + gap.indexOf('=');
    yield {
      at: name.span,
      message: `the value of ${instruction.keyword} ${name.value} begins with the equals sign`,
      object: `${instruction.keyword} ${name.value}`,
      ...(instruction.keyword === 'LABEL' ? { severity: 'medium' } : {}),
      ...offer(
        isPlain && gap !== undefined
          ? review(
              'Write no blanks',
              remove({ file, start: name.span.end, end: sign }),
              remove({ file, start: sign + 1, end: name.span.end + gap.length }),
            )
          : undefined,
      ),
    };
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM node:22.11-alpine
          LABEL org.opencontainers.image.source = "https://example.com/acme/api"
          ENV PORT = 3000
          ENV GREETING = hello world
        `,
      },
      ['Dockerfile:2:7', 'Dockerfile:3:5', 'Dockerfile:4:5'],
      {
        Dockerfile: `
          FROM node:22.11-alpine
          LABEL org.opencontainers.image.source="https://example.com/acme/api"
          ENV PORT=3000
          ENV GREETING = hello world
        `,
      },
    ),
    good({
      Dockerfile: `
        FROM node:22.11-alpine
        ENV PORT=3000 HOST=::
        ENV GREETING hello = world
        LABEL description "a=b"
      `,
    }),
  ],
});

function spacedPair({ raw, pairs }: DockerInstruction) {
  const [first = ''] = raw.value.trim().split(/\s/);
  return /[="']/.test(first) || pairs[0]?.value?.value.startsWith('=') !== true ? undefined : pairs[0];
}
