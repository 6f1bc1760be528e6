import { posix } from 'node:path';
import type { PackageFile } from '../../model/package-file.ts';
import { bad, defineRule, good } from '../rule.ts';
import { localBuilds } from '../shared/build.ts';
import { heldAt, workdirAt } from '../shared/held-files.ts';
import { leftOutAt } from '../shared/left-out.ts';
import { commandsNamed } from '../shared/package-commands.ts';
import { type RunCommand, runCommands } from '../shared/run.ts';

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
    for (const command of commands) {
      const [named] = commandsNamed(command.words);
      if (named?.kind !== 'npm' || named.folder !== undefined || isForgiven(command, commands)) continue;
      const install = leftOutAt(dockerfile, instruction, command, folder);
      if (install === undefined) continue;
      for (const { context } of localBuilds(dockerfile, links, instruction.stage)) {
        const path = posix.join(folder, 'package.json');
        const held = heldAt({ project, dockerfile, context }, instruction, path);
        const file = held.kind === 'file' ? held.file : undefined;
        const own = project.packages.find((one) => one.kind === 'npm' && one.file === file);
        const tool = own && toolOf(own, named.name, new Set());
        const script = own?.commands.get(named.name);
        if (tool === undefined || script === undefined) continue;
        yield {
          at: command.span,
          message: `npm script ${named.name} runs ${tool.program}, but ${tool.from} is a development package, which the install leaves out`,
          object: tool.from,
          related: [
            { at: install.span, message: 'development packages are left out here' },
            { at: script.span, message: `${tool.program} is run here` },
          ],
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

/** What follows an `||` takes the failure away. */
function isForgiven(command: RunCommand, commands: readonly RunCommand[]): boolean {
  return commands[commands.indexOf(command) + 1]?.operatorBefore === '||';
}

interface Tool {
  readonly program: string;
  readonly from: string;
}

/** The first program of a script that only a development package brings. */
function toolOf(file: PackageFile, script: string, seen: Set<string>): Tool | undefined {
  if (seen.has(script) || seen.size > 20) return undefined;
  seen.add(script);
  for (const step of file.steps(script)) {
    const [named] = commandsNamed(step.words);
    if (step.operatorBefore === '||' || step.operatorBefore === '|') continue;
    const found = named === undefined ? programOf(file, step.words) : toolOf(file, named.name, seen);
    if (found !== undefined) return found;
  }
  return undefined;
}

const wrappers = new Set(['cross-env', 'cross-env-shell', 'dotenv', 'env-cmd', '--']);

function programOf(file: PackageFile, words: readonly { readonly text: string }[]): Tool | undefined {
  for (const { text } of words) {
    if (/^\w+=/.test(text)) continue;
    const from = bringing(file, text);
    if (from !== undefined) return { program: text, from };
    if (!wrappers.has(text)) return undefined;
  }
  return undefined;
}

/** Packages whose programs have other names. */
const packagesOf: Readonly<Record<string, readonly string[]>> = {
  tsc: ['typescript'],
  ng: ['@angular/cli'],
  nest: ['@nestjs/cli'],
  'vue-cli-service': ['@vue/cli-service'],
  swc: ['@swc/cli'],
  babel: ['@babel/cli'],
  ncc: ['@vercel/ncc'],
  webpack: ['webpack-cli', 'webpack'],
  'run-s': ['npm-run-all', 'npm-run-all2'],
  'run-p': ['npm-run-all', 'npm-run-all2'],
  postcss: ['postcss-cli'],
  tailwindcss: ['@tailwindcss/cli', 'tailwindcss'],
  'svelte-kit': ['@sveltejs/kit'],
  remix: ['@remix-run/dev'],
  'react-router': ['@react-router/dev'],
};

/** The development package that a program comes from, when no other package may bring it along. */
function bringing({ development, requires }: PackageFile, program: string): string | undefined {
  const from = [...(packagesOf[program] ?? []), program].find((name) => development.has(name));
  if (from === undefined) return undefined;
  // npm installs what a package asks for beside it: plugins of vite bring vite.
  const kin = from === 'typescript' ? /typescript|^ts-/ : new RegExp(from.replace(/\W/g, '\\$&'));
  return [...requires].some((name) => !development.has(name) && kin.test(name)) ? undefined : from;
}
