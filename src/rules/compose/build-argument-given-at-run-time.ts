import type { BuildLink, Project } from '../../model/project.ts';
import type { EnvEntry } from '../../model/service.ts';
import { bad, defineRule, good } from '../rule.ts';
import { fromStage, inContext } from '../shared/build.ts';
import { lineText } from '../shared/command.ts';
import { stageOf } from '../shared/image.ts';
import { runCommands } from '../shared/run.ts';

/** Names that bundlers write into the files for the browser. */
const forBrowser = /^(?:VITE_|REACT_APP_|NEXT_PUBLIC_|VUE_APP_)/;

export default defineRule({
  id: 'build-argument-given-at-run-time',
  area: 'compose',
  severity: 'high',
  confidence: 'likely',
  aliases: [],
  title: 'A variable that the build writes into the bundle is given only at run time',
  why: 'The files for the browser were made without it: the front end calls the default address, or none, whatever is set here.',
  fix: 'Give it under `build.args`, declare it with ARG before the build, and leave it out of `environment`.',
  references: [
    'https://vite.dev/guide/env-and-mode',
    'https://nextjs.org/docs/app/guides/environment-variables',
  ],
  joins: 'file',
  on: 'service',
  *check(service, { project, link }) {
    if (link?.dockerfile === undefined || service.build === undefined || !service.enabled) return;
    const given = [...service.environment.values()].filter(({ name }) => forBrowser.test(name));
    const build = given.length === 0 ? undefined : bundleBuild(link);
    if (build === undefined) return;
    const late = given.filter(
      (entry) =>
        entry.value !== undefined &&
        entry.from === 'environment' &&
        !service.build?.args.has(entry.name) &&
        !isKnownToBuild(project, link, entry),
    );
    const unread = late.length === 0 ? none : remainders(project, link, late);
    for (const { name, nameSpan } of late) {
      if (unread.has(name)) continue;
      yield {
        at: nameSpan,
        message: `${service.name} is given ${name} at run time, and its bundle is built without it`,
        object: `services.${service.name}.environment.${name}`,
        related: [{ at: build, message: 'the bundle is built here' }],
      };
    }
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            web:
              build: .
              environment:
                VITE_API_URL: https://api.example.com
        `,
        Dockerfile: `
          FROM node:22.11-alpine AS build
          WORKDIR /app
          COPY . .
          RUN npm ci && npm run build
          FROM nginx:1.27-alpine
          COPY --from=build /app/dist /usr/share/nginx/html
        `,
      },
      'compose.yaml:5:7',
    ),
    good({
      'compose.yaml': `
        services:
          web:
            build: .
            environment:
              VITE_OLD_URL: https://api.example.com
      `,
      Dockerfile: `
        FROM node:22.11-alpine AS build
        WORKDIR /app
        COPY . .
        RUN npm ci && npm run build
        FROM nginx:1.27-alpine
        COPY --from=build /app/dist /usr/share/nginx/html
      `,
      'src/api.ts': 'export const address = import.meta.env.VITE_API_URL;\n',
    }),
    good({
      'compose.yaml': `
        services:
          web:
            build:
              context: .
              args:
                VITE_API_URL: https://api.example.com
            environment:
              VITE_API_URL: https://api.example.com
              LOG_LEVEL: info
      `,
      Dockerfile: `
        FROM node:22.11-alpine AS build
        WORKDIR /app
        ARG VITE_API_URL
        COPY . .
        RUN npm ci && npm run build
        FROM nginx:1.27-alpine
        COPY --from=build /app/dist /usr/share/nginx/html
      `,
    }),
  ],
});

const none: ReadonlySet<string> = new Set();

/** Those of the variables that the code names nowhere; none of them where not all of it can be read. */
function remainders(
  { files }: Project,
  { context }: BuildLink,
  entries: readonly EnvEntry[],
): ReadonlySet<string> {
  const code = files.below(context).filter((path) => /\.(?:[cm]?[jt]sx?|vue|svelte|html)$/.test(path));
  if (code.length === 0 || code.length > maximumFiles) return none;
  const left = new Set(entries.map(({ name }) => name));
  // Each file is read once, and no more of them than it takes.
  for (const path of code) {
    if (left.size === 0) break;
    const text = files.text(path, maximumBytes);
    if (text === undefined) return none;
    for (const name of left) if (text.includes(name)) left.delete(name);
  }
  return left;
}

const maximumFiles = 2000;
const maximumBytes = 500_000;

/** Where a stage whose files the image serves builds the bundle; undefined where the image may do it at start. */
function bundleBuild(link: BuildLink) {
  const { dockerfile, service } = link;
  const last = stageOf(link);
  const { cmd, entrypoint, rootImage } = last?.image ?? {};
  const started = [service.entrypoint, service.command, entrypoint, cmd].map(lineText).join(' ');
  // Development servers read it when they start, and scripts may write it into the files.
  if (
    dockerfile === undefined ||
    last === undefined ||
    /\bdev\b|\.sh\b|envsubst|\bvite\b(?! preview)|react-scripts start|npm start\b/.test(started)
  )
    return undefined;
  if (
    last.instructions.some(({ raw }) => /docker-entrypoint\.d|envsubst|\.sh\b|\.template\b/.test(raw.value))
  )
    return undefined;
  const isServed =
    /(?:^|\/)(?:nginx|nginx-unprivileged|caddy|httpd)(?::|$)/.test(rootImage ?? '') ||
    /\bserve\b|next start|server\.js|vite preview/.test(started);
  if (!isServed) return undefined;
  const copied = last.instructions.flatMap(({ flags }) => flags.filter(({ name }) => name === 'from'));
  const stages = [last, ...copied.flatMap(({ value }) => fromStage(dockerfile, value ?? '') ?? [])];
  for (const instruction of stages.flatMap(({ instructions }) => instructions)) {
    const build = runCommands(dockerfile, instruction).find(({ words }) =>
      /^(?:npm|pnpm|yarn|bun) (?:run )?build(?::\w+)?$|^(?:npx )?(?:vite|next) build/.test(
        words.map(({ text }) => text).join(' '),
      ),
    );
    if (build !== undefined) return build.span;
  }
  return undefined;
}

/** An ARG or ENV of that name, a file that is copied, or a script that puts it in afterwards. */
function isKnownToBuild(project: Project, { dockerfile, context }: BuildLink, { name }: EnvEntry): boolean {
  const isDeclared = dockerfile?.instructions.some(({ keyword, pairs }) => {
    const pair = pairs.find((one) => one.name.value === name);
    return pair !== undefined && (keyword === 'ENV' || pair.value !== undefined);
  });
  const files = ['.env', '.env.production', '.env.local', '.env.production.local'].flatMap(
    (file) => inContext(context, file) ?? [],
  );
  return (
    isDeclared === true ||
    files.some(
      (file) => project.envFiles.get(file)?.entries.some((entry) => entry.name.value === name) === true,
    )
  );
}
