import { posix } from 'node:path';
import { nearest } from '../../base/text.ts';
import { offer, replace, review } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';
import { contextSources, inContext, localBuilds, looksMade } from '../shared/build.ts';
import { isMissing } from '../shared/path.ts';
import { writtenAt } from '../shared/source-text.ts';

export default defineRule({
  id: 'copy-source-missing',
  area: 'dockerfile',
  severity: 'critical',
  confidence: 'likely',
  aliases: ['dockerfilelint:add_src_invalid'],
  title: 'COPY names a file that the build context does not hold',
  why: 'The build stops at this line with "not found".',
  fix: 'Correct the path, which is relative to the build context and not to the Dockerfile.',
  references: ['https://docs.docker.com/build/concepts/context/'],
  joins: 'file',
  on: 'instruction',
  only: ['COPY', 'ADD'],
  *check(instruction, { project, dockerfile, links, stage }) {
    const builds = localBuilds(dockerfile, links, stage?.index);
    for (const source of contextSources(instruction)) {
      if (looksMade(source.path) || source.path === '' || isGitFolder(source.path)) continue;
      for (const { context, service } of builds) {
        const path = inContext(context, source.path) ?? '..';
        if (project.files.below(context).length === 0 || !isMissing(project, path)) continue;
        // It is made on each machine; dockerfile/copy-source-git-ignored speaks of that.
        if (project.files.isGitIgnored(path)) continue;
        const name = source.path.slice(source.path.lastIndexOf('/') + 1);
        const files = project.files.below(context);
        const right = rightPath(source.path, context, dockerfile.file, files);
        const isPlain = writtenAt(project, source.at.span) === source.at.value;
        const found = files.find((file) => file.endsWith(`/${name}`)) ?? nearest(path, files);
        yield {
          at: source.at.span,
          message: `${instruction.keyword} takes ${source.at.value}, which the context ${context || '.'} of ${service.name} does not hold${found === undefined ? '' : ` (${found} exists)`}`,
          object: `copy ${source.at.value}`,
          ...offer(
            right !== undefined && isPlain
              ? review(`Write ${right}`, replace(source.at.span, right))
              : undefined,
          ),
          ...(service.build === undefined
            ? {}
            : {
                related: [{ at: service.build.context.span, message: `${service.name} is built from here` }],
              }),
        };
        break;
      }
    }
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            api:
              build: {context: services/api}
        `,
        'services/api/Dockerfile': `
          FROM node:22.11-alpine
          WORKDIR /app
          COPY package.json ../shared/log.js ./
          COPY src ./src
          CMD ["node", "src/server.js"]
        `,
        'services/api/package.json': '{}\n',
        'services/api/src/server.js': '',
        'services/shared/log.js': '',
      },
      'services/api/Dockerfile:3:19',
    ),
    bad(
      {
        'compose.yaml': `
          services:
            api:
              build: {context: ., dockerfile: docker/api/Dockerfile}
        `,
        'docker/api/Dockerfile': `
          FROM node:22.11-alpine
          WORKDIR /app
          COPY --chown=node:node pakage.json \\
            # beside this file
            nginx.conf ./
        `,
        'docker/api/nginx.conf': '',
        'package.json': '{}\n',
      },
      ['docker/api/Dockerfile:3:24', 'docker/api/Dockerfile:5:3'],
      {
        'docker/api/Dockerfile': `
          FROM node:22.11-alpine
          WORKDIR /app
          COPY --chown=node:node package.json \\
            # beside this file
            docker/api/nginx.conf ./
        `,
      },
    ),
    good({
      'compose.yaml': `
        services:
          api:
            build: {context: services, dockerfile: api/Dockerfile}
      `,
      'services/api/Dockerfile': `
        FROM node:22.11-alpine AS build
        WORKDIR /app
        COPY api/package*.json shared/log.js ./
        COPY --from=ghcr.io/acme/tools:1.0 /bin/tool /bin/tool
        COPY dist/ ./dist/
        COPY .git/ ./.git/
        COPY local-packages/ ./packages/
        CMD ["node", "server.js"]
      `,
      '.gitignore': 'local-packages/\n',
      'services/api/package.json': '{}\n',
      'services/shared/log.js': '',
    }),
  ],
});

/** Every clone has it, and no commit: a source for versions. */
function isGitFolder(path: string): boolean {
  return /^\.git(?:\/|$)/.test(path);
}

/** The file that is meant: written as seen from the Dockerfile's folder, or misspelt beside the one that there is. */
function rightPath(
  path: string,
  context: string,
  dockerfile: string,
  files: readonly string[],
): string | undefined {
  const inside = (file: string) =>
    context === '' || context === '.' ? file : file.slice(context.length + 1);
  const beside = posix.join(posix.dirname(dockerfile), path);
  if (files.includes(beside)) return inside(beside);
  const siblings = files.map(inside).filter((file) => posix.dirname(file) === posix.dirname(path));
  return nearest(path, siblings);
}
