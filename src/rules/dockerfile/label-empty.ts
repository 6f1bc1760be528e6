import { bad, defineRule, good } from '../rule.ts';

export default defineRule({
  id: 'label-empty',
  area: 'dockerfile',
  severity: 'low',
  aliases: ['hadolint:DL3051'],
  title: 'A label is empty',
  why: 'Whoever asks the image for it gets an answer that says nothing.',
  fix: 'Give it a value, or remove it.',
  references: ['https://docs.docker.com/reference/dockerfile/#label'],
  preset: 'strict',
  on: 'instruction',
  only: ['LABEL'],
  *check({ keyword, pairs }) {
    if (keyword !== 'LABEL') return;
    for (const { name, value } of pairs) {
      if (value === undefined || value.value.trim() !== '') continue;
      yield { at: name.span, message: `the label ${name.value} is empty`, object: `label ${name.value}` };
    }
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM alpine:3.22
          LABEL title="" version=1.0.0
        `,
      },
      'Dockerfile:2:7',
    ),
    good({
      Dockerfile: `
        FROM alpine:3.22
        LABEL title="An example" version=$VERSION
      `,
    }),
  ],
});
