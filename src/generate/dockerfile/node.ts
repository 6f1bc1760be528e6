// Images of programs for Node, and of pages that Node builds.
import type { BuildTool, Program } from '../../model/program.ts';
import { pagesLines } from './pages.ts';
import type { Stages } from './stages.ts';

interface Commands {
  /** Before the first install. */
  readonly setup: readonly string[];
  readonly install: string;
  readonly run: string;
  /** Leaves what runs in production. */
  readonly prune: string;
  readonly cache: string;
}

const npm: Commands = {
  setup: [],
  install: 'npm ci',
  run: 'npm run',
  prune: 'npm prune --omit=dev',
  cache: '/root/.npm',
};
const yarn: Commands = {
  setup: [],
  install: 'yarn install --frozen-lockfile',
  run: 'yarn run',
  prune: 'yarn install --frozen-lockfile --production --ignore-scripts --prefer-offline',
  cache: '/usr/local/share/.cache/yarn',
};
const commands: Readonly<Partial<Record<BuildTool, Commands>>> = {
  npm,
  yarn,
  pnpm: {
    setup: ['# The version of pnpm is that of packageManager in package.json.', 'RUN corepack enable'],
    install: 'pnpm install --frozen-lockfile',
    run: 'pnpm run',
    prune: 'pnpm prune --prod',
    cache: '/root/.local/share/pnpm/store',
  },
  'yarn-berry': {
    setup: ['# The version of Yarn is that of packageManager in package.json.', 'RUN corepack enable'],
    install: 'yarn install --immutable',
    run: 'yarn run',
    prune: 'yarn workspaces focus --production',
    cache: '/root/.yarn/berry/cache',
  },
};

export function nodeStages(program: Program, base: string): Stages {
  const { manifests, lock, build, pages, start } = program;
  const { setup, install, run, prune, cache } = commands[program.tool] ?? npm;
  const first = lock === undefined ? 'npm install' : install;
  const builder = [
    `FROM ${base} AS build`,
    'WORKDIR /app',
    ...setup,
    '# Dependencies by themselves: this layer is made anew only when they change.',
    `COPY ${manifests.join(' ')} ./`,
    `RUN --mount=type=cache,target=${cache} ${first}`,
    'COPY . .',
    ...(build === undefined ? [] : [`RUN ${run} ${build}`]),
    ...(pages === undefined ? [`RUN ${prune}`] : []),
  ];
  if (pages !== undefined) return { builder, runtime: pagesLines(`/app/${pages}`), user: undefined };
  const runtime = [
    `FROM ${base}`,
    'ENV NODE_ENV=production',
    'WORKDIR /app',
    '# They belong to root: the program cannot change itself.',
    'COPY --from=build /app ./',
  ];
  return { builder, runtime, user: '1000:1000', command: start };
}
