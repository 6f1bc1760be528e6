// Bundles the package: the command line and the keeper as CommonJS programs, the library as an ES module.
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import {
  buildLibraries,
  commonJs,
  examplesApart,
  examplesOfRules,
  librariesApart,
  root,
  shared,
  thirdParty,
} from './bundle.mjs';

// Built aside and put in place at the end, so that a half-built folder is never run.
const out = join(root, `dist.${process.pid}.new`);

// Bundled CommonJS libraries ask for `require`; ESM has none of its own.
const requireShim =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";

const program = await build({
  ...commonJs,
  plugins: [...commonJs.plugins, examplesApart, librariesApart],
  outdir: out,
  entryPoints: { program: 'src/program.ts' },
});
const keeper = await build({
  ...commonJs,
  outdir: out,
  banner: {},
  entryPoints: { keeper: 'src/engines/local/keeper/main.ts' },
});
const libraries = await buildLibraries(out);
writeFileSync(join(out, 'examples.js'), `exports.examples = ${asciiJson(await examplesOfRules())};\n`);
const programBuild = hashOf(['program.js', 'kubernetes.js', 'mysql.js', 'examples.js']);
await build({
  ...commonJs,
  outdir: out,
  banner: {},
  define: { programBuild: JSON.stringify(programBuild) },
  entryPoints: { seaworthy: 'src/seaworthy.ts' },
});
const library = await build({
  ...shared,
  outdir: out,
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
  thirdParty([program.metafile, library.metafile, keeper.metafile, ...libraries]),
);
putInPlace();

/** The program reads what it loads as ASCII. */
function asciiJson(value) {
  const escaped = (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(value).replace(/[^\0-\x7f]/g, escaped);
}

/** What esbuild leaves as it is: regular expressions and raw templates. */
function demandAscii(name) {
  const text = readFileSync(join(out, name), 'utf8');
  const at = text.search(/[^\0-\x7f]/);
  if (at !== -1)
    throw new Error(`${name} is no ASCII, write \\u escapes: ${text.slice(Math.max(0, at - 60), at + 20)}`);
  return text;
}

/** Of the program and all that it loads. */
function hashOf(names) {
  const hash = createHash('sha256');
  for (const name of names) hash.update(demandAscii(name));
  return hash.digest('hex').slice(0, 16);
}

function putInPlace() {
  const place = join(root, 'dist');
  const old = join(root, `dist.${process.pid}.old`);
  if (existsSync(place)) renameSync(place, old);
  renameSync(out, place);
  rmSync(old, { recursive: true, force: true });
}
