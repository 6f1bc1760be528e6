// A stateless service is replaced start-first, again and again, under a steady client with kept-alive connections,
// until the replacing commands themselves have counted at least 10,000 requests. None may be lost.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { steadyClient } from '../scripts/steady-client.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const cli = join(root, 'dist', 'seaworthy.js');
const wanted = Number(process.argv[2] ?? 10_000);
const mostRounds = 20;
const port = 21_000 + (process.pid % 9000);

const folder = mkdtempSync(join(tmpdir(), 'seaworthy-bench-'));
let isUp = false;
try {
  writeVersion(0);
  isUp = true;
  await seaworthy('up', '-q');
  const client = steadyClient(`http://127.0.0.1:${port}/`, { connections: 16, pauseMs: 0 });
  const sum = { requests: 0, lost: 0, rounds: 0 };
  while (sum.requests < wanted && sum.rounds < mostRounds) {
    sum.rounds += 1;
    writeVersion(sum.rounds);
    const output = await seaworthy('up', '-q');
    const counted = /web: (\d+) of (\d+) requests lost/.exec(output);
    if (counted === null) throw new Error(`the command counted nothing:\n${output}`);
    console.log(`replace ${sum.rounds}: ${counted[0]} while it was replaced`);
    sum.lost += Number(counted[1]);
    sum.requests += Number(counted[2]);
  }
  const seen = await client.stop();
  console.log(`counted by seaworthy: ${sum.lost} of ${sum.requests} lost in ${sum.rounds} replaces`);
  console.log(
    `counted by the client: ${seen.lost} of ${seen.requests} lost ${JSON.stringify(Object.fromEntries(seen.failures))}`,
  );
  const held = sum.lost === 0 && seen.lost === 0 && sum.requests >= wanted;
  console.log(`limit 0 of at least ${wanted}: ${held ? 'held' : 'MISSED'}`);
  process.exitCode = held ? 0 : 1;
} finally {
  if (isUp) await seaworthy('down', '-q');
  rmSync(folder, { recursive: true, force: true });
}

function writeVersion(version) {
  mkdirSync(join(folder, 'web'), { recursive: true });
  const server = `import { createServer } from 'node:http';
// version ${version}
const server = createServer((request, response) => response.end('ok ${version}\\n'));
server.listen(process.env.PORT, '127.0.0.1');
process.on('SIGTERM', () => server.close(() => process.exit(0)));
`;
  writeFileSync(join(folder, 'web/server.mjs'), server);
  writeFileSync(
    join(folder, 'web/Dockerfile'),
    'FROM node:22.21.1-alpine3.22\nWORKDIR /srv\nCOPY server.mjs ./\nCMD ["node", "server.mjs"]\n',
  );
  const ports = `["127.0.0.1:${port}:8080"]`;
  writeFileSync(
    join(folder, 'compose.yaml'),
    `name: bench\nservices:\n  web:\n    build: ./web\n    environment: { PORT: "8080" }\n    ports: ${ports}\n`,
  );
  const gate = '{ http: /, port: 8080, success_threshold: 3, stable_for: 1s, period: 250ms }';
  writeFileSync(
    join(folder, 'seaworthy.yaml'),
    `services:\n  web: { gate: ${gate}, replace: start-first }\n`,
  );
}

/** Asynchronous, so that the client in this process goes on. */
async function seaworthy(...args) {
  const child = spawn(process.execPath, [cli, ...args], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  child.stderr.on('data', (chunk) => {
    errors += chunk;
  });
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`seaworthy ${args.join(' ')} ended with ${code}:\n${errors}${readLog()}`);
  return output;
}

function readLog() {
  try {
    return readFileSync(join(folder, '.seaworthy/local/keeper.log'), 'utf8');
  } catch {
    return '';
  }
}
