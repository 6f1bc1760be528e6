import { posix } from 'node:path';
import type { Edit } from '../../base/edit.ts';
import type { Dockerfile, DockerInstruction } from '../../model/dockerfile.ts';
import { insertAfter, offer, review } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';
import { contextsOf } from '../shared/contexts.ts';
import { heldAt, type ImageBuild, workdirAt } from '../shared/held-files.ts';
import { lockOf, mayWriteLock, type WantedLock } from '../shared/lock-files.ts';
import { type RunCommand, runCommands } from '../shared/run.ts';

export default defineRule({
  id: 'lock-file-missing',
  area: 'dockerfile',
  severity: 'critical',
  confidence: 'likely',
  aliases: [],
  title: 'The build installs from a lock file that the image does not hold',
  why: 'The package manager refuses to install without it, and no image is built.',
  fix: 'Commit the lock file and copy it before this step; see also .dockerignore.',
  references: [
    'https://docs.npmjs.com/cli/v11/commands/npm-ci',
    'https://docs.astral.sh/uv/concepts/projects/sync/',
  ],
  on: 'instruction',
  only: ['RUN'],
  *check(instruction, { project, dockerfile, links }) {
    // What a mount brings is not looked for.
    if (
      instruction.keyword !== 'RUN' ||
      instruction.flags.some(({ value }) => /type=bind|^$/.test(value ?? ''))
    )
      return;
    const folder = workdirAt(dockerfile, instruction);
    const commands = runCommands(dockerfile, instruction);
    if (folder === undefined || commands.some(({ program }) => program === 'cd')) return;
    for (const command of commands) {
      const wanted = lockOf(command);
      if (wanted === undefined || isAlternative(command, commands)) continue;
      const earlier = commands.slice(0, commands.indexOf(command));
      if (wanted.locks.some((lock) => earlier.some((one) => mayWriteLock(one, lock)))) continue;
      const contexts = contextsOf(project, dockerfile, links, instruction.stage);
      const broken = contexts.find((context) =>
        isAbsent({ project, dockerfile, context }, instruction, folder, wanted),
      );
      if (broken === undefined) continue;
      // A line that names the file is told of by the rules on sources of COPY.
      if (isCopiedByName(dockerfile, wanted)) continue;
      const [name = ''] = wanted.locks;
      const there = [broken, name].filter((part) => part !== '').join('/');
      const copies = dockerfile.instructions.filter(
        ({ keyword, span, stage }) =>
          keyword === 'COPY' && stage === instruction.stage && span.start < instruction.span.start,
      );
      const edit = copied({ project, dockerfile, context: broken }, copies, wanted);
      yield {
        at: command.span,
        message: `${wanted.words} needs ${name}, which ${project.files.kind(there) === 'file' ? 'is not copied' : 'the build context does not hold'}`,
        object: name,
        ...offer(edit && review(`Copy ${name} too`, edit)),
        related: copies.slice(0, 3).map(({ span }) => ({ at: span, message: 'this is copied' })),
      };
      return;
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
          COPY package.json ./
          RUN npm ci
        `,
        'web/package.json': '{"name": "web"}\n',
        'web/package-lock.json': '{}\n',
      },
      'web/Dockerfile:4:5',
      {
        'web/Dockerfile': `
          FROM node:22.11-alpine
          WORKDIR /app
          COPY package.json package-lock.json ./
          RUN npm ci
        `,
      },
    ),
    good({
      'compose.yaml': `
        services:
          web:
            build: web
          jobs:
            build: jobs
      `,
      'web/Dockerfile': `
        FROM node:22.11-alpine
        WORKDIR /app
        COPY package*.json ./
        RUN npm ci
      `,
      'web/package.json': '{"name": "web"}\n',
      'web/package-lock.json': '{}\n',
      'jobs/Dockerfile': `
        FROM node:22.11-alpine
        WORKDIR /app
        COPY . .
        RUN if [ -f package-lock.json ]; then npm ci; else npm install; fi
      `,
      'jobs/package.json': '{"name": "jobs"}\n',
    }),
    good({
      'compose.yaml': `
        services:
          web:
            build: .
      `,
      Dockerfile: `
        FROM node:22.11-alpine AS deps
        WORKDIR /app
        COPY package.json ./
        RUN npm install

        FROM node:22.11-alpine
        WORKDIR /srv
        COPY --from=deps /app ./
        RUN npm ci --omit=dev
      `,
      'package.json': '{"name": "web"}\n',
    }),
    good({
      'compose.yaml': `
        services:
          web:
            build: .
      `,
      Dockerfile: `
        FROM node:22.11-alpine
        WORKDIR /app
        COPY package.json ./
        RUN npm install --package-lock-only && npm ci
      `,
      'package.json': '{"name": "web"}\n',
    }),
  ],
});

/** `npm ci || npm install`, and branches of a condition. */
function isAlternative(command: RunCommand, commands: readonly RunCommand[]): boolean {
  const next = commands[commands.indexOf(command) + 1];
  return (
    next?.operatorBefore === '||' ||
    command.operatorBefore === '||' ||
    commands.some(({ program }) => /^(?:\[|\[\[|test)$/.test(program))
  );
}

/** True when the project is there and none of the locks is, in its folder or above. */
function isAbsent(
  build: ImageBuild,
  instruction: DockerInstruction,
  folder: string,
  { manifest, locks }: WantedLock,
): boolean {
  if (heldAt(build, instruction, posix.join(folder, manifest)).kind !== 'file') return false;
  for (let at = folder; ; at = posix.dirname(at)) {
    if (locks.some((lock) => heldAt(build, instruction, posix.join(at, lock)).kind !== 'absent'))
      return false;
    if (at === '/') return true;
  }
}

function isCopiedByName({ instructions }: Dockerfile, { locks }: WantedLock): boolean {
  const copies = instructions.filter(({ keyword }) => keyword === 'COPY' || keyword === 'ADD');
  return copies.some(({ args }) => args.some(({ value }) => locks.includes(posix.basename(value))));
}

/** The lock beside the manifest that a line copies into a folder. */
function copied(
  { project, dockerfile, context }: ImageBuild,
  copies: readonly DockerInstruction[],
  { manifest, locks }: WantedLock,
): Edit | undefined {
  for (const { args, form, flags } of copies) {
    const at = args.slice(0, -1).find(({ value }) => posix.basename(value) === manifest);
    if (at === undefined || form === 'exec' || flags.some(({ name }) => name === 'from')) continue;
    if (!/(?:^\.|\/)$/.test(args.at(-1)?.value ?? '')) return undefined;
    const prefix = at.value.slice(0, -manifest.length);
    const lock = locks.find((name) => {
      const path = posix.join(prefix.replace(/^\//, ''), name);
      return (
        project.files.kind(posix.join(context, path)) === 'file' &&
        !project.files.isDockerIgnored(context, path, dockerfile.file)
      );
    });
    return lock === undefined ? undefined : insertAfter(at.span, ` ${prefix}${lock}`);
  }
  return undefined;
}
