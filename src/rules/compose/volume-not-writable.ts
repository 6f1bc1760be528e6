import type { DockerInstruction } from '../../model/dockerfile.ts';
import type { BuildLink, Project } from '../../model/project.ts';
import type { Service, Stack } from '../../model/service.ts';
import { bad, defineRule, good } from '../rule.ts';
import { chainOf, inContext, looksMade } from '../shared/build.ts';
import { rootImageOf, stageOf } from '../shared/image.ts';
import { isPlainBase } from '../shared/image-families.ts';
import { isBelow } from '../shared/mounts.ts';

export default defineRule({
  id: 'volume-not-writable',
  area: 'compose',
  severity: 'high',
  confidence: 'likely',
  aliases: [],
  title: 'A volume belongs to root where the process runs as another user',
  why: 'Docker makes the missing folder as root: the first write fails with "permission denied".',
  fix: 'Make the folder in the image and give it to the user: `RUN mkdir -p <folder> && chown <user> <folder>`.',
  references: ['https://docs.docker.com/engine/storage/volumes/#populate-a-volume-using-a-container'],
  on: 'service',
  *check(service, { stack, project, link }) {
    const user = service.user ?? stageOf(link)?.image.user;
    const root = rootImageOf(service, link);
    if (link === undefined || user === undefined || root === undefined || !isPlainBase(root)) return;
    if (/^(?:|root|0)(?::.*)?$/.test(user.value) || user.value.includes('$')) return;
    for (const { kind, source, target, readOnly, span } of service.mounts) {
      const path = target.value.replace(/\/+$/, '');
      if (kind !== 'volume' || source === undefined || readOnly || looksMade(path)) continue;
      if (/^\/(?:home|tmp|root|var\/(?:tmp|lib|log|cache))(?:\/|$)|\/\./.test(path)) continue;
      if (isShared(stack, service, source.value) || mayBeMade(project, link, path)) continue;
      yield {
        at: span,
        message: `${service.name} runs as ${user.value}, but its image has no ${path}, so the volume belongs to root`,
        object: `services.${service.name}.volumes.${path}`,
        related: [{ at: user.span, message: `the user ${user.value} is set here` }],
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
              volumes: [uploads:/app/uploads]
          volumes:
            uploads:
        `,
        Dockerfile: `
          FROM node:22.11-alpine
          WORKDIR /app
          COPY server.js ./
          USER node
          CMD ["node", "server.js"]
        `,
        'server.js': 'console.log(1);\n',
      },
      'compose.yaml:4:15',
    ),
    good({
      'compose.yaml': `
        services:
          api:
            build: .
            volumes: [uploads:/app/uploads]
        volumes:
          uploads:
      `,
      Dockerfile: `
        FROM node:22.11-alpine
        WORKDIR /app
        COPY server.js ./
        RUN mkdir uploads && chown node uploads
        USER node
        CMD ["node", "server.js"]
      `,
      'server.js': 'console.log(1);\n',
    }),
  ],
});

/** Another service of the stack may fill the volume, or give it to the user. */
function isShared(stack: Stack, service: Service, volume: string): boolean {
  return [...stack.services.values()].some(
    (other) => other !== service && other.mounts.some(({ source }) => source?.value === volume),
  );
}

/** True when some instruction may bring the folder into the image. */
function mayBeMade(project: Project, link: BuildLink, path: string): boolean {
  const stage = stageOf(link);
  if (link.dockerfile === undefined || stage === undefined || link.service.build?.isRemote === true)
    return true;
  return chainOf(link.dockerfile, stage).some(({ instructions }) =>
    instructions.some((instruction) => bringsFolder(project, link, instruction, path)),
  );
}

function bringsFolder(
  project: Project,
  link: BuildLink,
  instruction: DockerInstruction,
  path: string,
): boolean {
  const { keyword, raw, args, flags, heredocs } = instruction;
  const name = path.slice(path.lastIndexOf('/') + 1);
  const parent = path.split('/')[1] ?? '';
  const text = [raw.value, ...heredocs.map(({ content }) => content.value)].join('\n');
  // A script, a variable or a brace list in a RUN may make any folder.
  if (keyword === 'RUN') return text.includes(name) || /mkdir[^&;\n]*[${]|\.sh\b/.test(text);
  if (keyword === 'WORKDIR') return text.includes(name) || (text.includes('$') && parent !== '');
  if (keyword !== 'COPY' && keyword !== 'ADD') return false;
  const target = args.at(-1)?.value ?? '';
  const reaches =
    !target.startsWith('/') || isBelow(path, target) || isBelow(target, path) || target.includes('$');
  if (!reaches) return false;
  if (keyword === 'ADD' || flags.some((flag) => flag.name === 'from') || text.includes(name)) return true;
  const sources = args.slice(0, -1).map(({ value }) => inContext(link.context, value.replace(/^\.?\/*/, '')));
  // Any folder of that name in what is copied may be the one.
  return sources.some((source) => {
    if (source === undefined || /[*?$[]/.test(source)) return true;
    return (
      project.files.kind(source) === 'folder' &&
      project.files.below(source).some((file) => file.includes(`${name}/`))
    );
  });
}
