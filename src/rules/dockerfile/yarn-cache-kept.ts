import { review } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';
import { appendedCommand } from '../shared/dockerfile-edits.ts';
import { isMountedAway, isShipped, runText, stageName } from '../shared/installs.ts';
import { runCommands } from '../shared/run.ts';

export default defineRule({
  id: 'yarn-cache-kept',
  area: 'dockerfile',
  severity: 'info',
  confidence: 'likely',
  aliases: ['hadolint:DL3060', 'dd-iac:run_yarn_clean_after_yarn_install'],
  title: 'The download cache of yarn stays in the image',
  why: 'The layer carries every package a second time, in each pull.',
  fix: 'End the same RUN with `yarn cache clean`, or mount a cache: `RUN --mount=type=cache,target=/usr/local/share/.cache`.',
  references: ['https://classic.yarnpkg.com/lang/en/docs/cli/cache/'],
  preset: 'strict',
  on: 'instruction',
  only: ['RUN'],
  *check(instruction, { project, dockerfile, stage }) {
    if (!isShipped(dockerfile, stage) || isMountedAway(instruction, '/usr/local/share/.cache')) return;
    if (/cache clean|\.cache|YARN_CACHE_FOLDER|--immutable|corepack/.test(runText(instruction))) return;
    const install = runCommands(dockerfile, instruction).find(
      ({ program, args }) =>
        program === 'yarn' && (args[0] === undefined || /^(?:install|add|--\S+)$/.test(args[0].text)),
    );
    if (install === undefined || install.args.some(({ text }) => text === '--version')) return;
    const edit = appendedCommand(project, instruction, 'yarn cache clean');
    yield {
      at: install.span,
      message: 'the download cache of yarn stays in the layer',
      object: `${stageName(stage)} yarn cache`,
      ...(edit === undefined ? {} : { fix: review('Clean up in the same RUN', edit) }),
    };
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM node:22.11-alpine
          COPY package.json yarn.lock ./
          RUN yarn install --frozen-lockfile
        `,
      },
      'Dockerfile:3:5',
      {
        Dockerfile: `
          FROM node:22.11-alpine
          COPY package.json yarn.lock ./
          RUN yarn install --frozen-lockfile && yarn cache clean
        `,
      },
    ),
    good({
      Dockerfile: `
        FROM node:22.11-alpine
        COPY package.json yarn.lock ./
        RUN yarn install --frozen-lockfile && yarn cache clean
        RUN yarn build
      `,
    }),
  ],
});
