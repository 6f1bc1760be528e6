import { insertAfter, offer, review } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';
import { isTreated, startScripts } from '../shared/start-script.ts';

export default defineRule({
  id: 'start-script-not-executable',
  area: 'dockerfile',
  severity: 'critical',
  confidence: 'likely',
  aliases: [],
  title: 'An image starts a script that may not be executed',
  why: 'The container does not start: "exec: permission denied". COPY keeps the rights that the file has in the repository.',
  fix: 'Give the right in git (`git update-index --chmod=+x`), copy with `--chmod=755`, or start it with `sh script.sh`.',
  references: ['https://docs.docker.com/reference/dockerfile/#copy---chown---chmod'],
  on: 'dockerfile',
  *check(dockerfile, { project, links }) {
    for (const script of startScripts(project, dockerfile, links)) {
      const { start, copy, file, at, name } = script;
      if (start.executable || copy.flags.some((flag) => flag.name === 'chmod')) continue;
      if (isTreated(dockerfile, /\bchmod\b|\binstall\b\s+-/)) continue;
      yield {
        at,
        message: `the image starts ${name}, which nobody may execute`,
        object: `start ${name}`,
        related: [
          { at: { file, start: 0, end: 0 }, message: 'the file has no right to be executed' },
          { at: copy.span, message: 'it is copied here as it is' },
        ],
        // With others beside it all of them would get the right.
        ...offer(
          copy.args.length === 2
            ? review('Copy it with --chmod=755', insertAfter(copy.keywordSpan, ' --chmod=755'))
            : undefined,
        ),
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
          FROM node:22.11-alpine
          COPY docker/start.sh /start.sh
          ENTRYPOINT ["/start.sh"]
        `,
        'docker/start.sh': '#!/bin/sh\nexec node server.js\n',
      },
      'Dockerfile:3:1',
      {
        Dockerfile: `
          FROM node:22.11-alpine
          COPY --chmod=755 docker/start.sh /start.sh
          ENTRYPOINT ["/start.sh"]
        `,
      },
    ),
    good({
      'compose.yaml': `
        services:
          api:
            build: .
          worker:
            build: {context: ., dockerfile: worker.Dockerfile}
      `,
      Dockerfile: `
        FROM node:22.11-alpine
        COPY --chmod=755 start.sh /start.sh
        ENTRYPOINT ["/start.sh"]
      `,
      'worker.Dockerfile': `
        FROM node:22.11-alpine
        COPY start.sh /start.sh
        ENTRYPOINT ["sh", "/start.sh"]
      `,
      'start.sh': '#!/bin/sh\nexec node server.js\n',
    }),
  ],
});
