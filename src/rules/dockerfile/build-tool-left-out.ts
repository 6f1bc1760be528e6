import { posix } from 'node:path';
import type { DockerInstruction } from '../../model/dockerfile.ts';
import type { PackageFile } from '../../model/package-file.ts';
import { bad, defineRule, good } from '../rule.ts';
import { localBuilds } from '../shared/build.ts';
import { heldAt, instructionsBefore, workdirAt } from '../shared/held-files.ts';
import { leavesOut, leftOutAt } from '../shared/left-out.ts';
import { leftOutTool, scriptsOfInstall } from '../shared/left-out-tools.ts';
import { commandsNamed } from '../shared/package-commands.ts';
import { isForgiven, type RunCommand, runCommands } from '../shared/run.ts';

export default defineRule({
  id: 'build-tool-left-out',
  area: 'dockerfile',
  severity: 'critical',
  confidence: 'likely',
  aliases: [],
  title: 'The build runs a tool that its install leaves out',
  why: 'The shell finds no such program ("tsc: not found"), and no image is built.',
  fix: 'Install everything in the stage that builds, and leave development packages out of the one that runs.',
  references: ['https://docs.npmjs.com/cli/v11/commands/npm-ci#omit'],
  on: 'instruction',
  only: ['RUN'],
  *check(instruction, { project, dockerfile, links }) {
    const folder = workdirAt(dockerfile, instruction);
    if (instruction.keyword !== 'RUN' || folder === undefined) return;
    const commands = runCommands(dockerfile, instruction);
    if (commands.some(({ program }) => program === 'cd')) return;
    const ownAt = (context: string): PackageFile | undefined => {
      const path = posix.join(folder, 'package.json');
      const held = heldAt({ project, dockerfile, context }, instruction, path);
      const file = held.kind === 'file' ? held.file : undefined;
      return project.packages.find((one) => one.kind === 'npm' && one.file === file);
    };
    const contexts = localBuilds(dockerfile, links, instruction.stage).map(({ context }) => context);
    for (const command of commands) {
      if (isForgiven(command, commands)) continue;
      const [named] = commandsNamed(command.words);
      const own = named?.kind === 'npm' && named.folder === undefined ? named.name : undefined;
      const install = own === undefined ? undefined : leftOutAt(dockerfile, instruction, command, folder);
      const names = own !== undefined && install !== undefined ? [own] : byInstall(command);
      for (const context of names.length === 0 ? [] : contexts) {
        const found = leftOutTool(ownAt(context), names);
        if (found === undefined || (own === undefined && mayBeSkipped(context, found.program))) continue;
        yield {
          at: command.span,
          message: `${own === undefined ? `the install runs ${found.name}, which` : `npm script ${found.name}`} runs ${found.program}, but ${found.from} is a development package, which the install leaves out`,
          object: found.from,
          related: [
            ...(install === undefined
              ? []
              : [{ at: install.span, message: 'development packages are left out here' }]),
            { at: found.at, message: `${found.program} is run here` },
          ],
        };
        break;
      }
    }

    function byInstall(command: RunCommand): readonly string[] {
      return leavesOut(dockerfile, instruction, command) ? scriptsOfInstall(command) : [];
    }

    /** Where it is said that no scripts are run, or the script is taken out, or the tool is there by other means. */
    function mayBeSkipped(context: string, program: string): boolean {
      const before = [...instructionsBefore(dockerfile, instruction), instruction];
      const isSaid = ({ keyword, raw }: DockerInstruction) =>
        /ignore.scripts/i.test(raw.value) ||
        (keyword === 'RUN' &&
          (/(?<!corepack )prepare|postinstall/.test(raw.value) || raw.value.includes(program)));
      if (before.some(isSaid)) return true;
      const npmrc = heldAt(
        { project, dockerfile, context },
        instruction,
        posix.join(folder ?? '/', '.npmrc'),
      );
      const text = npmrc.kind === 'file' ? project.files.text(npmrc.file, 20_000) : '';
      return npmrc.kind === 'unknown' || text === undefined || /^\s*ignore-scripts\s*=\s*true/m.test(text);
    }
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            web:
              build: .
        `,
        Dockerfile: `
          FROM node:22-alpine
          WORKDIR /app
          COPY package*.json ./
          RUN npm ci --omit=dev
          COPY . .
          RUN npm run build
          CMD ["node", "dist/server.js"]
        `,
        'package.json': `
          {
            "scripts": { "build": "npm run compile" , "compile": "NODE_OPTIONS=--trace-warnings tsc -p ." },
            "dependencies": { "express": "5.1.0" },
            "devDependencies": { "typescript": "5.9.2" }
          }
        `,
        'package-lock.json': '{}',
      },
      'Dockerfile:6:5',
    ),
    bad(
      {
        'compose.yaml': `
          services:
            web:
              build: .
        `,
        Dockerfile: `
          FROM node:22-alpine AS packages
          WORKDIR /src
          ENV NODE_ENV=production
          COPY package.json package-lock.json ./
          RUN npm ci
          FROM node:22-alpine AS builder
          WORKDIR /app
          COPY --from=packages /src/node_modules ./node_modules
          COPY . .
          RUN npm run build
          FROM nginx:1.27-alpine
          COPY --from=builder /app/dist /usr/share/nginx/html
        `,
        'package.json': `
          {
            "scripts": { "build": "cross-env CI=1 vite build" },
            "dependencies": { "cross-env": "10.0.0" },
            "devDependencies": { "vite": "7.1.0" }
          }
        `,
        'package-lock.json': '{}',
      },
      'Dockerfile:10:5',
    ),
    bad(
      {
        'compose.yaml': `
          services:
            web:
              build: .
        `,
        Dockerfile: `
          FROM node:22-alpine
          WORKDIR /app
          COPY package*.json ./
          RUN npm ci --omit=dev
          COPY . .
          CMD ["node", "server.js"]
        `,
        'package.json': `
          {
            "scripts": { "prepare": "husky" },
            "dependencies": { "express": "5.1.0" },
            "devDependencies": { "husky": "9.1.7" }
          }
        `,
        'package-lock.json': '{}',
      },
      'Dockerfile:4:5',
    ),
    good({
      'compose.yaml': `
        services:
          web:
            build: .
          other:
            build: other
      `,
      Dockerfile: `
        FROM node:22-alpine
        WORKDIR /app
        COPY package*.json ./
        RUN npm ci --omit=dev --ignore-scripts
        COPY . .
        CMD ["node", "server.js"]
      `,
      'package.json': '{"scripts": {"prepare": "husky"}, "devDependencies": {"husky": "9.1.7"}}\n',
      'package-lock.json': '{}',
      'other/Dockerfile': `
        FROM node:22-alpine
        WORKDIR /app
        COPY package*.json ./
        RUN npm ci --omit=dev
        COPY . .
        CMD ["node", "server.js"]
      `,
      'other/package.json':
        '{"scripts": {"prepare": "husky || true"}, "devDependencies": {"husky": "9.1.7"}}\n',
      'other/package-lock.json': '{}',
    }),
    good({
      'compose.yaml': `
        services:
          web:
            build: .
          worker:
            build: { context: ., dockerfile: worker.Dockerfile }
      `,
      Dockerfile: `
        FROM node:22-alpine AS packages
        WORKDIR /app
        COPY package*.json ./
        RUN npm ci --omit=dev
        FROM node:22-alpine AS builder
        WORKDIR /app
        COPY package*.json ./
        RUN npm ci --include=dev
        COPY . .
        RUN npm run build
        FROM node:22-alpine
        WORKDIR /app
        COPY --from=packages /app/node_modules ./node_modules
        COPY --from=builder /app/dist ./dist
        CMD ["node", "dist/server.js"]
      `,
      'worker.Dockerfile': `
        FROM node:22-alpine
        WORKDIR /app
        COPY . .
        RUN npm ci --omit=dev && npm install --global typescript
        RUN npm run build
        CMD ["node", "dist/worker.js"]
      `,
      'package.json': `
        {
          "scripts": { "build": "tsc -p ." },
          "dependencies": { "express": "5.1.0" },
          "devDependencies": { "typescript": "5.9.2" }
        }
      `,
      'package-lock.json': '{}',
    }),
  ],
});
