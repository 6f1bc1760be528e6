// A program for Node: package.json, the lock file beside it, and how it is started.
import type { BuildTool, Program } from '../../model/program.ts';
import { readYaml } from '../../syntax/yaml.ts';
import { entriesAt, nodeAt, textAt, textMapAt } from '../../syntax/yaml-path.ts';
import { joinPath } from '../paths.ts';
import { type ProgramFolder, versionFile } from './folder.ts';

type Root = Parameters<typeof nodeAt>[0];

const locks: readonly (readonly [string, BuildTool])[] = [
  ['package-lock.json', 'npm'],
  ['npm-shrinkwrap.json', 'npm'],
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
];

export function readNodeProgram(folder: ProgramFolder): Program | undefined {
  const file = joinPath(folder.folder, 'package.json');
  // JSON is YAML, and this reader takes what is broken in part; tabs stand for the same blank.
  const root = readYaml(file, (folder.text('package.json') ?? '').replaceAll('\t', ' ')).documents[0]?.root;
  const scripts = textMapAt(root, 'scripts');
  const build = scripts.get('build')?.value;
  const start = startOf(folder, root, scripts.get('start')?.value);
  const pages = start === undefined || isPagesServer(start) ? pagesOf(folder, build) : undefined;
  if (start === undefined && pages === undefined) return undefined;
  const found = locks.find(([name]) => folder.has(name));
  const isBerry = found?.[1] === 'yarn' && folder.has('.yarnrc.yml');
  const lock = found?.[0];
  const extra = ['.npmrc', '.yarnrc.yml', 'pnpm-workspace.yaml'].filter((name) => folder.has(name));
  const engines = textAt(root, 'engines', 'node')?.value;
  return {
    folder: folder.folder,
    kind: 'node',
    tool: isBerry ? 'yarn-berry' : (found?.[1] ?? 'npm'),
    version:
      versionFile(folder, ['.nvmrc', '.node-version']) ??
      (engines === undefined ? undefined : { text: engines, file }),
    manifests: ['package.json', ...extra, ...(lock === undefined ? [] : [lock])],
    lock,
    start: pages === undefined ? start : undefined,
    defaultPort:
      start?.some((word) => /(?:^|\/)(?:next|remix-serve|react-router-serve|nuxt)$/.test(word)) === true
        ? 3000
        : undefined,
    build: build === undefined ? undefined : 'build',
    pages,
    unclear: unclearOf(folder, root, lock),
    sources: folder.sources,
  };
}

/** Parts of a workspace are installed together, from its root. */
function unclearOf(folder: ProgramFolder, root: Root, lock: string | undefined): string | undefined {
  if (
    nodeAt(root, 'workspaces') !== undefined ||
    folder.text('pnpm-workspace.yaml')?.includes('packages:') === true
  )
    return 'it is the root of a workspace: which of its packages runs is not said';
  const above =
    lock === undefined && locks.map(([name]) => folder.above(name)).find((one) => one !== undefined);
  if (above) return `it is part of a workspace: its lock file is ${above.file}`;
  const workspace = [...textMapAt(root, 'dependencies').values()].some(({ value }) =>
    /^(?:workspace|file|link):/.test(value),
  );
  return workspace ? 'it depends on folders beside it' : undefined;
}

const program = /^[\w@./-]+(?: [\w@.,:=/-]+)*$/;

/** The command of `npm start` without npm and a shell between: signals reach the program itself. */
function startOf(
  folder: ProgramFolder,
  root: Root,
  script: string | undefined,
): readonly string[] | undefined {
  const words = script?.replace(/^(?:cross-env )?(?:NODE_ENV=production )/, '').trim() ?? '';
  if (program.test(words)) {
    const [first = '', ...rest] = words.split(' ');
    const isDevelopment =
      /^(?:nodemon|ts-node(?:-dev)?|tsx|vite|react-scripts|webpack|webpack-dev-server|ng|parcel|npm|yarn|pnpm|npx|nx|turbo|concurrently|expo|electron|bun)$/.test(
        first,
      );
    if (first === 'node') return ['node', ...rest];
    if (!isDevelopment && isDependency(root, first)) return [`node_modules/.bin/${first}`, ...rest];
  }
  const main = textAt(root, 'main')?.value;
  const files = [main, 'server.js', 'app.js', 'index.js', 'src/server.js', 'src/index.js'];
  const isServed = (file: string | undefined) =>
    file !== undefined &&
    folder.has(file) &&
    folder.sources.some(
      (source) =>
        source.file === joinPath(folder.folder, file) && source.facts.some(({ kind }) => kind === 'listen'),
    );
  const found = files.find(isServed);
  return found === undefined ? undefined : ['node', found];
}

/** Programs of these names come with packages of other names. */
const owners: Readonly<Record<string, string>> = {
  nest: '@nestjs/cli',
  'remix-serve': '@remix-run/serve',
  'react-router-serve': '@react-router/serve',
};

function isDependency(root: Root, name: string): boolean {
  return entriesAt(root, 'dependencies').some(({ key }) => key.text === (owners[name] ?? name));
}

/** A server for pages that were built: another one does it without Node. */
function isPagesServer(start: readonly string[]): boolean {
  return /\/(?:serve|http-server)$/.test(start[0] ?? '');
}

/** Sources: https://vite.dev/config/build-options.html#build-outdir, https://create-react-app.dev/docs/production-build */
function pagesOf(folder: ProgramFolder, build: string | undefined): string | undefined {
  if (build === undefined) return undefined;
  if (/\breact-scripts build\b/.test(build)) return 'build';
  if (!/\bvite build\b/.test(build)) return undefined;
  const config = ['js', 'mjs', 'ts', 'mts']
    .map((ending) => folder.text(`vite.config.${ending}`) ?? '')
    .join('');
  const named = /outDir\s*:\s*["']([\w./-]+)["']/.exec(config)?.[1];
  if (/sveltekit|remix|reactRouter|tanstackStart|solidStart|qwik|nitro|\blib\s*:|\broot\s*:/i.test(config))
    return undefined;
  return named === undefined ? 'dist' : named.replace(/^\.\//, '');
}
