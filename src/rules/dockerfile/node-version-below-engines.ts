import { bad, defineRule, good } from '../rule.ts';
import type { RunCommand } from '../shared/run.ts';
import { olderRuntime } from '../shared/runtime-version.ts';

export default defineRule({
  id: 'node-version-below-engines',
  area: 'dockerfile',
  severity: 'high',
  confidence: 'likely',
  aliases: [],
  title: 'The base image brings an older Node.js than package.json asks for',
  why: 'pnpm and Yarn refuse to install; npm only warns, and the program fails later where it uses what is not there.',
  fix: 'Take a base image of the version in `engines`.',
  references: ['https://docs.npmjs.com/cli/v11/configuring-npm/package-json#engines'],
  on: 'stage',
  check: (stage, context) =>
    olderRuntime(stage, context, { language: 'Node.js', image: 'node', file: 'package.json', uses }),
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            api:
              build: .
        `,
        Dockerfile: `
          FROM --platform=linux/amd64 node:18.20.4-alpine AS api
          WORKDIR /app
          COPY . .
          RUN npm ci
        `,
        'package.json': `
          {"name": "api", "engines": {"node": "^20.9 || >=22"}}
        `,
      },
      'Dockerfile:1:29',
      {
        Dockerfile: `
          FROM --platform=linux/amd64 node:20-alpine AS api
          WORKDIR /app
          COPY . .
          RUN npm ci
        `,
      },
    ),
    good({
      'compose.yaml': `
        services:
          api:
            build: .
      `,
      Dockerfile: `
        FROM node:22-alpine
        WORKDIR /app
        COPY . .
        RUN npm ci
      `,
      'package.json': `
        {"name": "api", "engines": {"node": ">=20"}}
      `,
    }),
  ],
});

function uses({ program, args }: RunCommand): boolean {
  return /^(?:npm|pnpm|yarn)$/.test(program) && /^(?:ci|i|install|run|build)?$/.test(args[0]?.text ?? '');
}
