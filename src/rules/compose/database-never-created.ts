import type { BuildLink, Project } from '../../model/project.ts';
import type { Service, Stack } from '../../model/service.ts';
import { bad, defineRule, good } from '../rule.ts';
import { lineText } from '../shared/command.ts';
import { envReadsOf } from '../shared/env-reads.ts';
import { stageOf } from '../shared/image.ts';
import {
  databasesMade,
  databasesNamed,
  mayBeMadeAtStart,
  type NamedDatabase,
} from '../shared/named-databases.ts';

export default defineRule({
  id: 'database-never-created',
  area: 'compose',
  severity: 'critical',
  confidence: 'likely',
  aliases: [],
  title: 'A service connects to a database that nothing creates',
  why: 'The image makes one database at its first start: for any other name the server answers that it "does not exist".',
  fix: 'Name the same database on both sides, or mount a script into `/docker-entrypoint-initdb.d` that creates it.',
  references: [
    'https://hub.docker.com/_/postgres#environment-variables',
    'https://hub.docker.com/_/mysql#environment-variables',
  ],
  joins: 'file',
  on: 'service',
  *check(service, { project, stack, link }) {
    if (!service.enabled || link === undefined || service.environment.size === 0) return;
    if (/test|e2e/i.test(service.name)) return;
    const told = new Set<string>();
    for (const named of databasesNamed(stack, service)) {
      const made = told.has(named.name) ? undefined : databasesMade(project, named.server);
      if (made === undefined || made.names.has(named.name)) continue;
      // A file that stands alone may have been read as one that changes the other.
      if (stack.files.length > 1 && made.by.span.file !== named.at.span.file) continue;
      if (isSameInSettings(project, named) || mayBeMadeAtStart(project, named.server, named.name)) continue;
      if (isPassedOver(link, named.entry.name)) continue;
      if (makesItself(project, link) || isMadeBeside(project, stack, named.name)) continue;
      told.add(named.name);
      yield {
        at: named.at.span,
        message: `${service.name} connects to database ${named.name} of ${named.server.name} in ${named.entry.name}, but ${named.server.name} only makes ${made.by.value}`,
        object: `services.${service.name}.environment.${named.entry.name}`,
        related: [{ at: made.by.span, message: `${made.kind} is set up here` }],
      };
    }
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            orders:
              build: .
              environment:
                DATABASE_URL: postgres://shop:\${DB_PASSWORD:?}@db:5432/orders
            stock:
              build: .
              environment: {DB_HOST: db, DB_NAME: stock}
            db:
              image: postgres:17.2
              environment:
                POSTGRES_USER: shop
                POSTGRES_PASSWORD: \${DB_PASSWORD:?}
                POSTGRES_MULTIPLE_DATABASES: orders,stock
        `,
        Dockerfile: `
          FROM python:3.13-slim
          COPY main.py ./
          CMD ["python", "main.py"]
        `,
        'main.py': `
          import os
          os.environ['DATABASE_URL'] or (os.environ['DB_HOST'], os.environ['DB_NAME'])
        `,
      },
      ['compose.yaml:5:21', 'compose.yaml:8:41'],
    ),
    good({
      'compose.yaml': `
        services:
          orders:
            build: .
            environment:
              DATABASE_URL: postgres://shop:\${DB_PASSWORD:?}@db:5432/orders
              OTHER_URL: postgres://shop:\${DB_PASSWORD:?}@db:5432/shop
              STOCK_URL: jdbc:mysql://mysql:3306/stock?createDatabaseIfNotExist=true
          db:
            image: postgres:17.2
            environment: {POSTGRES_USER: shop, POSTGRES_PASSWORD: "\${DB_PASSWORD:?}"}
            volumes: ["./init.sql:/docker-entrypoint-initdb.d/init.sql:ro"]
          mysql:
            image: mysql:8.4
            environment: {MYSQL_ROOT_PASSWORD: "\${DB_PASSWORD:?}"}
      `,
      'init.sql': 'CREATE DATABASE orders;\n',
      Dockerfile: `
        FROM python:3.13-slim
        COPY main.py ./
        CMD ["python", "main.py"]
      `,
      'main.py': 'print(1)\n',
    }),
  ],
});

/** Code that asks for other variables and not for this one never connects; Spring's own names stand in no code. */
function isPassedOver(link: BuildLink, name: string): boolean {
  const reads = envReadsOf(link);
  return reads.length > 0 && !name.startsWith('SPRING_') && !reads.some((read) => read.name === name);
}

/** An env file that somebody copies gives the server's variable this very name. */
function isSameInSettings(project: Project, { name, server }: NamedDatabase): boolean {
  const value = (server.environment.get('POSTGRES_DB') ?? server.environment.get('MYSQL_DATABASE'))?.value;
  if (value?.trail?.some(({ how }) => how === 'interpolation' || how === 'env-file') !== true) return false;
  return [...project.envFiles.values()].some(({ entries }) =>
    entries.some((entry) => entry.value?.value === name),
  );
}

const creates =
  /create[_\s-]?database|createdb|db:(?:create|prepare|setup)|ecto\.(?:create|setup)|prisma|EnsureCreated|\.Migrate(?:Async)?\(|database_exists|sqlalchemy_utils|typeorm-extension/i;

/** Code and commands that make the database where there is none. */
function makesItself(project: Project, link: BuildLink): boolean {
  const image = stageOf(link)?.image;
  const { service } = link;
  const start = [service.entrypoint, service.command, image?.entrypoint, image?.cmd].map(lineText).join(' ');
  if (creates.test(start) || /\.sh\b|\bmake\b|entrypoint|rails|\.dll\b|\bmix\b/.test(start)) return true;
  const below = (path: string) => link.context === '' || path.startsWith(`${link.context}/`);
  const packages = project.packages.filter(({ file }) => below(file));
  if (packages.some(({ requires }) => requires.has('prisma') || requires.has('@prisma/client'))) return true;
  return link.sources.some(({ file }) => creates.test(project.files.text(file, 200_000) ?? ''));
}

/** A one-shot of the stack, a script or a document says how it comes about. */
function isMadeBeside(project: Project, stack: Stack, name: string): boolean {
  const made = new RegExp(
    `(?:create\\s+database(?:\\s+if\\s+not\\s+exists)?|createdb[^\\n]*?)\\s+["'\`]?${name}\\b`,
    'i',
  );
  const isOfOthers = (one: Service) => creates.test(`${lineText(one.entrypoint)} ${lineText(one.command)}`);
  if ([...stack.services.values()].some(isOfOthers)) return true;
  for (const { text } of project.texts.values()) if (text.includes(name) && made.test(text)) return true;
  return false;
}
