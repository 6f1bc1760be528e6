import type { Project } from '../../model/project.ts';
import { bad, defineRule, good } from '../rule.ts';
import { contextSources, inContext, localBuilds, looksMade } from '../shared/build.ts';
import { isMadeFromTemplate } from '../shared/path.ts';

export default defineRule({
  id: 'copy-source-git-ignored',
  area: 'dockerfile',
  severity: 'high',
  confidence: 'likely',
  aliases: [],
  title: 'COPY names a file that git ignores',
  why: 'The build works on this machine and fails on every fresh checkout: CI and colleagues do not have the file.',
  fix: 'Track the file, or make it in a stage of the Dockerfile.',
  references: ['https://git-scm.com/docs/gitignore'],
  on: 'instruction',
  only: ['COPY', 'ADD'],
  *check(instruction, { project, dockerfile, links, stage }) {
    const { files } = project;
    for (const source of contextSources(instruction)) {
      if (looksMade(source.path) || source.path === '') continue;
      for (const { context, service } of localBuilds(dockerfile, links, stage?.index)) {
        const path = inContext(context, source.path);
        if (path === undefined || !files.isGitIgnored(path) || isMadeFromTemplate(project, path)) continue;
        if (isMadeByPipeline(project, path)) continue;
        if (files.kind(path) === 'folder' && files.below(path).some((file) => !files.isGitIgnored(file)))
          continue;
        yield {
          at: source.at.span,
          message: `${instruction.keyword} takes ${source.at.value} for ${service.name}, which git ignores`,
          object: `copy ${source.at.value}`,
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
          COPY server.js settings.json ./
          CMD ["node", "server.js"]
        `,
        '.gitignore': 'settings.json\n',
        'server.js': '',
        'settings.json': '{}\n',
      },
      'Dockerfile:2:16',
    ),
    good({
      'compose.yaml': `
        services:
          api:
            build: .
      `,
      Dockerfile: `
        FROM node:22.11-alpine
        COPY server.js ./
        COPY dist ./dist
        CMD ["node", "server.js"]
      `,
      '.gitignore': 'dist/\n',
      'server.js': '',
      'dist/index.js': '',
    }),
    // Everyone makes it of the example.
    good({
      'compose.yaml': `
        services:
          api:
            build: .
      `,
      Dockerfile: `
        FROM node:22.11-alpine
        COPY .env.docker .env
      `,
      '.gitignore': '.env.docker\n',
      '.env.docker': 'PORT=8080\n',
      '.env.docker.example': 'PORT=8080\n',
    }),
    // Continuous integration makes it before it builds.
    good({
      'compose.yaml': `
        services:
          api:
            build: .
      `,
      Dockerfile: `
        FROM mcr.microsoft.com/dotnet/sdk:10.0
        COPY local-packages/ /local-packages/
      `,
      '.gitignore': 'local-packages/\n',
      '.github/workflows/ci.yml': `
        on: push
        jobs:
          image:
            runs-on: ubuntu-24.04
            steps:
              - run: dotnet pack shared --output local-packages
              - run: docker compose build
      `,
    }),
  ],
});

/** A step of a workflow or a line of a script names it, and so may make it. */
function isMadeByPipeline({ ci, scripts, texts }: Project, path: string): boolean {
  const files = [...ci.workflows.keys(), ...ci.actions.keys(), ...scripts.map(({ file }) => file)];
  return files.some((file) => texts.get(file)?.text.includes(path) === true);
}
