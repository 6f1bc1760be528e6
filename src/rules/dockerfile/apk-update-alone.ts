import { bad, defineRule, good } from '../rule.ts';
import { isMountedAway, stageName } from '../shared/installs.ts';
import { hasFlag, packageCalls } from '../shared/packages.ts';
import { runCommands } from '../shared/run.ts';

export default defineRule({
  id: 'apk-update-alone',
  area: 'dockerfile',
  severity: 'low',
  aliases: ['trivy:DS-0017', 'kics:update_instruction_alone'],
  title: 'The package index of Alpine is fetched in a layer of its own',
  why: 'The old index comes from the cache while the add line changes: packages are no longer found, and builds fail.',
  fix: 'Drop the line and write `apk add --no-cache …`, which fetches the index itself and keeps none.',
  references: ['https://docs.docker.com/build/cache/invalidation/#run-instructions'],
  on: 'instruction',
  only: ['RUN'],
  *check(instruction, { dockerfile, stage }) {
    const [update, ...others] = packageCalls(dockerfile, instruction);
    if (update?.manager !== 'apk' || update.action !== 'update' || others.length > 0) return;
    const alone = runCommands(dockerfile, instruction).length === 1;
    if (!alone || isMountedAway(instruction, '/var/cache/apk')) return;
    const later = stage?.instructions.filter(({ span }) => span.start > instruction.span.start) ?? [];
    const uses = later
      .flatMap((one) => packageCalls(dockerfile, one))
      .find(
        (call) =>
          call.manager === 'apk' &&
          call.action === 'install' &&
          !hasFlag(call, '--no-cache', '--update', '-U'),
      );
    if (uses === undefined) return;
    yield {
      at: update.command.span,
      message: 'the package index is fetched in a layer of its own',
      object: `${stageName(stage)} apk update`,
      related: [{ at: uses.command.span, message: 'these packages are looked up in it' }],
    };
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM alpine:3.22
          RUN apk update
          RUN apk add curl
        `,
      },
      'Dockerfile:2:5',
    ),
    good({
      Dockerfile: `
        FROM alpine:3.22
        RUN apk update && apk upgrade
        RUN apk add --no-cache curl
      `,
    }),
  ],
});
