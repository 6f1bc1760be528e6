import { offer, replace, review } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';
import { parseImage } from '../shared/image.ts';
import { beginsAtRoot } from '../shared/image-families.ts';
import { stageName } from '../shared/installs.ts';
import { writtenAt } from '../shared/source-text.ts';
import { isAbsolute, workdirsBefore } from '../shared/workdir.ts';

export default defineRule({
  id: 'copy-target-relative',
  area: 'dockerfile',
  severity: 'low',
  aliases: ['hadolint:DL3045'],
  title: 'Files are copied to a relative path, and no WORKDIR says where that is',
  why: 'They land in the root of the image among the system’s folders, or elsewhere once the base image sets a folder.',
  fix: 'Write WORKDIR above, or an absolute target.',
  references: ['https://docs.docker.com/reference/dockerfile/#workdir'],
  joins: 'file',
  on: 'instruction',
  only: ['COPY', 'ADD'],
  *check(instruction, { project, dockerfile, stage }) {
    const { keyword, args } = instruction;
    const target = args.at(-1);
    if ((keyword !== 'COPY' && keyword !== 'ADD') || target === undefined || args.length < 2) return;
    if (isAbsolute(target.value) || workdirsBefore(dockerfile, instruction).length > 0) return;
    const image = stage?.image.rootImage === undefined ? undefined : parseImage(stage.image.rootImage);
    // Where an image begins that is not known nobody can say; in an empty one there is nothing else.
    if (image === undefined || image.repository === 'scratch' || !beginsAtRoot(image)) return;
    // Variables and quotes are left as they are.
    const isPlain = /^[\w./-]+$/.test(writtenAt(project, target.span)) && !target.value.includes('..');
    const absolute = `/${target.value.replace(/^(?:\.(?:\/|$))+/, '')}`;
    yield {
      at: target.span,
      message: `${keyword} puts files into ${target.value}, and no WORKDIR says where that is`,
      object: `${stageName(stage)} copy to ${target.value}`,
      ...offer(isPlain ? review('Write the folder that it is', replace(target.span, absolute)) : undefined),
    };
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM node:22.11-alpine
          COPY package.json .
          COPY ["my file.txt", "./docs/"]
          COPY lib lib/
          RUN npm install
        `,
      },
      ['Dockerfile:2:19', 'Dockerfile:3:22', 'Dockerfile:4:10'],
      {
        Dockerfile: `
          FROM node:22.11-alpine
          COPY package.json /
          COPY ["my file.txt", "./docs/"]
          COPY lib /lib/
          RUN npm install
        `,
      },
    ),
    good({
      Dockerfile: `
        FROM node:22.11-alpine AS base
        WORKDIR /app
        FROM base
        COPY package.json .
        FROM php:8.4-apache
        COPY . .
        FROM node:22.11-alpine
        COPY run.sh /run.sh
      `,
    }),
  ],
});
