import { bad, defineRule, good } from '../rule.ts';
import { isTreated, startScripts } from '../shared/start-script.ts';

export default defineRule({
  id: 'start-script-line-ends',
  area: 'dockerfile',
  severity: 'critical',
  confidence: 'certain',
  aliases: [],
  title: 'An image starts a script that has the line ends of Windows',
  why: 'The kernel looks for an interpreter whose name ends in a carriage return: "exec: no such file or directory".',
  fix: 'Save the script with LF line ends, and keep them with `*.sh text eol=lf` in .gitattributes.',
  references: ['https://git-scm.com/docs/gitattributes#_text'],
  on: 'dockerfile',
  *check(dockerfile, { project, links }) {
    for (const script of startScripts(project, dockerfile, links)) {
      const { start, file, at, name } = script;
      if (!start.firstLine.startsWith('#!') || !start.firstLine.endsWith('\r\n')) continue;
      if (isTreated(dockerfile, /\bdos2unix\b|\\r|\btr\s+-d\b/)) continue;
      yield {
        at,
        message: `the image starts ${name}, whose first line ends in a carriage return`,
        object: `start ${name}`,
        related: [{ at: { file, start: 0, end: 0 }, message: 'the first line names the interpreter' }],
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
        'start.sh': '#!/bin/sh\r\nexec node server.js\r\n',
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
        COPY --chmod=755 start.sh /start.sh
        RUN sed -i 's/\\r$//' /start.sh
        CMD ["/start.sh"]
      `,
      'start.sh': '#!/bin/sh\r\nexec node server.js\r\n',
    }),
  ],
});
