import { posix } from 'node:path';
import type { BuildLink, Project } from '../../model/project.ts';
import type { Service, Stack } from '../../model/service.ts';
import { bad, defineRule, good } from '../rule.ts';
import { lineText } from '../shared/command.ts';
import { type DataStore, dataStoreOf } from '../shared/data-stores.ts';
import { namesSetFor } from '../shared/env-reads.ts';
import { rootImageOf, stageOf } from '../shared/image.ts';
import { addressGiven } from '../shared/local-default-fix.ts';
import { isNeverUsed, type LocalDefault, localDefaultsOf } from '../shared/local-defaults.ts';
import { isOneShot } from '../shared/stack.ts';
import { reviewFix } from '../shared/yaml-fix.ts';

export default defineRule({
  id: 'default-address-localhost',
  area: 'compose',
  severity: 'high',
  confidence: 'likely',
  aliases: [],
  title: 'A variable is not set, and the code then looks for another service on localhost',
  why: 'Inside a container localhost is the container itself: the connection is refused, or the feature stays off without a word.',
  fix: 'Set the variable to the name of the service.',
  references: ['https://docs.docker.com/compose/how-tos/networking/'],
  on: 'service',
  *check(service, { project, stack, link }) {
    if (!service.enabled || service.networkMode !== undefined || link === undefined) return;
    if (/test|cypress|e2e/i.test(service.name) || isOneShot(stack, service)) return;
    const set = namesSetFor(project, service, link);
    if (set === undefined || choosesProfile(service, link)) return;
    const said = new Set<string>();
    const sources = link.sources.filter(({ file }) => !isOthers(project, link, file));
    for (const { read, store } of localDefaultsOf(sources)) {
      if (set.has(read.name) || said.has(store.name) || /TEST|EXAMPLE/.test(read.name)) continue;
      const other = serviceOf(store, service, stack);
      if (other === undefined || isToldOtherwise(service, other, store)) continue;
      if (isNeverUsed(project, link.sources, read)) continue;
      said.add(store.name);
      yield {
        at: service.nameSpan,
        message: `${service.name} is not given ${read.name}, so its code looks for ${store.name} on localhost, but ${other.name} runs it`,
        object: `services.${service.name}.environment.${read.name}`,
        related: [
          { at: read.at, message: `${read.name} is read here` },
          { at: other.nameSpan, message: `${other.name} answers to its service name` },
        ],
        ...reviewFix(`Name ${other.name}`, addressGiven(project, stack, service, { read, other })),
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
              environment:
              # levels of pino
              - "LOG_LEVEL=info"
            db:
              image: postgres:16.4
        `,
        Dockerfile: `
          FROM node:22
          COPY server.js .
          CMD ["node", "server.js"]
        `,
        'server.js': `
          const url = process.env.DATABASE_URL || 'postgres://localhost:5432/shop';
          connect(url);
        `,
      },
      'compose.yaml:2:3',
      {
        'compose.yaml': `
          services:
            api:
              build: .
              environment:
              # levels of pino
              - "LOG_LEVEL=info"
              - "DATABASE_URL=postgres://db:5432/shop"
            db:
              image: postgres:16.4
        `,
      },
    ),
    good({
      'compose.yaml': `
        services:
          api:
            build: .
            environment:
              REDIS_URL: redis://cache:6379
          cache:
            image: redis:7.4-alpine
      `,
      Dockerfile: `
        FROM golang:1.23
        WORKDIR /src
        COPY . .
        RUN go build -o /api .
        ENTRYPOINT ["/api"]
      `,
      'main.go': `
        package main

        func main() {
          connect(getEnv("REDIS_URL", "redis://localhost:6379"))
        }
      `,
    }),
    // The field is left of an earlier version: the program opens no such connection.
    good({
      'compose.yaml': `
        services:
          api:
            build: .
            environment:
              KAFKA_BROKERS: kafka:9092
          db:
            image: postgres:16.4
      `,
      Dockerfile: `
        FROM golang:1.23
        WORKDIR /src
        COPY . .
        RUN go build -o /api .
        ENTRYPOINT ["/api"]
      `,
      'go.mod': 'module example.com/api\n\ngo 1.23\n',
      'main.go': `
        package main

        type Config struct {
          DBUrl   string
          Brokers string
        }

        func main() {
          cfg := &Config{
            DBUrl:   getEnv("DB_URL", "postgres://app@localhost/app"),
            Brokers: getEnv("KAFKA_BROKERS", "localhost:9092"),
          }
          listen(cfg.Brokers)
        }
      `,
    }),
    good({
      'compose.yaml': `
        services:
          web:
            build: { context: ., dockerfile: apps/web/Dockerfile }
          db:
            image: postgres:16.4
      `,
      'apps/web/Dockerfile': `
        FROM node:22
        WORKDIR /repo
        COPY . .
        WORKDIR /repo/apps/web
        CMD ["pnpm", "dev"]
      `,
      'apps/web/package.json': '{"scripts": {"dev": "next dev"}}\n',
      'apps/api/Dockerfile': 'FROM node:22\n',
      'apps/api/server.js': `
        const url = process.env.DATABASE_URL || 'postgres://localhost:5432/shop';
        connect(url);
      `,
    }),
  ],
});

/** A profile of Spring or the like brings files with other values. */
function choosesProfile(service: Service, link: Parameters<typeof stageOf>[0]): boolean {
  const image = stageOf(link)?.image;
  const names = [...service.environment.keys(), ...(image?.env.keys() ?? [])];
  const command = [image?.entrypoint, image?.cmd, service.command, service.entrypoint]
    .map(lineText)
    .join(' ');
  return (
    names.some((name) => /PROFILE|CONFIG_(?:FILE|PATH|LOCATION|IMPORT)|_CONFIG$/.test(name)) ||
    /profile|-D|--spring|config/.test(command)
  );
}

/** Some other variable already names the store, so that this one may be a remainder. */
function isToldOtherwise(service: Service, other: Service, store: DataStore): boolean {
  return [...service.environment.values()].some(({ name, value }) => {
    const text = value?.value ?? '';
    const names = new RegExp(`(?:^|[^\\w-])${other.name.replace(/[^\w-]/g, '.')}(?:[^\\w-]|$)`);
    return (
      names.test(text) || store.schemes.some((scheme) => name.toLowerCase().includes(scheme) && text !== '')
    );
  });
}

function serviceOf(store: LocalDefault['store'], own: Service, stack: Stack): Service | undefined {
  return [...stack.services.values()].find(
    (other) =>
      other !== own &&
      other.enabled &&
      other.profiles.length === 0 &&
      dataStoreOf(rootImageOf(other, undefined))?.name === store.name,
  );
}

/**
 * Where nobody knows what is started, and the whole repository is copied: a folder with a Dockerfile of its own is
 * another program.
 */
function isOthers({ files }: Project, { context, dockerfile, started }: BuildLink, file: string): boolean {
  if (started.length > 0) return false;
  for (
    let folder = posix.dirname(file);
    folder !== '.' && folder !== context;
    folder = posix.dirname(folder)
  ) {
    const own = posix.join(folder, 'Dockerfile');
    if (files.kind(own) === 'file') return own !== dockerfile?.file;
  }
  return false;
}
