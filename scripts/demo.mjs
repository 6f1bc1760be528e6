// The whole story on one machine: a flawed stack is reviewed and refused, its repaired form is rolled out in two
// phases, checked, replaced under load, judged and taken down. Works in a temporary folder and leaves nothing.
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { steadyClient } from './steady-client.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const folder = mkdtempSync(join(tmpdir(), 'seaworthy-demo-'));
// As root the data stores run as another user, who must be able to reach their folders.
chmodSync(folder, 0o755);
const flawed = join(folder, 'flawed');
const repaired = join(folder, 'repaired');
const cli = join(root, 'dist', 'seaworthy.js');
const port = 20_000 + (process.pid % 10_000);
let isUp = false;

/** Runs one command in a folder, shows it, and insists on its exit code. */
async function run(cwd, args, expected, { lines } = {}) {
  console.log(`\n$ seaworthy ${args.join(' ')}`);
  const child = spawn(process.execPath, [cli, ...args], {
    cwd,
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  for await (const chunk of child.stdout) output += chunk;
  const code = await new Promise((resolve) =>
    child.exitCode === null ? child.once('close', resolve) : resolve(child.exitCode),
  );
  const all = output.trimEnd().split('\n');
  const shown =
    lines === undefined || all.length <= lines
      ? all
      : [...all.slice(0, lines - 2), `  ... ${all.length - lines + 1} more lines ...`, all.at(-1)];
  console.log(shown.join('\n'));
  console.log(`exit ${code}`);
  if (code !== expected) throw new Error(`seaworthy ${args.join(' ')} ended with ${code}, not ${expected}`);
}

const environment = { ...process.env, GATEWAY_PORT: String(port), NO_COLOR: '1' };
delete environment.SEAWORTHY_STATE_DIR;

function prepare() {
  cpSync(join(root, 'examples/policy-platform'), folder, { recursive: true });
  // The services' libraries come from here: images would install their own.
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const secret = () => randomBytes(18).toString('base64url');
  const example = readFileSync(join(repaired, '.env.example'), 'utf8');
  const filled = example.replace(
    /^((?:[A-Z_]*(?:PASSWORD|SECRET))=).*$/gm,
    (_line, name) => `${name}${secret()}`,
  );
  writeFileSync(join(repaired, '.env'), filled.replace(/^GATEWAY_PORT=.*$/m, ''), { mode: 0o600 });
}

/** Each line that passes names what it rests on, and that is there: a file of the project, or of its state. */
async function everyLineIsLinked() {
  const { stdout } = spawnSync(process.execPath, [cli, 'report', '--format', 'json'], {
    cwd: repaired,
    env: environment,
    encoding: 'utf8',
  });
  const passed = JSON.parse(stdout).lines.filter(({ outcome }) => outcome === 'pass');
  const isThere = ({ path }) =>
    existsSync(join(repaired, path)) || existsSync(join(repaired, '.seaworthy', path));
  const loose = passed.filter(({ evidence }) => evidence.length === 0 || !evidence.every(isThere));
  console.log(
    `${passed.length - loose.length} of ${passed.length} lines that pass link to what they rest on`,
  );
  if (loose.length > 0) throw new Error(`without evidence: ${loose.map(({ id }) => id).join(', ')}`);
}

const hasRedis = () =>
  (process.env.PATH ?? '').split(delimiter).some((path) => existsSync(join(path, 'redis-server')));

async function replaceUnderLoad() {
  const server = join(repaired, 'services/api/server.js');
  writeFileSync(server, `${readFileSync(server, 'utf8')}\n// A new version of the api.\n`);
  const client = steadyClient(`http://127.0.0.1:${port}/api/policies`, { connections: 16, pauseMs: 0 });
  await run(repaired, ['up'], 0);
  const { requests, lost } = await client.stop({ atLeast: 10_000 });
  console.log(`steady client: ${lost} of ${requests} requests lost while the api was replaced`);
  if (lost > 0) throw new Error('the replace lost requests');
}

try {
  prepare();
  console.log('1. A stack as such teams have it: what is wrong with it?');
  await run(flawed, ['review', '--severity', 'high'], 3, { lines: 60 });
  console.log('\n2. Would its first phase fit the 512 MB that it was promised?');
  await run(flawed, ['plan'], 4);
  console.log('\n3. The repaired stack: review, plan, and a rollout in two phases.');
  await run(repaired, ['review'], 0, { lines: 30 });
  await run(repaired, ['plan'], 0);
  isUp = true;
  await run(repaired, ['up'], 0);
  await run(repaired, ['status'], 0);
  await run(repaired, ['smoke'], 0);
  console.log('\n4. A new version of the api replaces the old one under a steady client.');
  await replaceUnderLoad();
  await run(repaired, ['smoke'], 0);
  console.log('\n5. Ready? Only what was measured counts.');
  await run(repaired, ['evidence', 'ls'], 0);
  // Without Redis on this machine one service was left out, and a verdict that hid it would be no verdict.
  await run(repaired, ['report'], hasRedis() ? 0 : 11);
  await everyLineIsLinked();
} catch (error) {
  console.error(`\ndemo failed: ${error.message}`);
  process.exitCode = 1;
} finally {
  if (isUp) {
    console.log('\n6. Down, with its data.');
    await run(repaired, ['down', '--volumes'], 0).catch((error) => {
      console.error(error.message);
      process.exitCode = 1;
    });
  }
  rmSync(folder, { recursive: true, force: true });
}
