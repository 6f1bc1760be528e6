import type { Project } from '../../model/project.ts';
import type { Service, Stack } from '../../model/service.ts';
import { bad, defineRule, good } from '../rule.ts';
import { looksMade } from '../shared/build.ts';
import { rootImageOf, stageOf } from '../shared/image.ts';
import { isPlainBase } from '../shared/image-families.ts';
import { isRootUser, madeByRoot, mayBeMade } from '../shared/image-folders.ts';
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
    for (const { kind, source, target, readOnly, span } of service.mounts) {
      const path = target.value.replace(/\/+$/, '');
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
