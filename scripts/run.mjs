// Runs a TypeScript script on any Node we support: bundled by esbuild into the cache folder, then imported.
// usage: node scripts/run.mjs scripts/docs.ts [arguments]
import { mkdirSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const script = process.argv[2];
if (script === undefined) {
  process.stderr.write('usage: node scripts/run.mjs <script.ts> [arguments]\n');
  process.exit(64);
}
const entry = resolve(script);
// Below node_modules, so that packages left outside the bundle are found from there.
const folder = join(root, 'node_modules', '.cache', 'seaworthy-scripts');
const bundle = join(folder, `${process.pid}-${Date.now()}.mjs`);
mkdirSync(folder, { recursive: true });
process.chdir(root);
process.argv.splice(1, 2, entry);
try {
  await build({
    entryPoints: [entry],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    packages: 'external',
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  await import(pathToFileURL(bundle).href);
} finally {
  rmSync(bundle, { force: true });
}
