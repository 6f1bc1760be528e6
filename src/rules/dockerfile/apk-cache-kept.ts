import { insertAfter, review } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';
import { isMountedAway, isShipped, runText, stageName } from '../shared/installs.ts';
import { hasFlag, packageCalls } from '../shared/packages.ts';
import { isPlaced } from '../shared/run.ts';

export default defineRule({
  id: 'apk-cache-kept',
  area: 'dockerfile',
  severity: 'info',
  aliases: [
    'hadolint:DL3019',
    'trivy:DS-0025',
    'kics:apk_add_using_local_cache_path',
    'dockerfilelint:apkadd-missing_nocache_or_updaterm',
  ],
  title: 'The package index of Alpine stays in the image',
  why: 'The layer carries an index that nothing reads, in each pull.',
  fix: 'Write `apk add --no-cache`.',
  references: ['https://wiki.alpinelinux.org/wiki/Alpine_Package_Keeper#Add_a_Package'],
  preset: 'strict',
  on: 'instruction',
  only: ['RUN'],
  *check(instruction, { dockerfile, stage }) {
    if (!isShipped(dockerfile, stage) || isMountedAway(instruction, '/var/cache/apk')) return;
    if (/\/var\/cache\/apk|\/etc\/apk\/cache/.test(runText(instruction))) return;
    for (const call of packageCalls(dockerfile, instruction)) {
      if (call.manager !== 'apk' || call.action !== 'install' || hasFlag(call, '--no-cache')) continue;
      if (call.command.words.some(({ text }) => text.startsWith('$'))) continue;
      yield {
        at: call.verb.span,
        message: 'apk add keeps the package index in the layer',
        object: `${stageName(stage)} apk cache`,
        ...(isPlaced(call.verb)
          ? { fix: review('Add --no-cache', insertAfter(call.verb.span, ' --no-cache')) }
          : {}),
      };
    }
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM alpine:3.22
          RUN apk add --update curl
        `,
      },
      'Dockerfile:2:9',
      {
        Dockerfile: `
          FROM alpine:3.22
          RUN apk add --no-cache --update curl
        `,
      },
    ),
    good({
      Dockerfile: `
        FROM alpine:3.22
        RUN apk --no-cache add curl
        RUN apk add --update jq && rm -rf /var/cache/apk/*
        RUN --mount=type=cache,target=/var/cache/apk apk add git
      `,
    }),
  ],
});
