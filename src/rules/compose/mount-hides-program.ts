import { posix } from 'node:path';
import type { Project } from '../../model/project.ts';
import type { Service, Stack } from '../../model/service.ts';
import { bad, defineRule, good } from '../rule.ts';
import { lineText } from '../shared/command.ts';
import { mountedOver, onHost, startedPaths } from '../shared/hidden-program.ts';
import { isBelow } from '../shared/mounts.ts';

export default defineRule({
  id: 'mount-hides-program',
  area: 'compose',
  severity: 'high',
  confidence: 'likely',
  aliases: [],
  title: 'A folder without the program is mounted over the one of the image',
  why: 'What the image built lies below the mount and is not seen: the container ends at once, as the program is not found.',
  fix: 'Remove the mount, mount only the sources, or let the container start what the folder holds.',
  references: ['https://docs.docker.com/engine/storage/bind-mounts/#bind-mount-over-existing-data'],
  joins: 'file',
  on: 'service',
  *check(service, { project, stack, link }) {
    if (!service.enabled || !service.mounts.some(({ kind }) => kind === 'bind')) return;
    const over = mountedOver(project, stack, service, link);
    if (over === undefined) return;
    const paths = over.isEmpty ? [] : startedPaths(project, over);
    const places = paths.map((path) => onHost(service, over, posix.resolve(over.workdir, path)));
    const [first] = places;
    if (!over.isEmpty && (first === undefined || places.some((place) => isHeld(project, place)))) return;
    if (isBuiltBeside(stack, service, over.source)) return;
    const lack = over.isEmpty
      ? 'which does not exist'
      : `which holds no ${posix.relative(over.source, first ?? '')}`;
    yield {
      at: over.mount.span,
      message: `${service.name} mounts ${over.source || 'the repository'}, ${lack}, over ${over.mount.target.value}, where its program lies`,
      object: `services.${service.name}.volumes.${over.mount.target.value}`,
      severity: over.isEmpty ? 'critical' : 'high',
    };
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            api:
              build: ./api
              volumes: ["./api:/app", "/app/node_modules"]
        `,
        'api/Dockerfile': `
          FROM node:22.11-alpine
          WORKDIR /app
          COPY package.json ./
          RUN npm install
          COPY . .
          RUN npm run build
          CMD ["node", "dist/main"]
        `,
        'api/package.json': '{"scripts": {"build": "tsc"}}',
        'api/src/main.ts': 'listen();\n',
      },
      'compose.yaml:4:15',
    ),
    bad(
      {
        'compose.yaml': `
          services:
            auth:
              build: ./authentication
              volumes: ["./auth:/app"]
        `,
        'authentication/Dockerfile': `
          FROM node:22.11-alpine
          WORKDIR /app
          COPY . .
          CMD ["node", "index.js"]
        `,
        'authentication/index.js': 'listen();\n',
      },
      'compose.yaml:4:15',
    ),
    good({
      'compose.yaml': `
        services:
          api:
            build: ./api
            volumes: ["./api:/app", "/app/node_modules", "/app/dist"]
          web:
            build: ./api
            command: npm run dev
            volumes: ["./api:/app"]
      `,
      'api/Dockerfile': `
        FROM node:22.11-alpine
        WORKDIR /app
        COPY package.json ./
        RUN npm install
        COPY . .
        RUN npm run build
        CMD ["node", "dist/main.js"]
      `,
      'api/package.json': '{"scripts": {"build": "tsc", "dev": "tsx watch src/main.ts"}}',
      'api/src/main.ts': 'listen();\n',
    }),
  ],
});

function isHeld(project: Project, place: string | undefined): boolean {
  return place === undefined || project.files.kind(place) !== undefined;
}

/** Another container of the stack may put the program into the same folder. */
function isBuiltBeside(stack: Stack, service: Service, source: string): boolean {
  return [...stack.services.values()].some(
    (other) =>
      other !== service &&
      other.mounts.some((mount) => mount.kind === 'bind' && isShared(mount.source?.value, source)) &&
      /build|compile|install|watch|tsc/.test(`${lineText(other.entrypoint)} ${lineText(other.command)}`),
  );
}

function isShared(other: string | undefined, source: string): boolean {
  return other !== undefined && (isBelow(`/${other}`, `/${source}`) || isBelow(`/${source}`, `/${other}`));
}
