import { bad, defineRule, good } from '../rule.ts';

export default defineRule({
  id: 'label-not-in-schema',
  area: 'dockerfile',
  severity: 'info',
  aliases: ['hadolint:DL3050'],
  title: 'A label is none of those that the policy has',
  why: 'The team has agreed on its labels: another one is misspelt, or read by nobody.',
  fix: 'Use a label of the policy, add this one to `policy.label_schema`, or set `policy.strict_labels: false`.',
  references: ['https://github.com/hadolint/hadolint/wiki/DL3050'],
  on: 'instruction',
  only: ['LABEL'],
  *check({ keyword, pairs }, { project: { policy } }) {
    if (keyword !== 'LABEL' || !policy.strictLabels) return;
    for (const { name } of pairs) {
      if (policy.labels.has(name.value)) continue;
      yield {
        at: name.span,
        message: `the policy has no label ${name.value}`,
        object: `label ${name.value}`,
      };
    }
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM alpine:3.22
          LABEL com.example.team=core com.example.taem=core
        `,
        'seaworthy.yaml': `
          policy:
            label_schema: {com.example.team: text}
            strict_labels: true
        `,
      },
      'Dockerfile:2:29',
    ),
    bad(
      {
        Dockerfile: `
          FROM alpine:3.22
          LABEL team=core owner=core
        `,
        '.hadolint.yaml': `
          label-schema:
            owner: text
          strict-labels: true
        `,
      },
      'Dockerfile:2:7',
    ),
    good({
      Dockerfile: `
        FROM alpine:3.22
        LABEL com.example.team=core owner=core
      `,
      'seaworthy.yaml': `
        policy:
          label_schema: {com.example.team: text}
      `,
    }),
  ],
});
