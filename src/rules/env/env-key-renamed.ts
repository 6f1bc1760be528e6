import type { Project } from '../../model/project.ts';
import type { EnvEntry, Service } from '../../model/service.ts';
import { bad, defineRule, good } from '../rule.ts';
import { areSpellings, missingReads, namesSetFor, ownReadsOf } from '../shared/env-reads.ts';
import { isExtended } from '../shared/service-fix.ts';
import { renamedAt, reviewFix } from '../shared/yaml-fix.ts';

export default defineRule({
  id: 'env-key-renamed',
  area: 'env',
  severity: 'high',
  confidence: 'likely',
  aliases: [],
  title: 'A variable is set under another name than the one the code reads',
  why: 'The code finds nothing under its name and starts with an undefined value, or not at all.',
  fix: 'Use one name on both sides.',
  references: ['https://12factor.net/config'],
  on: 'service',
  *check(service, { project, link }) {
    const set = namesSetFor(project, service, link);
    if (set === undefined) return;
    const reads = ownReadsOf(project, link);
    const read = new Set(reads.map((one) => one.name));
    for (const missing of missingReads(reads, set)) {
      const entry = [...service.environment.values()].find(
        (one) => !read.has(one.name) && areSpellings(missing.name, one.name),
      );
      if (entry === undefined) continue;
      yield {
        at: entry.nameSpan,
        message: `${service.name} is given ${entry.name}, but its code reads ${missing.name}`,
        object: `services.${service.name}.environment.${entry.name}`,
        related: [{ at: missing.at, message: `${missing.name} is read here` }],
        ...(isForOthers(project, service, entry)
          ? {}
          : reviewFix(
              `Rename it to ${missing.name}`,
              renamedAt(project, entry.nameSpan, entry.name, missing.name),
            )),
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
              - "DB_URL=postgres://db/app" # one store
            db:
              image: postgres:16.4
        `,
        Dockerfile: `
          FROM node:22
          COPY server.js .
          CMD ["node", "server.js"]
        `,
        'server.js': `
          connect(process.env.DATABASE_URL);
        `,
      },
      'compose.yaml:5:8',
      {
        'compose.yaml': `
          services:
            api:
              build: .
              environment:
              - "DATABASE_URL=postgres://db/app" # one store
            db:
              image: postgres:16.4
        `,
      },
    ),
    bad(
      {
        'compose.yaml': `
          services:
            api:
              build: .
              env_file: api.env
            db:
              image: postgres:16.4
        `,
        'api.env': `
          LOG_LEVEL=info
          export DB_URL="postgres://db/app" # one store
        `,
        Dockerfile: `
          FROM node:22
          COPY server.js .
          CMD ["node", "server.js"]
        `,
        'server.js': `
          connect(process.env.DATABASE_URL);
        `,
      },
      'api.env:2:8',
      {
        'api.env': `
          LOG_LEVEL=info
          export DATABASE_URL="postgres://db/app" # one store
        `,
      },
    ),
    good({
      'compose.yaml': `
        services:
          api:
            build: .
            environment:
              DB_URL: postgres://app@db:5432/app
              DATABASE_URL: postgres://app@db:5432/app
      `,
      Dockerfile: `
        FROM node:22.11-alpine
        WORKDIR /app
        COPY server.js ./
        CMD ["node", "server.js"]
      `,
      'server.js': 'const url = process.env.DATABASE_URL;\n',
    }),
    // One context for all: the script is the code of another service.
    good({
      'compose.yaml': `
        services:
          billing:
            build: {context: backend, dockerfile: billing/api/Dockerfile.dev}
            environment:
              DATABASE_PASSWORD: secret
          db:
            image: postgres:16.4
      `,
      'backend/billing/api/Dockerfile.dev': `
        FROM mcr.microsoft.com/dotnet/sdk:8.0
        WORKDIR /src
        COPY . .
        ENTRYPOINT ["dotnet", "run"]
      `,
      'backend/prices/Dockerfile': `
        FROM python:3.13-slim
        COPY prices.py .
        CMD ["python", "prices.py"]
      `,
      'backend/prices/prices.py': `
        import os
        connect(os.getenv('POSTGRES_PASSWORD'))
      `,
    }),
  ],
});

/** A file of variables that several services read, and a service that others extend, are not for this one alone. */
function isForOthers(project: Project, service: Service, { from, nameSpan }: EnvEntry): boolean {
  if (from === 'environment') return isExtended(project, service);
  const reads = project.stacks.flatMap(({ services }) =>
    [...services.values()].filter((other) => other.envFiles.some(({ path }) => path.value === nameSpan.file)),
  );
  return new Set(reads.map(({ name }) => name)).size > 1;
}
