import { bad, defineRule, good } from '../rule.ts';
import { inContext, localBuilds, looksMade } from '../shared/build.ts';
import { isMissing } from '../shared/path.ts';
import { onlyCopy, startedFile } from '../shared/start-file.ts';

export default defineRule({
  id: 'start-file-missing',
  area: 'dockerfile',
  severity: 'critical',
  confidence: 'likely',
  aliases: [],
  title: 'The command starts a file that the image does not hold',
  why: 'The container exits at once with "module not found" or "no such file".',
  fix: 'Start the file where COPY puts it, or copy the missing one.',
  references: ['https://docs.docker.com/reference/dockerfile/#cmd'],
  on: 'stage',
  *check(stage, { project, dockerfile, links }) {
    const file = startedFile(stage.image);
    const copy = onlyCopy(dockerfile, stage);
    if (file === undefined || copy === undefined || looksMade(file.path)) return;
    for (const link of localBuilds(dockerfile, links, stage.index)) {
      if (link.stage !== stage.index || link.service.command !== undefined || link.service.mounts.length > 0)
        continue;
      const path = inContext(link.context, file.path);
      if (path === undefined || !isMissing(project, path)) continue;
      yield {
        at: file.at,
        message: `the command of ${link.service.name} starts ${file.path}, which the context ${link.context || '.'} does not hold`,
        object: `stage ${stage.name ?? stage.index} command`,
        related: [{ at: copy.span, message: 'the context is copied here' }],
      };
      return;
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
          WORKDIR /app
          COPY . .
          RUN npm ci --omit=dev
          CMD ["node", "server.js"]
        `,
        'package.json': '{}\n',
        'src/server.js': '',
      },
      'Dockerfile:5:1',
    ),
    good({
      'compose.yaml': `
        services:
          api:
            build: .
      `,
      Dockerfile: `
        FROM node:22.11-alpine
        WORKDIR /app
        COPY . .
        RUN npm ci && npm run build
        CMD ["node", "server.js"]
      `,
      'package.json': '{}\n',
      'src/server.js': '',
    }),
  ],
});
