import type { Project } from '../../model/project.ts';
import { offer, review } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';
import { contextSources, inContext, localBuilds } from '../shared/build.ts';
import { unignored } from '../shared/ignore-edit.ts';

export default defineRule({
  id: 'copy-source-ignored',
  area: 'dockerfile',
  severity: 'critical',
  aliases: ['buildkit:CopyIgnoredFile'],
  title: 'COPY names a file that .dockerignore keeps out of the context',
  why: 'The build stops at this line with "not found" although the file is there.',
  fix: 'Take the pattern out of .dockerignore, or add an exception: `!path`.',
  references: ['https://docs.docker.com/reference/build-checks/copy-ignored-file/'],
  on: 'instruction',
  only: ['COPY', 'ADD'],
  *check(instruction, { project, dockerfile, links, stage }) {
    const { files } = project;
    for (const source of contextSources(instruction)) {
      for (const { context, service } of localBuilds(dockerfile, links, stage?.index)) {
        const path = inContext(context, source.path);
        if (path === undefined || source.path === '' || files.kind(path) === undefined) continue;
        if (!isLeftOut(project, context, source.path, dockerfile.file)) continue;
        const ignore = files.dockerIgnoreOf(context, dockerfile.file);
        const edit = ignore === undefined ? undefined : unignored(project, ignore, source.path);
        yield {
          at: source.at.span,
          message: `${instruction.keyword} takes ${source.at.value}, which ${ignore} keeps out of the context of ${service.name}`,
          object: `copy ${source.at.value}`,
          ...offer(edit && review(`Let ${source.path} into the context`, edit)),
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
              build: .
        `,
        Dockerfile: `
          FROM node:22.11-alpine
          COPY package.json server.js ./
          COPY config ./config
          CMD ["node", "server.js"]
        `,
        '.dockerignore': 'config\n*.md\n',
        'package.json': '{}\n',
        'server.js': '',
        'config/default.json': '{}\n',
      },
      'Dockerfile:3:6',
      {
        '.dockerignore': `
          *.md
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
        FROM node:22.11-alpine
        COPY . .
        COPY config ./config
        CMD ["node", "server.js"]
      `,
      '.dockerignore': 'config/*\n!config/default.json\n',
      'server.js': '',
      'config/default.json': '{}\n',
    }),
  ],
});

/** The file, or a folder with all that lies in it; an exception may bring a part of a folder back. */
function isLeftOut(project: Project, context: string, path: string, dockerfile: string): boolean {
  const { files } = project;
  if (!files.isDockerIgnored(context, path, dockerfile)) return false;
  const full = inContext(context, path) ?? '';
  if (files.kind(full) === 'file') return true;
  const prefix = context === '' ? 0 : context.length + 1;
  return files.below(full).every((file) => files.isDockerIgnored(context, file.slice(prefix), dockerfile));
}
