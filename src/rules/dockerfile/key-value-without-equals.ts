import type { DockerInstruction } from '../../model/dockerfile.ts';
import { replace, safe } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';

export default defineRule({
  id: 'key-value-without-equals',
  area: 'dockerfile',
  severity: 'low',
  aliases: ['buildkit:LegacyKeyValueFormat', 'dockerfilelint:label_invalid'],
  title: 'ENV or LABEL is written without an equals sign',
  why: 'Everything after the name is the value: a second pair on the line becomes a part of the first.',
  fix: 'Write `NAME=value`.',
  references: ['https://docs.docker.com/reference/build-checks/legacy-key-value-format/'],
  preset: 'strict',
  on: 'instruction',
  *check(instruction) {
    const pair = oldPair(instruction);
    if (pair?.value === undefined) return;
    const { name, value } = pair;
    const gap = { file: name.span.file, start: name.span.end, end: value.span.end };
    const text = instruction.raw.value.trim().slice(name.value.length).trim();
    const isOneLine = instruction.pieces.length === 1 && !/["'\\`]/.test(text);
    const quoted = /[\s;&|<>()]/.test(text) ? `"${text}"` : text;
    yield {
      at: name.span,
      message: `${instruction.keyword} ${name.value} has no "=" before its value`,
      object: `${instruction.keyword} ${name.value}`,
      ...(isOneLine ? { fix: safe('Write "="', replace(gap, `=${quoted}`)) } : {}),
    };
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM alpine:3.22
          ENV APP_HOME /opt/app
          LABEL description an example
        `,
      },
      ['Dockerfile:2:5', 'Dockerfile:3:7'],
      {
        Dockerfile: `
          FROM alpine:3.22
          ENV APP_HOME=/opt/app
          LABEL description="an example"
        `,
      },
    ),
    good({
      Dockerfile: `
        FROM alpine:3.22
        ENV APP_HOME=/opt/app DEBUG=
        ARG VERSION
        LABEL version = 1
      `,
    }),
  ],
});

function oldPair({ keyword, pairs, raw }: DockerInstruction) {
  if (keyword !== 'ENV' && keyword !== 'LABEL') return undefined;
  const [first] = raw.value.trim().split(/\s/);
  if (first === undefined || first.includes('=') || /["']/.test(first)) return undefined;
  // Blanks around the sign are another matter.
  return pairs[0]?.value?.value.startsWith('=') === true ? undefined : pairs[0];
}
