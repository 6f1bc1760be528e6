// usage: npm run build:binary. One executable that needs no Node: build/seaworthy, compiled by Bun.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { commonJs, examplesOfRules, examplesWithin, root, thirdParty } from './bundle.mjs';

/** Hundreds of MB that only this script needs, hence no dependency of the package: kept in the user's cache. */
const bunVersion = '1.4.5';

const bunNotice = 'The runtime is Bun (MIT), see https://bun.sh/docs/project/license\n';
/** Of the verbs only `review`: the executable takes the others from `whole.js`. */
const onlyReview = {
  name: 'only-review',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\.\// }, ({ importer, kind, path }) =>
      importer.endsWith('/src/cli/verbs.ts') && kind === 'dynamic-import' && path !== './review.ts'
        ? { path, namespace: 'other-verb' }
        : undefined,
    );
    onLoad({ filter: /./, namespace: 'other-verb' }, () => ({ contents: 'export const verb = undefined;' }));
  },
};

const place = join(root, 'build');
mkdirSync(place, { recursive: true });
const draft = mkdtempSync(join(place, 'draft-'));
try {
  const options = {
    ...commonJs,
    plugins: [...commonJs.plugins, examplesWithin(await examplesOfRules())],
    define: { ...commonJs.define, standalone: 'true' },
    outdir: draft,
  };
  const begin = await build({
    ...options,
    plugins: [onlyReview, ...options.plugins],
    entryPoints: { executable: 'src/executable.ts' },
  });
  const whole = await build({ ...options, entryPoints: { whole: 'src/whole.ts' } });
  compile(draft, []);
  compile(draft, [`--bytecode-order=${orderOfReview(draft)}`]);
  renameSync(join(draft, 'seaworthy'), join(place, 'seaworthy'));
  writeFileSync(
    join(place, 'THIRD-PARTY.txt'),
    `${thirdParty([begin.metafile, whole.metafile])}\n${bunNotice}`,
  );
} finally {
  rmSync(draft, { recursive: true, force: true });
}

function compile(folder, more) {
  const args = [
    ...['build', 'executable.js', 'whole.js', '--compile', '--bytecode', '--minify', '--format=cjs'],
    // A review calls many functions a few times each: compiling them seldom pays. `whole.ts` puts this right for the others.
    '--compile-jit-policy=50',
    ...more,
    // What lies in the folder that is reviewed must neither set our variables nor run in us.
    ...['--no-compile-autoload-dotenv', '--no-compile-autoload-bunfig'],
    ...['--no-compile-autoload-tsconfig', '--no-compile-autoload-package-json'],
    '--outfile=seaworthy',
  ];
  run(bun(), args, folder);
}

/** The functions that the review of a small project calls, in a file: laid out together they are read at once. */
function orderOfReview(folder) {
  const order = join(folder, 'order.txt');
  const project = mkdtempSync(join(folder, 'project-'));
  writeFileSync(join(project, 'Dockerfile'), 'FROM node:22\nCOPY . .\nRUN npm install\nCMD npm start\n');
  writeFileSync(join(project, 'compose.yaml'), 'services:\n  web:\n    build: .\n    ports: ["80:80"]\n');
  run(join(folder, 'seaworthy'), ['review', '--no-cache'], project, {
    codes: [0, 3],
    variables: { BUN_BYTECODE_ORDER_OUT: order },
  });
  return order;
}

/** Bun's executable for this machine, from its npm package. */
function bun() {
  const name = `@oven/bun-${process.platform}-${process.arch === 'arm64' ? 'aarch64' : process.arch}`;
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  const folder = join(cache, 'seaworthy-build', `bun-${bunVersion}`);
  const file = join(folder, 'node_modules', name, 'bin', 'bun');
  if (existsSync(file)) return file;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  run(
    'npm',
    ['install', '--silent', '--no-audit', '--no-fund', '--ignore-scripts', `${name}@${bunVersion}`],
    folder,
  );
  if (!existsSync(file)) throw new Error(`${name} ${bunVersion} has no bin/bun`);
  return file;
}

function run(command, args, cwd, { variables = {}, codes = [0] } = {}) {
  const env = { ...process.env, ...variables };
  const { status, signal, stdout, stderr, error } = spawnSync(command, args, { cwd, env, encoding: 'utf8' });
  if (!codes.includes(status))
    throw new Error(`${command} ended with ${status ?? signal ?? error}:\n${stdout}${stderr}`);
}
