import { posix } from 'node:path';
import type { Span } from '../../base/span.ts';
import { nearest } from '../../base/text.ts';
import type { Dockerfile, DockerInstruction } from '../../model/dockerfile.ts';
import type { PackageFile } from '../../model/package-file.ts';
import { offer, replace, review } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';
import { contextsAround } from '../shared/build-places.ts';
import { heldAt, type ImageBuild, workdirAt } from '../shared/held-files.ts';
import { commandsNamed, nearTo } from '../shared/package-commands.ts';
import { isForgiven, isPlaced, type RunCommand, runCommands } from '../shared/run.ts';

export default defineRule({
  id: 'package-script-missing',
  area: 'dockerfile',
  severity: 'critical',
  confidence: 'likely',
  aliases: [],
  title: 'The build or the image runs an npm script that package.json does not have',
  why: 'npm stops with "Missing script": no image is built, or no container of it starts.',
  fix: 'Name a script that exists, or add it.',
  references: ['https://docs.npmjs.com/cli/v11/commands/npm-run'],
  on: 'instruction',
  only: ['RUN', 'CMD'],
  *check(instruction, { project, dockerfile, stage, links }) {
    if (!/^(?:RUN|CMD)$/.test(instruction.keyword) || stage === undefined) return;
    const commands = commandsIn(dockerfile, instruction);
    if (!commands.some(({ words }) => /^(?:npm|pnpm|yarn)$/.test(words[0]?.text ?? ''))) return;
    const folder = workdirAt(dockerfile, instruction);
    if (folder === undefined) return;
    const contexts = contextsAround(project, dockerfile, links, instruction.stage);
    for (const command of commands) {
      if (command.program === 'cd') return;
      if (isForgiven(command, commands)) continue;
      const [named] = commandsNamed(command.words);
      if (named?.kind !== 'npm' || named.folder !== undefined) continue;
      const path = posix.join(folder, 'package.json');
      const files = contexts.map((context) => packageIn({ project, dockerfile, context }, instruction, path));
      const file = files.find((one) => one !== undefined && !one.commands.has(named.name));
      // Of several folders that may be the context, one that has the script is the right one.
      if (file === undefined || files.some((one) => one?.commands.has(named.name))) continue;
      const near = nearTo([file], named.name);
      const guess = nearest(named.name, file.commands.keys());
      const word = command.words[named.index];
      yield {
        at: command.span,
        message: `${instruction.keyword === 'RUN' ? 'the build runs' : 'the image starts'} npm script ${named.name}, which ${file.file} does not have`,
        object: `npm script ${named.name}`,
        related: near === undefined ? [] : [near],
        ...offer(
          guess !== undefined && word !== undefined && isPlaced(word)
            ? review(`Write ${guess}`, replace(word.span, guess))
            : undefined,
        ),
      };
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
    bad(
      {
        'web/Dockerfile': `
          FROM node:22.11-alpine
          WORKDIR /app
          COPY package.json ./
          RUN npm install
          COPY src ./src
          CMD ["npm", "run", "serv"]
        `,
        'web/package.json': `
          {"name": "web", "scripts": {"serve": "node src/server.js"}}
        `,
        'web/src/server.js': '',
      },
      'web/Dockerfile:6:5',
      {
        'web/Dockerfile': `
          FROM node:22.11-alpine
          WORKDIR /app
          COPY package.json ./
          RUN npm install
          COPY src ./src
          CMD ["npm", "run", "serve"]
        `,
      },
    ),
    bad(
      {
        Dockerfile: `
          FROM node:22.11-alpine
          WORKDIR /app
          COPY . .
          CMD npm run migrat && npm start
        `,
        'package.json': '{"scripts": {"migrate": "node migrate.js", "start": "node server.js"}}\n',
        'compose.yaml': `
          services:
            web:
              build: .
        `,
      },
      'Dockerfile:4:5',
      {
        Dockerfile: `
          FROM node:22.11-alpine
          WORKDIR /app
          COPY . .
          CMD npm run migrate && npm start
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
        RUN npm run generate 2>/dev/null || echo none
      `,
      'web/package.json': `
        {"name": "web", "scripts": {"build": "vite build"}}
      `,
    }),
  ],
});

type Command = Pick<RunCommand, 'program' | 'words' | 'span' | 'operatorBefore'>;

/** Those of RUN, and of a CMD that is one command, or several that follow each other. */
function commandsIn(dockerfile: Dockerfile, instruction: DockerInstruction): readonly Command[] {
  if (instruction.keyword === 'RUN') return runCommands(dockerfile, instruction);
  const isShell = instruction.form === 'shell';
  if (isShell && /[&|;<>$`"'\\]/.test(instruction.raw.value.replaceAll(' && ', ' '))) return [];
  const words = instruction.args.map(({ value, span }) => ({
    text: value,
    raw: value,
    span: withoutQuotes(span, value),
    at: 0,
    dynamic: value.includes('$'),
    quoted: false,
  }));
  const commands: Command[] = [];
  for (let rest: Command['words'] = words; rest.length > 0; ) {
    const end = isShell ? rest.findIndex(({ text }) => text === '&&') : -1;
    const own = end === -1 ? rest : rest.slice(0, end);
    const operatorBefore = commands.length === 0 ? '' : '&&';
    commands.push({ program: own[0]?.text ?? '', words: own, span: instruction.raw.span, operatorBefore });
    rest = end === -1 ? [] : rest.slice(end + 1);
  }
  return commands;
}

function withoutQuotes(span: Span, value: string): Span {
  const isQuoted = span.end - span.start === value.length + 2;
  return isQuoted ? { ...span, start: span.start + 1, end: span.end - 1 } : span;
}

function packageIn(build: ImageBuild, instruction: DockerInstruction, path: string): PackageFile | undefined {
  const held = heldAt(build, instruction, path);
  if (held.kind !== 'file') return undefined;
  return build.project.packages.find((one) => one.kind === 'npm' && one.file === held.file);
}
