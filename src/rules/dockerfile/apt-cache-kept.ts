import { bad, defineRule, good } from '../rule.ts';
import { isCall, isMountedAway, runCommands } from '../shared/installs.ts';

export default defineRule({
  id: 'apt-cache-kept',
  area: 'dockerfile',
  severity: 'low',
  aliases: ['hadolint:DL3009', 'kics:apt_get_install_lists_were_not_deleted'],
  title: 'The package lists of apt stay in the image',
  why: 'The layer carries 20 to 50 MB that nothing reads, in each pull.',
  fix: 'End the same RUN with `rm -rf /var/lib/apt/lists/*`.',
  references: ['https://docs.docker.com/build/building/best-practices/#apt-get'],
  preset: 'strict',
  on: 'instruction',
  *check(instruction, { dockerfile, stage }) {
    // Only the last stage is shipped.
    if (stage === undefined || stage.index !== dockerfile.stages.length - 1) return;
    const updates = runCommands(instruction).some((words) => isCall(words, /^apt(?:-get)?$/, 'update'));
    if (!updates || isMountedAway(instruction, '/var/lib/apt')) return;
    const text = [instruction.raw.value, ...instruction.heredocs.map((doc) => doc.content.value)].join('\n');
    if (/\/var\/lib\/apt/.test(text)) return;
    yield {
      at: instruction.keywordSpan,
      message: 'the package lists of apt stay in the layer',
      object: `stage ${stage.name ?? stage.index} apt lists`,
    };
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM debian:12-slim
          RUN apt-get update && apt-get install -y curl
        `,
      },
      'Dockerfile:2:1',
    ),
    good({
      Dockerfile: `
        FROM debian:12-slim AS build
        RUN apt-get update && apt-get install -y make
        FROM debian:12-slim
        RUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*
      `,
    }),
  ],
});
