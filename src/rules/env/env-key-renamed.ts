import { replace, review } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';
import { areSpellings, envReadsOf, missingReads, namesSetFor } from '../shared/env-reads.ts';

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
    const reads = envReadsOf(link);
    const read = new Set(reads.map((one) => one.name));
    for (const missing of missingReads(reads, set)) {
      const entry = [...service.environment.values()].find(
        (one) => !read.has(one.name) && areSpellings(missing.name, one.name),
      );
      if (entry === undefined) continue;
      const isPair = entry.nameSpan.end - entry.nameSpan.start === entry.name.length;
      yield {
        at: entry.nameSpan,
        message: `${service.name} is given ${entry.name}, but its code reads ${missing.name}`,
        object: `services.${service.name}.environment.${entry.name}`,
        related: [{ at: missing.at, message: `${missing.name} is read here` }],
        ...(isPair
          ? { fix: review(`Rename it to ${missing.name}`, replace(entry.nameSpan, missing.name)) }
          : {}),
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
                DB_URL: postgres://app@db:5432/app # main database
        `,
        Dockerfile: `
          FROM node:22.11-alpine
          WORKDIR /app
          COPY server.js ./
          CMD ["node", "server.js"]
        `,
        'server.js': `
          const url = process.env.DATABASE_URL;
          if (!url) throw new Error('DATABASE_URL is not set');
        `,
      },
      'compose.yaml:5:7',
      {
        'compose.yaml': `
          services:
            api:
              build: .
              environment:
                DATABASE_URL: postgres://app@db:5432/app # main database
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
  ],
});
