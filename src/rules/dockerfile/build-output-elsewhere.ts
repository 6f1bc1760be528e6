import { posix } from 'node:path';
import type { DockerInstruction } from '../../model/dockerfile.ts';
import type { BuildOutput } from '../../model/package-file.ts';
import { offer, replace, review } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';
import { fromStage } from '../shared/build.ts';
import { contextsOf } from '../shared/contexts.ts';
import { heldAt, workdirAt } from '../shared/held-files.ts';
import { missingPublic } from '../shared/next-public.ts';
import { runCommands } from '../shared/run.ts';
import { writtenAt } from '../shared/source-text.ts';

export default defineRule({
  id: 'build-output-elsewhere',
  area: 'dockerfile',
  severity: 'critical',
  confidence: 'likely',
  aliases: [],
  title: 'A folder is copied that the build of the web front end does not make',
  why: 'COPY stops with "not found", and no image is built.',
  fix: 'Copy the folder that there is, or set it in the configuration of the tool (`output: "standalone"` for Next.js). A folder that shall stay empty needs a file in it, as git keeps no empty folders.',
  references: [
    'https://nextjs.org/docs/app/api-reference/config/next-config-js/output',
    'https://vite.dev/config/build-options.html#build-outdir',
  ],
  on: 'instruction',
  only: ['COPY'],
  *check(instruction, { project, dockerfile, links }) {
    const from = instruction.flags.find(({ name }) => name === 'from')?.value;
    const stage = from === undefined ? undefined : fromStage(dockerfile, from);
    if (instruction.keyword !== 'COPY' || stage === undefined) return;
    for (const { source, folder, ignored } of missingPublic(project, dockerfile, links, {
      instruction,
      stage,
    }))
      yield {
        at: source.span,
        message: `${source.value} is copied, but ${folder === '' ? 'the context' : folder} has no folder public${ignored ? ' in the repository (git ignores it)' : ''}, and next makes none`,
        object: `copy ${source.value}`,
      };
    const build = stage.instructions.find((one) => one.keyword === 'RUN' && runsBuild(one));
    const folder = build && workdirAt(dockerfile, build);
    // Something else in the Dockerfile may move what is made.
    const isMoved = dockerfile.instructions.some(({ raw, keyword }) =>
      /outDir|BUILD_PATH|standalone|\bmv\b|next export/i.test(keyword === 'COPY' ? '' : raw.value),
    );
    if (build === undefined || folder === undefined || isMoved) return;
    for (const source of instruction.args.slice(0, -1)) {
      const path = relativeTo(folder, source.value);
      for (const context of path === undefined
        ? []
        : contextsOf(project, dockerfile, links, instruction.stage)) {
        const held = heldAt({ project, dockerfile, context }, build, posix.join(folder, 'package.json'));
        const output =
          held.kind === 'file' ? project.packages.find(({ file }) => file === held.file)?.output : undefined;
        if (output === undefined || path === undefined || !isElsewhere(path, output)) continue;
        if (project.files.kind([context, path].filter((part) => part !== '').join('/')) !== undefined)
          continue;
        const right =
          writtenAt(project, source.span) === source.value ? rightSource(source.value, output) : undefined;
        yield {
          at: source.span,
          message: `${source.value} is copied, and ${output.tool} writes ${output.folders.join(' and ')}`,
          object: `copy ${source.value}`,
          ...offer(right === undefined ? undefined : review(`Write ${right}`, replace(source.span, right))),
          related: [{ at: output.at, message: 'the build is defined here' }],
        };
        break;
      }
    }

    function runsBuild(one: DockerInstruction): boolean {
      return runCommands(dockerfile, one).some(({ program, args }) => {
        const words = args.map(({ text }) => text);
        if (!/^(?:npm|pnpm|yarn|bun)$/.test(program) || words.includes('--')) return false;
        return words.join(' ') === 'run build' || (program !== 'npm' && words.join(' ') === 'build');
      });
    }
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            web:
              build: .
        `,
        Dockerfile: `
          FROM node:22.11-alpine AS build
          WORKDIR /app
          COPY . .
          RUN npm ci && npm run build
          FROM nginx:1.27-alpine
          COPY --from=build /app/build /usr/share/nginx/html
        `,
        'package.json': '{"scripts": {"build": "tsc && vite build"}}\n',
        'vite.config.ts': 'export default {};\n',
      },
      'Dockerfile:6:19',
      {
        Dockerfile: `
          FROM node:22.11-alpine AS build
          WORKDIR /app
          COPY . .
          RUN npm ci && npm run build
          FROM nginx:1.27-alpine
          COPY --from=build /app/dist /usr/share/nginx/html
        `,
      },
    ),
    bad(
      {
        'compose.yaml': `
          services:
            web:
              build: web
        `,
        'web/Dockerfile': `
          FROM node:22.11-alpine AS build
          WORKDIR /app
          COPY . .
          RUN npm ci && npm run build
          FROM node:22.11-alpine
          COPY --from=build /app/.next/standalone ./
          COPY --from=build /app/.next/static ./.next/static
          COPY --from=build /app/public ./public
        `,
        'web/package.json': '{"scripts": {"build": "next build"}, "dependencies": {"next": "15.1.0"}}\n',
        'web/next.config.js': "module.exports = { output: 'standalone' };\n",
      },
      'web/Dockerfile:8:19',
    ),
    good({
      'compose.yaml': `
        services:
          web:
            build: .
      `,
      Dockerfile: `
        FROM node:22.11-alpine AS build
        WORKDIR /app
        COPY . .
        RUN npm ci && npm run build
        FROM node:22.11-alpine
        COPY --from=build /app/.next/standalone ./
        COPY --from=build /app/.next/static ./.next/static
        COPY --from=build /app/public ./public
      `,
      'package.json': '{"scripts": {"build": "next build"}, "dependencies": {"next": "15.1.0"}}\n',
      'next.config.js': "module.exports = { output: 'standalone' };\n",
      'public/robots.txt': '',
    }),
  ],
});

/** The path below the folder, `.` for itself; undefined for others and for patterns. */
function relativeTo(folder: string, path: string): string | undefined {
  const full = posix.normalize(path.startsWith('/') ? path : `/${path}`).replace(/\/+$/, '');
  if (/[$*?[]/.test(path) || !full.startsWith(`${folder === '/' ? '' : folder}/`)) return undefined;
  return full.slice(folder === '/' ? 1 : folder.length + 1);
}

/** Folders that such tools make, each by its own name. */
function isElsewhere(path: string, { tool, folders }: BuildOutput): boolean {
  const isIn = (folder: string) => path === folder || path.startsWith(`${folder}/`);
  if (tool === 'next') return ['.next/standalone', 'out'].some(isIn) && !folders.slice(1).some(isIn);
  return ['dist', 'build', 'out'].some(isIn) && !folders.some(isIn);
}

/** The same path with the one folder that the tool writes; undefined where it writes several. */
function rightSource(source: string, { folders }: BuildOutput): string | undefined {
  const [folder] = folders;
  const [, before, after] = /^(.*\/)?(?:dist|build|out|output)(\/?)$/.exec(source) ?? [];
  return folder === undefined || folders.length > 1 || after === undefined
    ? undefined
    : `${before ?? ''}${folder}${after}`;
}
