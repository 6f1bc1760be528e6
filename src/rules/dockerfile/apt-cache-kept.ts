import { bad, defineRule, good } from '../rule.ts';
import { isMountedAway, isShipped, runText, stageName } from '../shared/installs.ts';
import { packageCalls } from '../shared/packages.ts';

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
  only: ['RUN'],
  *check(instruction, { dockerfile, stage }) {
    if (!isShipped(dockerfile, stage) || isMountedAway(instruction, '/var/lib/apt')) return;
    const update = packageCalls(dockerfile, instruction).find(
      ({ manager, action }) => manager === 'apt' && action === 'update',
    );
    if (update === undefined || /\/var\/lib\/apt/.test(runText(instruction))) return;
    yield {
      at: update.command.span,
      message: 'the package lists of apt stay in the layer',
      object: `${stageName(stage)} apt lists`,
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
      'Dockerfile:2:5',
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
