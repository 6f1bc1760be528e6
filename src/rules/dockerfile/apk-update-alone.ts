import { insertAfter, review } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';
import { removedInstruction } from '../shared/dockerfile-edits.ts';
import { isMountedAway, stageName } from '../shared/installs.ts';
import { hasFlag, packageCalls } from '../shared/packages.ts';
import { isPlaced, runCommands } from '../shared/run.ts';

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
  *check(instruction, { project, dockerfile, stage }) {
    const [update, ...others] = packageCalls(dockerfile, instruction);
    if (update?.manager !== 'apk' || update.action !== 'update') return;
    if (others.some(({ action }) => action !== 'upgrade') || isMountedAway(instruction, '/var/cache/apk'))
      return;
    const alone = runCommands(dockerfile, instruction).length === 1;
    if (!alone && others.length === 0) return;
    const later = stage?.instructions.filter(({ span }) => span.start > instruction.span.start) ?? [];
    const uses = later
      .flatMap((one) => packageCalls(dockerfile, one))
      .filter(
        (call) => call.manager === 'apk' && call.action === 'install' && !hasFlag(call, '--update', '-U'),
      );
    const [first] = uses;
    if (first === undefined) return;
    const open = uses.filter((call) => !hasFlag(call, '--no-cache'));
    // An upgrade is a use of the index, too.
    if (!alone && open.length === 0) return;
    const removal = alone ? removedInstruction(project, instruction) : undefined;
    // Another stage may stand on this one, and look packages up in its index.
    const isBase = dockerfile.stages.some(({ baseStage }) => baseStage === stage?.index);
    const isWhole = removal !== undefined && !isBase && open.every(({ verb }) => isPlaced(verb));
    yield {
      at: update.command.span,
      message: alone
        ? 'the package index is fetched in a layer of its own'
        : 'the package index is fetched in another layer than what is installed from it',
      object: `${stageName(stage)} apk update`,
      related: [
        open[0] === undefined
          ? { at: first.command.span, message: 'with --no-cache it is not even used' }
          : { at: open[0].command.span, message: 'these packages are looked up in it' },
      ],
      ...(isWhole
        ? {
            fix: review(
              'Let apk add fetch it',
              removal,
              ...open.map(({ verb }) => insertAfter(verb.span, ' --no-cache')),
            ),
          }
        : {}),
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
      {
        Dockerfile: `
          FROM alpine:3.22
          RUN apk add --no-cache curl
        `,
      },
    ),
    bad(
      {
        Dockerfile: `
          FROM alpine:3.22
          # the newest packages
          RUN apk update
          RUN apk add --no-cache curl
        `,
      },
      'Dockerfile:3:5',
      {
        Dockerfile: `
          FROM alpine:3.22
          # the newest packages
          RUN apk add --no-cache curl
        `,
      },
    ),
    bad(
      {
        Dockerfile: `
          FROM alpine:3.22
          RUN apk update && apk upgrade
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
