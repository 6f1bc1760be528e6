import { posix } from 'node:path';
import { nearest } from '../../base/text.ts';
import type { PackageFile } from '../../model/package-file.ts';
import type { Project } from '../../model/project.ts';
import { offer, replace, review } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';
import { localBuilds } from '../shared/build.ts';
import { heldAt, workdirAt } from '../shared/held-files.ts';
import { commandsNamed, nearTo } from '../shared/package-commands.ts';
import { isPlaced, runCommands } from '../shared/run.ts';

export default defineRule({
  id: 'package-script-missing',
  area: 'dockerfile',
  severity: 'critical',
  confidence: 'likely',
  aliases: [],
  title: 'The build runs an npm script that package.json does not have',
  why: 'npm stops with "Missing script", and no image is built.',
  fix: 'Name a script that exists, or add it.',
  references: ['https://docs.npmjs.com/cli/v11/commands/npm-run'],
  on: 'instruction',
  only: ['RUN'],
  *check(instruction, { project, dockerfile, stage, links }) {
    if (instruction.keyword !== 'RUN' || stage === undefined) return;
    const folder = workdirAt(dockerfile, instruction);
    if (folder === undefined) return;
    for (const command of runCommands(dockerfile, instruction)) {
      if (command.program === 'cd') return;
      const [named] = commandsNamed(command.words);
      if (named?.kind !== 'npm' || named.folder !== undefined) continue;
      for (const { context } of localBuilds(dockerfile, links, instruction.stage)) {
        const held = heldAt(
          { project, dockerfile, context },
          instruction,
          posix.join(folder, 'package.json'),
        );
        const file = held.kind === 'file' ? packageAt(project, held.file) : undefined;
        if (file === undefined || file.commands.has(named.name)) continue;
        const near = nearTo([file], named.name);
        const guess = nearest(named.name, file.commands.keys());
        const word = command.words[named.index];
        yield {
          at: command.span,
          message: `the build runs npm script ${named.name}, which ${file.file} does not have`,
          object: `npm script ${named.name}`,
          related: near === undefined ? [] : [near],
          ...offer(
            guess !== undefined && word !== undefined && isPlaced(word)
              ? review(`Write ${guess}`, replace(word.span, guess))
              : undefined,
          ),
        };
        break;
      }
    }
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            web:
              build: web
        `,
        'web/Dockerfile': `
          FROM node:22.11-alpine
          WORKDIR /app
          COPY package*.json ./
          RUN npm ci
          COPY . .
          RUN npm ci && npm run biuld
        `,
        'web/package.json': `
          {"name": "web", "scripts": {"build": "vite build", "test": "vitest"}}
        `,
      },
      'web/Dockerfile:6:15',
      {
        'web/Dockerfile': `
          FROM node:22.11-alpine
          WORKDIR /app
          COPY package*.json ./
          RUN npm ci
          COPY . .
          RUN npm ci && npm run build
        `,
      },
    ),
    good({
      'compose.yaml': `
        services:
          web:
            build: web
      `,
      'web/Dockerfile': `
        FROM node:22.11-alpine
        WORKDIR /app
        COPY . .
        RUN npm ci && npm run build
      `,
      'web/package.json': `
        {"name": "web", "scripts": {"build": "vite build"}}
      `,
    }),
  ],
});

function packageAt(project: Project, path: string): PackageFile | undefined {
  return project.packages.find((one) => one.kind === 'npm' && one.file === path);
}
