import { insertBefore, review } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';
import { stageName } from '../shared/installs.ts';
import { valueAt } from '../shared/variables.ts';
import { isAbsolute, workdirsBefore } from '../shared/workdir.ts';

export default defineRule({
  id: 'workdir-relative',
  area: 'dockerfile',
  severity: 'low',
  aliases: [
    'hadolint:DL3000',
    'trivy:DS-0009',
    'checkov:CKV_DOCKER_10',
    'kics:workdir_path_not_absolute',
    'buildkit:WorkdirRelativePath',
    'dockerfilelint:invalid_workdir',
  ],
  title: 'WORKDIR is relative to a folder that the base image sets',
  why: 'Another base image, or another version of it, puts the files somewhere else.',
  fix: 'Write an absolute path.',
  references: ['https://docs.docker.com/reference/build-checks/workdir-relative-path/'],
  on: 'instruction',
  only: ['WORKDIR'],
  *check(instruction, { dockerfile, stage }) {
    const [folder] = instruction.args;
    if (instruction.keyword !== 'WORKDIR' || folder === undefined) return;
    if (isAbsolute(valueAt(dockerfile, instruction, folder.value) ?? folder.value)) return;
    if (workdirsBefore(dockerfile, instruction).length > 0 || /^\.?\/?$/.test(folder.value)) return;
    yield {
      at: folder.span,
      message: `WORKDIR ${folder.value} begins wherever the base image stands`,
      object: `${stageName(stage)} workdir ${folder.value}`,
      ...(/^\w[\w./-]*$/.test(folder.value)
        ? { fix: review('Begin it with /', insertBefore(folder.span, '/')) }
        : {}),
    };
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM node:22.11-alpine
          WORKDIR app
        `,
      },
      'Dockerfile:2:9',
      {
        Dockerfile: `
          FROM node:22.11-alpine
          WORKDIR /app
        `,
      },
    ),
    bad(
      {
        Dockerfile: `
          FROM node:22.11-alpine
          ENV APP=srv/app
          WORKDIR $APP
        `,
      },
      'Dockerfile:3:9',
    ),
    good({
      Dockerfile: `
        FROM node:22.11-alpine AS base
        WORKDIR /srv
        WORKDIR app
        FROM base
        WORKDIR web
        FROM node:22.11-alpine
        WORKDIR $APP_HOME
      `,
    }),
  ],
});
