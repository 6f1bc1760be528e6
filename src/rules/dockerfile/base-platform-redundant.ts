import { remove, safe } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';
import { stageName } from '../shared/installs.ts';

export default defineRule({
  id: 'base-platform-redundant',
  area: 'dockerfile',
  severity: 'info',
  aliases: ['hadolint:DL3065', 'kics:using_platform_with_from', 'buildkit:RedundantTargetPlatform'],
  title: 'FROM names the platform that it would take anyway',
  why: 'The flag does nothing, and a reader looks for what it does.',
  fix: 'Drop `--platform=$TARGETPLATFORM`.',
  references: ['https://docs.docker.com/reference/build-checks/redundant-target-platform/'],
  preset: 'strict',
  on: 'instruction',
  only: ['FROM'],
  *check({ keyword, flags, args }, { dockerfile, stage }) {
    const flag = keyword === 'FROM' ? flags.find(({ name }) => name === 'platform') : undefined;
    const [base] = args;
    if (flag === undefined || base === undefined || !/^\$\{?TARGETPLATFORM\}?$/.test(flag.value ?? ''))
      return;
    // An ARG before FROM may give the name another meaning.
    if (dockerfile.args.get('TARGETPLATFORM')?.value !== undefined) return;
    const gap = { file: flag.span.file, start: flag.span.start, end: base.span.start };
    yield {
      at: flag.span,
      message: 'FROM takes the target platform anyway',
      object: `${stageName(stage)} platform`,
      ...(flags.length === 1 ? { fix: safe('Drop the flag', remove(gap)) } : {}),
    };
  },
  examples: [
    bad(
      {
        Dockerfile: `
          # the runtime
          FROM --platform=$TARGETPLATFORM alpine:3.22
        `,
      },
      'Dockerfile:2:6',
      {
        Dockerfile: `
          # the runtime
          FROM alpine:3.22
        `,
      },
    ),
    good({
      Dockerfile: `
        FROM --platform=$BUILDPLATFORM golang:1.25 AS build
        FROM alpine:3.22
      `,
    }),
  ],
});
