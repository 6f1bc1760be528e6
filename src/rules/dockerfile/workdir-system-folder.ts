import { bad, defineRule, good } from '../rule.ts';
import { stageName } from '../shared/installs.ts';

/** Folders of the system itself; below them other things may lie. */
const systemFolder =
  /^\/(?:bin|boot|dev|etc|lib(?:32|64|x32)?|proc|run|sbin|sys|usr|usr\/(?:bin|sbin|lib(?:32|64)?|include)|var|var\/(?:lib|run|cache|spool))\/?$/;

export default defineRule({
  id: 'workdir-system-folder',
  area: 'dockerfile',
  severity: 'medium',
  aliases: ['trivy:DS-0030'],
  title: 'The process of an image works in a folder of the system',
  why: 'Copied files and what the process writes land among the system’s own and may replace them.',
  fix: 'Choose a folder of the program’s own, such as /app.',
  references: ['https://docs.docker.com/reference/dockerfile/#workdir'],
  on: 'instruction',
  only: ['WORKDIR'],
  *check(instruction, { stage }) {
    const [folder] = instruction.args;
    if (instruction.keyword !== 'WORKDIR' || folder === undefined || stage === undefined) return;
    if (!systemFolder.test(folder.value)) return;
    const later = stage.instructions.filter(({ span }) => span.start > instruction.span.start);
    const next = later.findIndex(({ keyword }) => keyword === 'WORKDIR');
    const inside = next === -1 ? later : later.slice(0, next);
    const copies = inside.some(
      ({ keyword, args }) => /^(?:COPY|ADD)$/.test(keyword) && /^\.\/?$/.test(args.at(-1)?.value ?? ''),
    );
    // A step that only links or unpacks there knows what it does.
    if (next !== -1 && !copies) return;
    yield {
      at: folder.span,
      message: copies ? `files are copied into ${folder.value}` : `the process works in ${folder.value}`,
      object: `${stageName(stage)} workdir ${folder.value}`,
    };
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM node:22.11-alpine
          WORKDIR /etc
          COPY . .
          WORKDIR /usr/bin
        `,
      },
      ['Dockerfile:2:9', 'Dockerfile:4:9'],
    ),
    good({
      Dockerfile: `
        FROM node:22.11-alpine
        WORKDIR /usr/lib
        RUN ln -s libx.so.1 libx.so
        WORKDIR /usr/src/app
        COPY . .
      `,
    }),
  ],
});
