// 32 services in 4 layers, each ready 500 ms after its start: how much longer than the critical path does a rollout
// take? The same stack in process-compose, where it can be built from the Go modules. And: how soon does a resume act?
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median, ms } from './measure.mjs';
import { goProgram } from './peers.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const cli = join(root, 'dist', 'seaworthy.js');
const layers = 4;
const perLayer = 8;
const readyMs = 500;
const rounds = Number(process.argv[2] ?? 5);
const criticalMs = layers * readyMs;
const limitMs = criticalMs * 1.05 + 300;
const processCompose = {
  name: 'process-compose',
  module: 'github.com/f1bonacc1/process-compose',
  version: 'v1.64.1',
  path: '/src',
};

const services = Array.from({ length: layers * perLayer }, (_, index) => ({
  name: `s${index}`,
  // Each service needs two of the layer before.
  needs:
    index < perLayer
      ? []
      : [
          index - perLayer,
          (((index % perLayer) + 1) % perLayer) + (Math.floor(index / perLayer) - 1) * perLayer,
        ].map((other) => `s${other}`),
}));
const program = `sleep ${readyMs / 1000}; echo ready; exec sleep 1000`;

const folder = mkdtempSync(join(tmpdir(), 'seaworthy-bench-'));
try {
  writeStack();
  const ours = [];
  const resumes = [];
  for (let round = 0; round < rounds; round++) ours.push(rollOut());
  for (let round = 0; round < rounds; round++) resumes.push(resumeAfterKill());
  const theirs = await processComposeTimes();
  report(ours, resumes, theirs);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function writeStack() {
  const compose = services.map(({ name, needs }) => {
    const depends = needs.map((other) => `\n      ${other}: { condition: service_healthy }`).join('');
    return `  ${name}:
    build: .
    command: ["sh", "-c", "${program}"]
    init: true
    stop_grace_period: 1s${depends === '' ? '' : `\n    depends_on:${depends}`}`;
  });
  const gate = '{ log: ready, success_threshold: 1, stable_for: 0s, deadline: 30s }';
  writeFileSync(join(folder, 'Dockerfile'), 'FROM busybox:1.37.0\n');
  writeFileSync(join(folder, 'compose.yaml'), `name: bench\nservices:\n${compose.join('\n')}\n`);
  writeFileSync(
    join(folder, 'seaworthy.yaml'),
    `services:\n${services.map(({ name }) => `  ${name}: { gate: ${gate} }`).join('\n')}\n`,
  );
  const processes = services.map(({ name, needs }) => {
    const depends = needs.map((other) => `\n      ${other}: { condition: process_log_ready }`).join('');
    return `  ${name}:\n    command: "${program}"\n    ready_log_line: ready${depends === '' ? '' : `\n    depends_on:${depends}`}`;
  });
  writeFileSync(
    join(folder, 'process-compose.yaml'),
    `version: "0.5"\nprocesses:\n${processes.join('\n')}\n`,
  );
}

function seaworthy(args, environment = {}) {
  const begun = performance.now();
  const result = spawnSync(process.execPath, [cli, ...args], {
    cwd: folder,
    env: { ...process.env, ...environment },
    encoding: 'utf8',
  });
  return { ...result, took: performance.now() - begun };
}

function insist(result, status, what) {
  if (result.status !== status)
    throw new Error(`${what} ended with ${result.status ?? result.signal}:\n${result.stderr}`);
}

/** A fresh state each round: step ids carry instance numbers, which grow, and the failpoint names one. */
function forget() {
  rmSync(join(folder, '.seaworthy'), { recursive: true, force: true });
}

/** Whole process, from the command to its end. */
function rollOut() {
  const up = seaworthy(['up', '-q']);
  insist(up, 0, 'up');
  insist(seaworthy(['down', '-q']), 0, 'down');
  forget();
  return up.took;
}

/** From the start of the `resume` process to its first journaled intent. */
function resumeAfterKill() {
  const up = seaworthy(['up', '-q'], { SEAWORTHY_FAILPOINT: 'app/s9/start/s9-1@after-act' });
  if (up.signal !== 'SIGKILL') throw new Error(`the failpoint was not met: ${up.status}\n${up.stderr}`);
  const begun = Date.now();
  insist(seaworthy(['resume', '-q']), 0, 'resume');
  const runs = join(folder, '.seaworthy/runs');
  const newest = readdirSync(runs)
    .sort(
      (a, b) => Number(readFileSync(join(runs, a, 'order'))) - Number(readFileSync(join(runs, b, 'order'))),
    )
    .at(-1);
  const records = readFileSync(join(runs, newest, 'journal.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const resumed = records.findIndex((record) => record.event === 'run-resumed');
  const first = records.slice(resumed).find((record) => record.event === 'intent');
  insist(seaworthy(['down', '-q']), 0, 'down');
  forget();
  return Date.parse(first.at) - begun;
}

async function processComposeTimes() {
  const binary = goProgram(processCompose);
  if (binary === undefined) return undefined;
  const times = [];
  for (let round = 0; round < rounds; round++) times.push(await runProcessCompose(binary));
  return times;
}

/** Until its log says that all of the last layer are ready. */
async function runProcessCompose(binary) {
  const begun = performance.now();
  const child = spawn(binary, ['up', '--tui=false', '--no-server', '-f', 'process-compose.yaml'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ready = new Set();
  const last = services.slice(-perLayer).map(({ name }) => name);
  try {
    return await new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('process-compose did not become ready')), 60_000);
      let text = '';
      const look = (chunk) => {
        text += chunk;
        for (const [, name] of text.matchAll(/\[(s\d+)\s*\] ready/g)) ready.add(name);
        if (last.every((name) => ready.has(name))) {
          clearTimeout(timer);
          resolve(performance.now() - begun);
        }
      };
      child.stdout.on('data', look);
      child.stderr.on('data', look);
      child.once('error', reject);
    });
  } finally {
    child.kill('SIGTERM');
    await new Promise((resolve) => child.once('close', resolve));
  }
}

function report(ours, resumes, theirs) {
  const over = median(ours) - criticalMs;
  console.log(
    `rollout of ${services.length} services in ${layers} layers, each ready after ${readyMs} ms, ${rounds} rounds; critical path ${criticalMs} ms`,
  );
  const held = median(ours) <= limitMs;
  console.log(
    `seaworthy        ${ms(median(ours))} (minimum ${ms(Math.min(...ours))}), ${ms(over)} over; limit 5 % + 300 ms = ${ms(limitMs)}: ${held ? 'held' : 'MISSED'}`,
  );
  if (theirs === undefined)
    console.log('process-compose  not installed: it could not be built from the Go modules');
  else
    console.log(
      `process-compose  ${ms(median(theirs))} (minimum ${ms(Math.min(...theirs))}), no gates, journal or rollback`,
    );
  const acted = median(resumes) <= 1000;
  console.log(
    `resume after SIGKILL acts after ${ms(median(resumes))}; limit 1000 ms: ${acted ? 'held' : 'MISSED'}`,
  );
  process.exitCode = held && acted ? 0 : 1;
}
