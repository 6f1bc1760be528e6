import { bad, defineRule, good } from '../rule.ts';
import { isShipped, stageName } from '../shared/installs.ts';

export default defineRule({
  id: 'copied-files-owned',
  area: 'dockerfile',
  severity: 'info',
  confidence: 'possible',
  aliases: ['kics:chown_flag_exists'],
  title: 'The user of an image owns the program that it runs',
  why: 'Whoever breaks into the process can change the program itself, and the change outlives the request.',
  fix: 'Leave the files to root and let the user read them; give it the folders that it writes to.',
  references: ['https://docs.docker.com/reference/dockerfile/#copy---chown---chmod'],
  preset: 'strict',
  on: 'instruction',
  only: ['COPY', 'ADD'],
  *check({ keyword, flags }, { dockerfile, stage }) {
    if ((keyword !== 'COPY' && keyword !== 'ADD') || !isShipped(dockerfile, stage)) return;
    const flag = flags.find(({ name }) => name === 'chown');
    if (flag?.value === undefined || /^(?:root|0)(?::|$)/.test(flag.value)) return;
    yield {
      at: flag.span,
      message: `the files belong to ${flag.value}, who can change them`,
      object: `${stageName(stage)} chown ${flag.value}`,
    };
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM node:22.11-alpine
          COPY --chown=node:node server.js /app/
          USER node
        `,
      },
      'Dockerfile:2:6',
    ),
    good({
      Dockerfile: `
        FROM node:22.11-alpine
        COPY --chown=root:root --chmod=755 server.js /app/
        USER node
      `,
    }),
  ],
});
