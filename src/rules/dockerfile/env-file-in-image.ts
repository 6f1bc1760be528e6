import type { Located } from '../../base/span.ts';
import type { DockerInstruction } from '../../model/dockerfile.ts';
import type { EnvFile } from '../../model/env-file.ts';
import { offer, review } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';
import { chainOf, contextSources, inContext } from '../shared/build.ts';
import { ignored } from '../shared/ignore-edit.ts';
import { stageOf } from '../shared/image.ts';
import { secretKindOf } from '../shared/secret-value.ts';

const names = ['.env', '.env.production', '.env.local', '.env.prod', '.env.production.local'];

export default defineRule({
  id: 'env-file-in-image',
  area: 'dockerfile',
  severity: 'high',
  confidence: 'likely',
  aliases: [],
  title: 'An env file with secrets goes into an image along with everything else',
  why: 'Whoever can pull the image reads it, and the program may load it in place of what the container is given.',
  fix: 'Name the file in .dockerignore, and change the secrets if the image has left the machine.',
  references: ['https://docs.docker.com/build/concepts/context/#dockerignore-files'],
  on: 'dockerfile',
  *check(dockerfile, { project, links }) {
    const seen = new Set<string>();
    for (const link of links) {
      const stage = stageOf(link);
      const copies =
        stage === undefined ? [] : chainOf(dockerfile, stage).flatMap(({ instructions }) => instructions);
      for (const { copy, inside } of copies.flatMap(envFilesIn)) {
        const path = inContext(link.context, inside);
        const file = path === undefined ? undefined : project.envFiles.get(path);
        const secret = file === undefined || file.isExample ? undefined : secretIn(file);
        if (path === undefined || secret === undefined || seen.has(path) || isRemoved(copies, inside))
          continue;
        if (project.files.isDockerIgnored(link.context, inside, dockerfile.file)) continue;
        seen.add(path);
        const ignore = project.files.dockerIgnoreOf(link.context, dockerfile.file);
        const edit = ignore === undefined ? undefined : ignored(project, ignore, inside);
        yield {
          at: copy.span,
          message: `${copy.keyword} puts ${path} with its secrets into the image`,
          object: `copy ${path}`,
          ...offer(edit && review(`Leave ${inside} out of the context`, edit)),
          related: [{ at: secret.span, message: `${secret.value} is one of them` }],
        };
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
          WORKDIR /app
          COPY . .
          CMD ["node", "server.js"]
        `,
        '.env': 'JWT_SECRET=q8Zr2kVx91LmPw04sTyB7uHd\n',
        '.dockerignore': '# not for the image\n*.md',
      },
      'Dockerfile:3:1',
      {
        '.dockerignore': '# not for the image\n*.md\n.env',
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
        WORKDIR /app
        COPY . .
        CMD ["node", "server.js"]
      `,
      '.env': 'JWT_SECRET=q8Zr2kVx91LmPw04sTyB7uHd\n',
      '.dockerignore': '.env*\n',
    }),
  ],
});

/** The env files of whole folders of the context: `COPY . .`, `COPY server/ ./`. */
function envFilesIn(copy: DockerInstruction) {
  return contextSources(copy)
    .filter(({ at, path }) => path === '' || at.value.endsWith('/'))
    .flatMap(({ path }) => names.map((name) => ({ copy, inside: path === '' ? name : `${path}/${name}` })));
}

/** The name of the first entry whose value is a real secret. */
function secretIn(file: EnvFile): Located<string> | undefined {
  const found = file.entries.find(({ name, value }) => {
    const kind = value === undefined ? undefined : secretKindOf(name.value, value.value);
    return kind === 'token' || kind === 'secret';
  });
  return found?.name;
}

function isRemoved(instructions: readonly DockerInstruction[], path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return instructions.some(
    ({ keyword, raw }) => keyword === 'RUN' && /\brm\b/.test(raw.value) && raw.value.includes(name),
  );
}
