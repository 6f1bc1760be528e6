import { bad, defineRule, good } from '../rule.ts';
import { blankBase } from '../shared/base-argument.ts';

export default defineRule({
  id: 'base-argument-not-given',
  area: 'dockerfile',
  severity: 'critical',
  confidence: 'likely',
  aliases: ['buildkit:InvalidDefaultArgInFrom'],
  title: 'A service does not give the argument that FROM needs',
  why: 'The base image has no name then, and the build of the service stops at its first line.',
  fix: 'Set it under `build.args` of the service, or give the ARG a default.',
  references: ['https://docs.docker.com/reference/compose-file/build/#args'],
  on: 'stage',
  *check(stage, { dockerfile, links }) {
    for (const { service, stage: built, how } of links) {
      if (how !== 'declared' || built !== stage.index || service.build === undefined) continue;
      const { args } = service.build;
      // An argument that is named without a value is taken from the shell.
      const given = (name: string) => (args.has(name) ? (args.get(name)?.value ?? 'x') : undefined);
      const blank = blankBase(dockerfile, stage, 'declared', given);
      if (blank === undefined || blank.isReference || blank.names.some((name) => args.has(name))) continue;
      yield {
        at: stage.base.span,
        message: `FROM needs ${blank.names.join(', ')}, which ${service.name} does not give`,
        object: `${service.name} ${blank.names.join(' ')}`,
        related: [{ at: service.build.span, message: `${service.name} is built with these arguments` }],
      };
    }
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            api:
              build: .
        `,
        Dockerfile: `
          ARG TAG
          FROM busybox:\${TAG}
        `,
      },
      'Dockerfile:2:6',
    ),
    good({
      'compose.yaml': `
        services:
          api:
            build: {context: ., args: {TAG: "1.37"}}
          web:
            build: {context: ., args: [TAG]}
      `,
      Dockerfile: `
        ARG TAG
        FROM busybox:\${TAG}
      `,
    }),
  ],
});
