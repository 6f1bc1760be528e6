import { insertAfter, safe } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';
import { shellWordIn } from '../shared/copy-words.ts';

export default defineRule({
  id: 'copy-target-not-folder',
  area: 'dockerfile',
  severity: 'medium',
  confidence: 'likely',
  aliases: [
    'hadolint:DL3021',
    'trivy:DS-0011',
    'dockerfilelint:add_dest_invalid',
    'kics:copy_with_more_than_two_arguments_not_ending_with_slash',
  ],
  title: 'COPY of several files names a target that is not a folder',
  why: 'The classic builder stops here; others may put one file over the other under that name.',
  fix: 'End the target with `/`.',
  references: ['https://docs.docker.com/reference/dockerfile/#copy'],
  on: 'instruction',
  only: ['COPY', 'ADD'],
  *check(given) {
    const instruction = given.trigger ?? given;
    if (instruction.keyword !== 'COPY' && instruction.keyword !== 'ADD') return;
    const target = instruction.args.at(-1);
    if (target === undefined || instruction.args.length < 3 || instruction.heredocs.length > 0) return;
    if (shellWordIn(instruction) !== undefined) return;
    if (/\/$|^\.{1,2}$|\/\.{1,2}$|\\$|\$/.test(target.value)) return;
    // In the exec form the span ends with a quote.
    const fix =
      instruction.form === 'shell' ? { fix: safe('Add the slash', insertAfter(target.span, '/')) } : {};
    yield {
      at: target.span,
      message: `${instruction.keyword} puts ${instruction.args.length - 1} sources into ${target.value}, which does not end with a slash`,
      object: `copy to ${target.value}`,
      ...fix,
    };
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM node:22.11-alpine
          COPY package.json package-lock.json /app
        `,
      },
      'Dockerfile:2:37',
      {
        Dockerfile: `
          FROM node:22.11-alpine
          COPY package.json package-lock.json /app/
        `,
      },
    ),
    bad(
      {
        Dockerfile: `
          FROM node:22.11-alpine
          ONBUILD COPY package.json package-lock.json /app
        `,
      },
      'Dockerfile:2:45',
      {
        Dockerfile: `
          FROM node:22.11-alpine
          ONBUILD COPY package.json package-lock.json /app/
        `,
      },
    ),
    good({
      Dockerfile: `
        FROM node:22.11-alpine
        COPY package.json package-lock.json /app/
        COPY server.js lib.js ./
        COPY server.js /app
      `,
    }),
  ],
});
