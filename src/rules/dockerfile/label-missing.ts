import type { Dockerfile, Stage } from '../../model/dockerfile.ts';
import { bad, defineRule, good } from '../rule.ts';

export default defineRule({
  id: 'label-missing',
  area: 'dockerfile',
  severity: 'low',
  aliases: ['hadolint:DL3049'],
  title: 'An image lacks a label that the policy asks for',
  why: 'Who looks for the owner, the source or the age of images by these labels does not find it.',
  fix: 'Add the label, or take it out of `policy.label_schema`.',
  references: ['https://github.com/hadolint/hadolint/wiki/DL3049'],
  on: 'dockerfile',
  *check(dockerfile, { project: { policy }, links }) {
    if (policy.labels.size === 0) return;
    const built = new Set([dockerfile.stages.length - 1, ...links.map(({ stage }) => stage)]);
    for (const stage of dockerfile.stages) {
      if (!built.has(stage.index)) continue;
      const there = labelsOf(dockerfile, stage);
      const missing = [...policy.labels.keys()].filter((label) => !there.has(label));
      if (missing.length === 0) continue;
      const which = missing.length === 1 ? 'label' : 'labels';
      yield {
        at: stage.base.span,
        message: `the image lacks the ${which} ${missing.join(', ')}`,
        object: `stage ${stage.name ?? stage.index}`,
      };
    }
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM golang:1.24 AS build
          LABEL com.example.team=core
          FROM alpine:3.22
          LABEL com.example.stage=$STAGE org.opencontainers.image.source=https://example.com/api
          COPY --from=build /app /app
        `,
        'seaworthy.yaml': `
          policy:
            label_schema:
              com.example.team: text
              com.example.contact: email
              org.opencontainers.image.source: url
        `,
      },
      'Dockerfile:3:6',
    ),
    bad(
      {
        Dockerfile: `
          FROM alpine:3.22
        `,
        '.hadolint.yaml': `
          label-schema:
            maintainer: text
        `,
      },
      'Dockerfile:1:6',
    ),
    good({
      Dockerfile: `
        FROM alpine:3.22 AS base
        LABEL com.example.team=core
        FROM base
        COPY . /app
      `,
      'seaworthy.yaml': `
        policy:
          label_schema: {com.example.team: text}
      `,
    }),
    good({
      Dockerfile: `
        FROM alpine:3.22
      `,
    }),
  ],
});

/** Those of the stages that it stands on, too; what a published image brings is not known. */
function labelsOf(dockerfile: Dockerfile, stage: Stage): ReadonlySet<string> {
  const labels = new Set<string>();
  for (let at: Stage | undefined = stage; at !== undefined; at = dockerfile.stages[at.baseStage ?? -1]) {
    for (const { keyword, pairs } of at.instructions) {
      if (keyword === 'LABEL') for (const { name } of pairs) labels.add(name.value);
    }
  }
  return labels;
}
