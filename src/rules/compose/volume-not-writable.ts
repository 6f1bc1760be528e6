import { posix } from 'node:path';
import type { BuildLink, Project } from '../../model/project.ts';
import type { Mount, Service, Stack } from '../../model/service.ts';
import { bad, defineRule, good } from '../rule.ts';
import { looksMade } from '../shared/build.ts';
import { rootImageOf, stageOf } from '../shared/image.ts';
import { isPlainBase } from '../shared/image-families.ts';
import { isRootUser, madeByRoot, mayBeMade } from '../shared/image-folders.ts';
import { isMadeByHand } from '../shared/made-folders.ts';
import { isMissingFor } from '../shared/path.ts';
import { linkOf } from '../shared/stack.ts';

export default defineRule({
  id: 'volume-not-writable',
  area: 'compose',
  severity: 'high',
  confidence: 'likely',
  aliases: [],
  title: 'A volume belongs to root where the process runs as another user',
  why: 'Docker makes the missing folder as root: the first write fails with "permission denied".',
  fix: 'Make the folder in the image and give it to the user: `RUN mkdir -p <folder> && chown <user> <folder>`.',
  references: ['https://docs.docker.com/engine/storage/volumes/#populate-a-volume-using-a-container'],
  on: 'service',
  *check(service, { stack, project, link }) {
    const user = service.user ?? stageOf(link)?.image.user;
    const root = rootImageOf(service, link);
    if (link === undefined || user === undefined || root === undefined || !isPlainBase(root)) return;
    if (isRootUser(user.value) || user.value.includes('$')) return;
    for (const mount of service.mounts) {
      const { kind, source, target, readOnly, span } = mount;
      const path = target.value.replace(/\/+$/, '');
      if (kind === 'bind' && isMadeByDocker(project, stack, mount)) {
        yield {
          at: span,
          message: `${service.name} runs as ${user.value}, but Docker makes ${source?.value} as root, as no such folder exists`,
          object: `services.${service.name}.volumes.${path}`,
          severity: isWritten(project, link, path) ? 'high' : 'medium',
          related: [{ at: user.span, message: `the user ${user.value} is set here` }],
        };
        continue;
      }
      if (kind !== 'volume' || source === undefined || readOnly || looksMade(path)) continue;
      const made = othersGive(project, stack, service, source.value, path)
        ? undefined
        : madeByRoot(link, path);
      const isUsual = /^\/(?:home|tmp|root|var\/(?:tmp|lib|log|cache))(?:\/|$)|\/\./.test(path);
      const isLacking =
        !isUsual && !isShared(stack, service, source.value) && !mayBeMade(project, link, path);
      if (made === undefined && !isLacking) continue;
      const image = made === undefined ? `its image has no ${path}` : `root makes ${path} in its image`;
      const related = [{ at: user.span, message: `the user ${user.value} is set here` }];
      yield {
        at: span,
        message: `${service.name} runs as ${user.value}, but ${image}, so the volume belongs to root`,
        object: `services.${service.name}.volumes.${path}`,
        related:
          made === undefined ? related : [...related, { at: made.span, message: 'and the folder here' }],
      };
    }
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            api:
              build: .
              volumes: [uploads:/app/uploads]
          volumes:
            uploads:
        `,
        Dockerfile: `
          FROM node:22.11-alpine
          WORKDIR /app
          COPY server.js ./
          USER node
          CMD ["node", "server.js"]
        `,
        'server.js': 'console.log(1);\n',
      },
      'compose.yaml:4:15',
    ),
    bad(
      {
        'compose.yaml': `
          services:
            api:
              build: .
              volumes: [sockets:/tmp/sockets]
          volumes:
            sockets:
        `,
        Dockerfile: `
          FROM python:3.13-slim
          WORKDIR /app
          COPY main.py ./
          RUN mkdir -p /tmp/sockets && useradd -m app && chown -R app /app
          USER app
          CMD ["uvicorn", "main:app", "--uds", "/tmp/sockets/api.sock"]
        `,
        'main.py': 'app = FastAPI()\n',
      },
      'compose.yaml:4:15',
    ),
    bad(
      {
        'compose.yaml': `
          services:
            api:
              build: .
              volumes: ["./logs:/app/logs"]
        `,
        Dockerfile: `
          FROM node:22.11-alpine
          WORKDIR /app
          COPY server.js ./
          RUN mkdir logs && chown node logs
          USER node
          CMD ["node", "server.js"]
        `,
        'server.js': 'console.log(1);\n',
      },
      'compose.yaml:4:15',
    ),
    good({
      'compose.yaml': `
        services:
          api:
            build: .
            volumes: ["./logs:/app/logs", "./conf:/app/conf", "./cache:/app/cache:ro"]
      `,
      Dockerfile: `
        FROM node:22.11-alpine
        WORKDIR /app
        COPY server.js ./
        USER node
        CMD ["node", "server.js"]
      `,
      'server.js': 'console.log(1);\n',
      'start.sh': `
        #!/bin/sh
        mkdir -p logs && chmod 777 logs
        docker compose up -d
      `,
    }),
    good({
      'compose.yaml': `
        services:
          api:
            build: .
            volumes: [data:/srv/data]
        volumes:
          data:
      `,
      Dockerfile: `
        FROM python:3.13-slim
        RUN useradd -m app && mkdir -p /srv/data
        RUN chown -R app /srv
        COPY main.py ./
        USER app
        CMD ["python", "main.py"]
      `,
      'main.py': 'print(1)\n',
    }),
    good({
      'compose.yaml': `
        services:
          api:
            build: .
            volumes: [uploads:/app/uploads]
        volumes:
          uploads:
      `,
      Dockerfile: `
        FROM node:22.11-alpine
        WORKDIR /app
        COPY server.js ./
        RUN mkdir uploads && chown node uploads
        USER node
        CMD ["node", "server.js"]
      `,
      'server.js': 'console.log(1);\n',
    }),
  ],
});

/** A folder for what the program writes that neither the repository holds nor a script or document makes. */
function isMadeByDocker(
  project: Project,
  stack: Stack,
  { source, target, readOnly, mustExist }: Mount,
): boolean {
  const path = source?.value ?? '';
  const name = posix.basename(path);
  if (readOnly || mustExist || !written.test(target.value) || /^(?:[/~.]|$)|\$/.test(path)) return false;
  if (project.files.kind(path) !== undefined || isUnfetched(project, path)) return false;
  if (!project.files.isGitIgnored(path) && !isMissingFor(project, stack, path)) return false;
  return !isMadeByHand(project, name);
}

/** What programs write: other folders are mounted to be read. */
const written =
  /\/(?:logs?|uploads?|data|storage|media|tmp|temp|cache|backups?|output|outputs|artifacts|reports)(?:\/[\w-]+)?\/?$/i;

/** The code names the folder; programs that only print make no use of it. */
function isWritten(project: Project, link: BuildLink, path: string): boolean {
  // `/var/log/orders` by its whole name, as the last word stands for the service everywhere.
  const name = written.test(`/${posix.basename(path)}`) ? posix.basename(path) : path;
  const named = new RegExp(`(?<![\\w-])${name.replace(/\W/g, '\\$&')}(?:/|['"\`])`);
  return link.sources.some(({ file }) => named.test(project.files.text(file, 200_000) ?? ''));
}

/** Below a folder that is a submodule nobody fetched. */
function isUnfetched(project: Project, path: string): boolean {
  const parent = posix.dirname(path);
  return (
    parent !== '.' && project.files.kind(parent) === 'folder' && project.files.below(parent).length === 0
  );
}

/** Another service that uses the volume may run as root, or bring the folder in its image. */
function othersGive(project: Project, stack: Stack, service: Service, volume: string, path: string): boolean {
  const others = [...stack.services.values()].filter(
    (other) => other !== service && other.mounts.some(({ source }) => source?.value === volume),
  );
  return others.some((other) => {
    const link = linkOf(project, other);
    const user = other.user ?? stageOf(link)?.image.user;
    return (
      link === undefined || user === undefined || isRootUser(user.value) || mayBeMade(project, link, path)
    );
  });
}

/** Another service of the stack may fill the volume, or give it to the user. */
function isShared(stack: Stack, service: Service, volume: string): boolean {
  return [...stack.services.values()].some(
    (other) => other !== service && other.mounts.some(({ source }) => source?.value === volume),
  );
}
