import { posix } from 'node:path';
import { nearest } from '../../base/text.ts';
import type { Dockerfile, DockerInstruction } from '../../model/dockerfile.ts';
import type { Problem } from '../../model/finding.ts';
import type { Project } from '../../model/project.ts';
import { bad, defineRule, good } from '../rule.ts';
import { contextSources, inContext, looksMade } from '../shared/build.ts';
import { type BuildPlace, isSpokenOf, rightPath, statedPlaces } from '../shared/build-places.ts';
import { type ContextSource, isAbsent, rewriting, slippedSource } from '../shared/copied-source.ts';
import { shellWordIn } from '../shared/copy-words.ts';

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
    if (shellWordIn(instruction) !== undefined) return;
    const places = statedPlaces(project, dockerfile, links, stage?.index);
    for (const source of contextSources(instruction)) {
      if (looksMade(source.path) || source.path === '' || isGitFolder(source.path)) continue;
      const place = places.find((one) => lacks(project, one, source.path));
      if (place !== undefined) yield missing(project, dockerfile, instruction, source, place);
      else if (places.length === 0 && links.length === 0)
        yield* slippedSource(project, dockerfile, instruction, source);
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
    bad(
      {
        '.github/workflows/image.yml': `
          on: push
          jobs:
            image:
              runs-on: ubuntu-24.04
              steps:
                - uses: actions/checkout@v4
                - uses: docker/build-push-action@v6
                  with: {context: api}
        `,
        'api/Dockerfile': `
          FROM node:22.11-alpine
          WORKDIR /app
          COPY package.json settings.json ./
        `,
        'api/package.json': '{}\n',
      },
      'api/Dockerfile:3:19',
    ),
    bad(
      {
        'api/Dockerfile': `
          FROM python:3.12-slim
          WORKDIR /app
          COPY requirement.txt ./
          COPY app ./app
        `,
        'api/app/main.py': '',
        'api/requirements.txt': '',
      },
      'api/Dockerfile:3:6',
      {
        'api/Dockerfile': `
          FROM python:3.12-slim
          WORKDIR /app
          COPY requirements.txt ./
          COPY app ./app
        `,
      },
    ),
    bad(
      {
        'tools/Dockerfile': `
          FROM debian:12.8
          COPY docker-entrypoint.shh /docker-entrypoint.sh
          ENTRYPOINT ["/docker-entrypoint.sh"]
        `,
        'tools/docker-entrypoint.sh': '',
      },
      'tools/Dockerfile:2:6',
      {
        'tools/Dockerfile': `
          FROM debian:12.8
          COPY docker-entrypoint.sh /docker-entrypoint.sh
          ENTRYPOINT ["/docker-entrypoint.sh"]
        `,
      },
    ),
    good({
      '.github/workflows/image.yml': `
        on: push
        jobs:
          image:
            runs-on: ubuntu-24.04
            steps:
              - uses: actions/checkout@v4
              - run: node make-settings.js > api/settings.json
              - uses: docker/build-push-action@v6
                with: {context: api}
      `,
      'api/Dockerfile': `
        FROM node:22.11-alpine
        WORKDIR /app
        COPY package.json settings.json ./
      `,
      'api/package.json': '{}\n',
      'release/Dockerfile': `
        FROM scratch
        COPY LICENSE ./
        COPY tool /usr/bin/tool
      `,
      LICENSE: '',
      'tools/tool.go': '',
    }),
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

function lacks(project: Project, place: BuildPlace & { readonly pipeline?: string }, path: string): boolean {
  if (project.files.below(place.context).length === 0) return false;
  if (place.pipeline !== undefined && isSpokenOf(project, place.pipeline, posix.basename(path))) return false;
  return isAbsent(project, place.context, path);
}

function missing(
  project: Project,
  dockerfile: Dockerfile,
  { keyword }: DockerInstruction,
  { at, path }: ContextSource,
  place: BuildPlace,
): Problem {
  const { context, by } = place;
  const files = project.files.below(context);
  const right = rightPath(path, context, dockerfile.file, files);
  const name = path.slice(path.lastIndexOf('/') + 1);
  const beside = `${dockerfile.file.slice(0, dockerfile.file.lastIndexOf('/') + 1)}${name}`;
  const found = files.includes(beside)
    ? beside
    : (files.find((file) => file.endsWith(`/${name}`)) ?? nearest(inContext(context, path) ?? '..', files));
  return {
    at: at.span,
    message: `${keyword} takes ${at.value}, which the context ${context || '.'} of ${by} does not hold${found === undefined ? '' : ` (${found} exists)`}`,
    object: `copy ${at.value}`,
    ...rewriting(project, at, right),
    ...(place.at === undefined ? {} : { related: [{ at: place.at, message: `${by} is built from here` }] }),
  };
}

/** Every clone has it, and no commit: a source for versions. */
function isGitFolder(path: string): boolean {
  return /^\.git(?:\/|$)/.test(path);
}
