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
import { isPlaced, type RunCommand, runCommands } from '../shared/run.ts';

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

type Command = Pick<RunCommand, 'program' | 'words' | 'span'>;

/** Those of RUN, and a CMD that is one command. */
function commandsIn(dockerfile: Dockerfile, instruction: DockerInstruction): readonly Command[] {
  if (instruction.keyword === 'RUN') return runCommands(dockerfile, instruction);
  if (instruction.form === 'shell' && /[&|;<>$`"'\\]/.test(instruction.raw.value)) return [];
  const words = instruction.args.map(({ value, span }) => ({
    text: value,
    raw: value,
    span: withoutQuotes(span, value),
    at: 0,
    dynamic: value.includes('$'),
    quoted: false,
  }));
  return [{ program: words[0]?.text ?? '', words, span: instruction.raw.span }];
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
