import type { DockerInstruction, ImageFacts, Stage } from '../../model/dockerfile.ts';
import { bad, defineRule, good } from '../rule.ts';
import { inContext, localBuilds, looksMade } from '../shared/build.ts';
import { runCommands } from '../shared/installs.ts';
import { isMissing } from '../shared/path.ts';

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
    const copy = onlyCopy(stage);
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

/** `node server.js`, `python app.py` in exec form, relative to the working folder. */
function startedFile(image: ImageFacts) {
  if (image.cmd === undefined || image.entrypoint !== undefined || image.cmd.form !== 'exec')
    return undefined;
  const [program, first, ...rest] = image.cmd.words.map((word) => word.value);
  if (!/^(?:node|python3?|ruby|php)$/.test(program ?? '') || rest.some((word) => word.includes('$')))
    return undefined;
  if (first === undefined || !/^[\w./-]+\.(?:[cm]?js|py|rb|php)$/.test(first) || first.startsWith('/'))
    return undefined;
  return { path: first.replace(/^\.\//, ''), at: image.cmd.span };
}

/** The `COPY . .` of a stage that neither copies, makes nor fetches anything else. */
function onlyCopy(stage: Stage): DockerInstruction | undefined {
  if (stage.baseStage !== undefined) return undefined;
  const workdirs = stage.instructions.filter((instruction) => instruction.keyword === 'WORKDIR');
  const copies = stage.instructions.filter((one) => one.keyword === 'COPY' || one.keyword === 'ADD');
  const whole = copies.find((copy) => copy.flags.length === 0 && isWhole(copy, workdirs[0]?.args[0]?.value));
  if (workdirs.length !== 1 || whole === undefined || copies.some((copy) => copy.flags.length > 0))
    return undefined;
  return stage.instructions.every((instruction) => runCommands(instruction).every(isInstall))
    ? whole
    : undefined;
}

function isWhole(copy: DockerInstruction, workdir: string | undefined): boolean {
  const [source, target, ...more] = copy.args.map((word) => word.value.replace(/\/$/, ''));
  return source === '.' && more.length === 0 && (target === '.' || target === '' || target === workdir);
}

/** Installs packages or sets rights; makes no program files. */
function isInstall(words: readonly string[]): boolean {
  const text = words.join(' ');
  return /^(?:npm (?:ci|i|install)|yarn(?: install)?|pip3? install|apk add|apt(?:-get)? |rm |mkdir |chown |chmod |adduser |addgroup |useradd |groupadd )/.test(
    `${text} `,
  );
}
