import { bad, defineRule, good } from '../rule.ts';
import type { RunCommand } from '../shared/run.ts';
import { compare, lowestOf, packageUsed, versionIn } from '../shared/runtime-version.ts';

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
  *check(stage, context) {
    const version = versionIn(stage, 'node');
    const used = version && packageUsed(context.project, context, stage, { name: 'package.json', uses });
    const lowest = used && lowestOf(used.runtime.value);
    if (version === undefined || used === undefined || lowest === undefined) return;
    if (compare(version, lowest) >= 0) return;
    yield {
      at: stage.base.span,
      message: `the stage builds with Node.js ${version.join('.')}, and ${used.file.file} asks for ${used.runtime.value}`,
      object: 'Node.js version',
      related: [
        { at: used.runtime.span, message: 'the version is asked for here' },
        { at: used.command.span, message: `${used.command.program} fails here` },
      ],
    };
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            api:
              build: .
        `,
        Dockerfile: `
          FROM node:18-alpine
          WORKDIR /app
          COPY . .
          RUN npm ci
        `,
        'package.json': `
          {"name": "api", "engines": {"node": ">=20"}}
        `,
      },
      'Dockerfile:1:6',
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
