import { bad, defineRule, good } from '../rule.ts';

export default defineRule({
  id: 'label-key-invalid',
  area: 'dockerfile',
  severity: 'low',
  aliases: ['hadolint:DL3048'],
  title: 'A label’s name breaks the rules for names of labels',
  why: 'Tools that filter by label do not find it, or take it for one of docker’s own.',
  fix: 'Use lower-case letters, digits, dots and hyphens, beginning with a letter.',
  references: ['https://docs.docker.com/engine/manage-resources/labels/#key-format-recommendations'],
  preset: 'strict',
  on: 'instruction',
  only: ['LABEL'],
  *check({ keyword, pairs }) {
    if (keyword !== 'LABEL') return;
    for (const { name } of pairs) {
      const fault = faultOf(name.value);
      if (fault === undefined) continue;
      yield { at: name.span, message: `the label ${name.value} ${fault}`, object: `label ${name.value}` };
    }
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM alpine:3.22
          LABEL com.docker.tool="x" "my label"="y" a..b="z"
        `,
      },
      ['Dockerfile:2:7', 'Dockerfile:2:27', 'Dockerfile:2:42'],
    ),
    bad(
      {
        Dockerfile: `
          FROM alpine:3.22
          LABEL MAINTAINER="Jo" com.example.VERSION=1
        `,
      },
      'Dockerfile:2:7',
    ),
    good({
      Dockerfile: `
        FROM alpine:3.22
        LABEL org.opencontainers.image.title="x" maintainer="y" com.example.some-label="z" $NAME=x
      `,
    }),
  ],
});

function faultOf(name: string): string | undefined {
  if (name.includes('$')) return undefined;
  if (/^(?:com\.docker|io\.docker|org\.dockerproject)\./.test(name))
    return 'stands in a namespace that is docker’s own';
  if (/[^\w.-]/.test(name)) return 'holds characters that names of labels do not have';
  if (!/^[A-Za-z]/.test(name)) return 'does not begin with a letter';
  if (/^[A-Z]/.test(name)) return 'begins with a capital letter';
  if (!/[A-Za-z0-9]$/.test(name)) return 'does not end with a letter or digit';
  return /\.\.|--/.test(name) ? 'has two separators in a row' : undefined;
}
