// Of which formats the deployment files of repositories are, and how long: what `bench/generate.ts` is held against.
// usage: node bench/shape.mjs FOLDER...   each folder below the named ones is one repository
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { median } from './measure.mjs';

/** More files than these of one format and repository are left out: one collection would outweigh all others. */
const mostOfOne = 30;
const passedOver = new Set(['.git', 'node_modules', 'vendor']);

const formats = {
  Dockerfiles: (path) => /(^|\.)dockerfile($|\.)/i.test(basename(path)),
  'compose files': (path) => /^(docker-)?compose.*\.ya?ml$/.test(basename(path)),
  workflows: (path) => path.includes('/.github/workflows/') && /\.ya?ml$/.test(path),
  manifests: (path, text) => /\.ya?ml$/.test(path) && isManifest(text()),
};

const lengths = Object.fromEntries(Object.keys(formats).map((format) => [format, []]));
let repositories = 0;
for (const folder of process.argv.slice(2)) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) addRepository(join(folder, entry.name));
  }
}
report();

function addRepository(root) {
  repositories += 1;
  const own = {};
  for (const path of filesBelow(root)) {
    const text = () => readFileSync(path, 'utf8');
    const format = Object.keys(formats).find((name) => formats[name](path, text));
    if (format === undefined) continue;
    own[format] ??= [];
    if (own[format].length < mostOfOne) own[format].push(text().split('\n').length - 1);
  }
  for (const [format, lines] of Object.entries(own)) lengths[format].push(...lines);
}

function* filesBelow(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && !passedOver.has(entry.name)) yield* filesBelow(path);
    else if (entry.isFile()) yield path;
  }
}

/** Templates are none: no tool that is compared reads them. */
function isManifest(text) {
  return /^apiVersion:/m.test(text) && /^kind:/m.test(text) && !text.includes('{{');
}

function report() {
  const all = Object.values(lengths).reduce((sum, { length }) => sum + length, 0);
  console.log(`${all} deployment files of ${repositories} repositories`);
  for (const [format, lines] of Object.entries(lengths)) {
    const mean = lines.reduce((sum, one) => sum + one, 0) / lines.length;
    const share = ((lines.length / all) * 100).toFixed(0).padStart(3);
    console.log(`${format.padEnd(14)} ${share} %   lines: median ${median(lines)}, mean ${mean.toFixed(0)}`);
  }
}
