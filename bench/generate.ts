// usage: node scripts/run.mjs bench/generate.ts FOLDER [FILES] [SEED]
// A tree of deployment files as companies have them: many small systems, each with compose, Dockerfiles, manifests,
// workflows and env files, in the shares and lengths that public repositories show (`bench/shape.mjs`). Same seed, same tree.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { compose, overlays } from './tree/compose.ts';
import { dockerfile } from './tree/dockerfile.ts';
import { manifests } from './tree/kubernetes.ts';
import { type Random, randomFrom, words } from './tree/random.ts';
import { commonWorkflows, workflow } from './tree/workflow.ts';

export type TreeFiles = Map<string, string>;

/** About `wanted` deployment files below `system-N/` folders, with the sources that they copy. */
export function generateTree(wanted: number, seed: number): TreeFiles {
  const random = randomFrom(seed);
  const files: TreeFiles = new Map();
  let deployment = 0;
  for (let system = 0; deployment < wanted; system++) {
    deployment += addSystem(files, `system-${system}`, random);
  }
  return files;
}

function addSystem(files: TreeFiles, folder: string, random: Random): number {
  const names = new Set(Array.from({ length: 3 + random.below(8) }, () => random.pick(words)));
  const before = files.size;
  const built = [...names].map((name) => {
    const image = dockerfile(random);
    files.set(`${folder}/services/${name}/Dockerfile`, image.text);
    return { name, port: image.port, language: image.language };
  });
  const put = (place: string, texts: Readonly<Record<string, string>>): void => {
    for (const [file, text] of Object.entries(texts)) files.set(`${folder}/${place}${file}`, text);
  };
  put('', { 'compose.yaml': compose(random, built), ...overlays(random, built) });
  put('', { '.env.example': 'TAG=1.4.0\nDB_PASSWORD=\n' });
  const onKubernetes = random.chance(0.4);
  for (const { name, port } of built) {
    if (onKubernetes) put(`k8s/${name}/`, manifests(random, name, port));
    put('.github/workflows/', { [`${name}.yml`]: workflow(random, name) });
  }
  put('.github/workflows/', commonWorkflows(random));
  const deployment = files.size - before;
  for (const { name, port, language } of built)
    addSource(files, `${folder}/services/${name}`, language, port);
  return deployment;
}

/** Just enough for COPY to find what it names. */
function addSource(files: TreeFiles, folder: string, language: string, port: number): void {
  if (language === 'node' || language === 'static') {
    files.set(`${folder}/package.json`, '{ "name": "x", "scripts": { "build": "tsc" } }\n');
    files.set(`${folder}/package-lock.json`, '{}\n');
    files.set(
      `${folder}/src/server.js`,
      `require('http').createServer().listen(process.env.PORT || ${port});\n`,
    );
    if (language === 'static') files.set(`${folder}/nginx.conf`, `server { listen ${port}; }\n`);
  } else if (language === 'python') {
    files.set(`${folder}/requirements.txt`, 'flask==3.1.0\ngunicorn==23.0.0\n');
    files.set(`${folder}/app.py`, 'import os\nDB = os.environ["DATABASE_URL"]\n');
  } else if (language === 'go') {
    for (const name of ['go.mod', 'go.sum', 'cmd/server/main.go'])
      files.set(`${folder}/${name}`, 'module x\n');
  } else {
    for (const name of ['pom.xml', 'src/Main.java']) files.set(`${folder}/${name}`, '\n');
  }
}

export function writeTree(root: string, files: TreeFiles): void {
  for (const [path, text] of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

if (process.argv[1]?.endsWith('generate.ts') === true) {
  const [root = '', wanted = '4000', seed = '1'] = process.argv.slice(2);
  if (root === '') throw new Error('usage: bench/generate.ts FOLDER [FILES] [SEED]');
  const files = generateTree(Number(wanted), Number(seed));
  writeTree(root, files);
  console.log(`${files.size} files below ${root}`);
}
