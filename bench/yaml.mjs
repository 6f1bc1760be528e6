// What reading YAML costs: our parser, the `yaml` library and js-yaml side by side, in a fresh process and warm.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { median } from './measure.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const rounds = Number(process.argv[2] ?? 25);
const limits = { warm: 15, cold: 0.25 };

/** Each as a program uses it: ours and `yaml` give places and comments, js-yaml gives plain values. */
const parsers = {
  seaworthy: `import { readYaml } from ${JSON.stringify(join(root, 'src/syntax/yaml.ts'))};
    export const parse = (text) => readYaml('f.yaml', text);`,
  yaml: `import { parseAllDocuments } from 'yaml';
    export const parse = (text) => parseAllDocuments(text, { schema: 'failsafe', uniqueKeys: false });`,
  'js-yaml': `import { loadAll } from 'js-yaml';
    export const parse = (text) => loadAll(text);`,
};

const folder = mkdtempSync(join(tmpdir(), 'seaworthy-bench-'));
try {
  writeFileSync(join(folder, 'small.yaml'), service(0, 40));
  for (const [name, contents] of Object.entries(parsers)) await bundle(name, contents);
  const cold = Object.fromEntries(Object.keys(parsers).map((name) => [name, []]));
  for (let round = 0; round < rounds; round++)
    for (const name of Object.keys(parsers)) cold[name].push(run('cold.mjs', name));
  const warm = Object.fromEntries(Object.keys(parsers).map((name) => [name, run('warm.mjs', name)]));
  report(cold, warm);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function bundle(name, contents) {
  await build({
    stdin: { contents, resolveDir: root, loader: 'ts' },
    outfile: join(folder, `${name}.mjs`),
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
    alias: { yaml: join(root, 'node_modules/yaml/browser/dist/index.js') },
  });
}

/** CPU from before the parser is loaded to after it has read one file; or MB/s over the corpus. */
function run(program, name) {
  writeFileSync(
    join(folder, 'cold.mjs'),
    `import { readFileSync } from 'node:fs';
    const text = readFileSync(process.argv[3], 'utf8');
    const before = process.cpuUsage();
    const { parse } = await import(process.argv[2]);
    parse(text);
    const { user, system } = process.cpuUsage(before);
    console.log((user + system) / 1000);`,
  );
  writeFileSync(
    join(folder, 'warm.mjs'),
    `const { parse } = await import(process.argv[2]);
    const texts = JSON.parse((await import('node:fs')).readFileSync(process.argv[3], 'utf8'));
    const bytes = texts.reduce((sum, text) => sum + text.length, 0);
    const rates = [];
    for (let pass = 0; pass < 12; pass++) {
      const begun = performance.now();
      for (const text of texts) parse(text);
      if (pass >= 3) rates.push(bytes / 1000 / (performance.now() - begun));
    }
    console.log(rates.sort((a, b) => a - b)[rates.length >> 1]);`,
  );
  const corpus = join(folder, 'corpus.json');
  if (program === 'warm.mjs') writeFileSync(corpus, JSON.stringify(makeCorpus()));
  const input = program === 'warm.mjs' ? corpus : join(folder, 'small.yaml');
  const argv = [join(folder, program), join(folder, `${name}.mjs`), input];
  const { status, stdout, stderr } = spawnSync(process.execPath, argv, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${name} ended with ${status}: ${stderr}`);
  return Number(stdout);
}

function makeCorpus() {
  return Array.from({ length: 400 }, (_, index) => service(index, 1 + (index % 30)));
}

/** A compose file with the styles that such files have. */
function service(seed, count) {
  const services = Array.from(
    { length: count },
    (_, index) => `  service-${seed}-${index}:
    image: registry.example.com/team/service${index}:1.4.${index} # pinned
    restart: unless-stopped
    environment:
      PORT: "80${index % 90}0"
      DATABASE_URL: postgres://app@db:5432/app
      LOG_LEVEL: 'info'
    depends_on: {db: {condition: service_healthy}}
    healthcheck:
      test: ["CMD", "node", "health.js"]
      interval: 10s
      retries: 5
    command: >-
      node server.js
      --port 80${index % 90}0
    ports:
      - "127.0.0.1:80${index % 90}0:8080"
    labels:
      - traefik.enable=true
      - traefik.http.routers.s${index}.rule=Host(\`s${index}.example.com\`)
`,
  );
  return `# Generated\nx-base: &base\n  init: true\nservices:\n${services.join('')}`;
}

function report(cold, warm) {
  const size = readFileSync(join(folder, 'small.yaml')).length;
  console.log(
    `YAML, Node ${process.versions.node}: CPU ms to load and read a first file of ${size} B (median of ${rounds}), MB/s warm`,
  );
  for (const name of Object.keys(parsers))
    console.log(
      `${name.padEnd(10)} ${median(cold[name]).toFixed(1).padStart(7)} ms ${warm[name].toFixed(1).padStart(7)} MB/s`,
    );
  const share = median(cold.seaworthy) / median(cold.yaml);
  const held = share <= limits.cold && warm.seaworthy >= limits.warm;
  console.log(
    `cold ${share.toFixed(2)} of yaml, limit ${limits.cold}; warm limit ${limits.warm} MB/s: ${held ? 'held' : 'MISSED'}`,
  );
  process.exitCode = held ? 0 : 1;
}
