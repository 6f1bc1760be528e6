import { bad, defineRule, good } from '../rule.ts';
import { stageOf } from '../shared/image.ts';
import { isBelow } from '../shared/mounts.ts';
import { programFolder } from '../shared/program-folder.ts';

export default defineRule({
  id: 'volume-keeps-old-program',
  area: 'compose',
  severity: 'high',
  confidence: 'likely',
  aliases: [],
  title: 'A volume is mounted over the folder in which the program lies',
  why: 'Docker fills the volume from the image once: every later image is built, started, and runs the old code.',
  fix: 'Mount the volume at the folder that holds data, not at the one that holds the program.',
  references: ['https://docs.docker.com/engine/storage/volumes/#populate-a-volume-using-a-container'],
  on: 'service',
  *check(service, { link, production }) {
    const stage = stageOf(link);
    if (link?.dockerfile === undefined || stage === undefined || !production || service.command !== undefined)
      return;
    const program = service.entrypoint === undefined ? programFolder(link.dockerfile, stage) : undefined;
    if (program === undefined) return;
    for (const { kind, source, target, span } of service.mounts) {
      if (kind !== 'volume' || source === undefined || !isBelow(program.path, target.value)) continue;
      // A nearer bind mount brings the code of the working copy.
      if (service.mounts.some((other) => other.kind === 'bind' && isBelow(program.path, other.target.value)))
        continue;
      yield {
        at: span,
        message: `${service.name} keeps ${target.value}, where its program lies, in volume ${source.value}`,
        object: `services.${service.name}.volumes.${target.value}`,
        related: [{ at: program.copy.span, message: 'the program is copied here' }],
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
              volumes: ["app:/app"]
          volumes:
            app:
        `,
        Dockerfile: `
          FROM node:22.11-alpine
          WORKDIR /app
          COPY . .
          CMD ["node", "server.js"]
        `,
        'server.js': 'listen();\n',
      },
      'compose.yaml:4:15',
    ),
    good({
      'compose.yaml': `
        services:
          api:
            build: .
            volumes: ["uploads:/app/uploads"]
        volumes:
          uploads:
      `,
      Dockerfile: `
        FROM node:22.11-alpine
        WORKDIR /app
        COPY . .
        CMD ["node", "server.js"]
      `,
      'server.js': 'listen();\n',
    }),
  ],
});
