import { bad, defineRule, good } from '../rule.ts';
import { lackOf } from '../shared/programs.ts';
import { linkOf } from '../shared/stack.ts';
import { startScripts } from '../shared/start-script.ts';

export default defineRule({
  id: 'start-script-shell-missing',
  area: 'dockerfile',
  severity: 'critical',
  confidence: 'likely',
  aliases: [],
  title: 'An image starts a script whose interpreter it does not have',
  why: 'The container does not start: "exec: no such file or directory", although the script itself is there.',
  fix: 'Write `#!/bin/sh` where the script needs no more, or install the interpreter.',
  references: ['https://man7.org/linux/man-pages/man2/execve.2.html'],
  on: 'dockerfile',
  *check(dockerfile, { project, links }) {
    for (const { start, file, at, name } of startScripts(project, dockerfile, links)) {
      const words = /^#!\s*(\S+)(?:\s+(\S+))?/.exec(start.firstLine.trimEnd());
      const path = words?.[1]?.endsWith('/env') === true ? words[2] : words?.[1];
      const program = path?.slice(path.lastIndexOf('/') + 1);
      const [link] = links;
      if (program === undefined || link === undefined || start.firstLine.includes('\r')) continue;
      const lack = lackOf(program, link.service, linkOf(project, link.service));
      if (lack === undefined) continue;
      yield {
        at,
        message: `the image starts ${name}, which asks for ${program}, and ${lack.image.repository} has none`,
        object: `start ${name}`,
        confidence: lack.confidence,
        related: [{ at: { file, start: 0, end: 0 }, message: `its first line names ${program}` }],
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
          COPY --chmod=755 start.sh /start.sh
          CMD ["/start.sh"]
        `,
        'start.sh': '#!/bin/bash\nexec node server.js\n',
      },
      'Dockerfile:3:1',
    ),
    good({
      'compose.yaml': `
        services:
          api:
            build: .
      `,
      Dockerfile: `
        FROM node:22.11-alpine
        RUN apk add --no-cache bash
        COPY --chmod=755 start.sh /start.sh
        CMD ["/start.sh"]
      `,
      'start.sh': '#!/usr/bin/env bash\nexec node server.js\n',
    }),
  ],
});
