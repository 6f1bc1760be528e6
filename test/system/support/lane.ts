// A lane: one temporary copy of the example with secrets, a port and fast gates of its own. Points run in it in turn.
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Document, isMap, parseDocument } from 'yaml';
import { type LocalPaths, localPaths } from '../../../src/engines/local/paths.ts';
import { type Ended, type Running, startCommand } from './command.ts';
import { writeOwnStack } from './lane-kubernetes.ts';

export interface Lane {
  readonly name: string;
  readonly stack: string;
  /** The copy of the project. */
  readonly folder: string;
  readonly stateFolder: string;
  readonly paths: LocalPaths;
  readonly port: number;
  /** Services of the example that it does without, so that a point takes less long. */
  readonly without: readonly string[];
  /** Values that must appear nowhere but in the secret store and the unit environment files. */
  readonly secrets: readonly string[];
  /** Starts a command; `failpoint` is what SEAWORTHY_FAILPOINT shall be. */
  start(args: readonly string[], failpoint?: string): Running;
  run(args: readonly string[]): Promise<Ended>;
  /** What its commands have printed since `reset`. */
  readonly transcript: Ended[];
}

const exampleName = 'policy-platform';
const root = process.cwd();
const example = join(root, 'examples', exampleName, 'repaired');
/** Lanes of the local engine have a state folder each, and nothing else that is shared. */
const isDocker = process.env['SEAWORTHY_TEST_ENGINE'] === 'docker';
const isKubernetes = process.env['SEAWORTHY_TEST_ENGINE'] === 'kubernetes';
/** Images take their time. */
const limitMs = isDocker ? 240_000 : 90_000;

/** The folder of all lanes, with a copy of the built tool: another build meanwhile must not change what is tested. */
export function makeBase(): string {
  const base = mkdtempSync(join(tmpdir(), 'seaworthy-kill-'));
  // As root the data store runs as another user, who must be able to pass.
  chmodSync(base, 0o755);
  cpSync(join(root, 'dist'), join(base, 'dist'), { recursive: true });
  writeFileSync(join(base, 'package.json'), '{"type":"module"}\n');
  symlinkSync(join(root, 'node_modules'), join(base, 'node_modules'));
  return base;
}

export async function makeLane(base: string, name: string, without: readonly string[] = []): Promise<Lane> {
  const folder = join(base, name);
  const stateFolder = join(folder, '.seaworthy');
  mkdirSync(folder, { mode: 0o755 });
  const port = await freePort();
  const secrets = [randomBytes(24).toString('hex'), randomBytes(24).toString('hex')];
  // A namespace of its own, of the stack's name.
  const own = isKubernetes ? { SEAWORTHY_NAMESPACE: `${exampleName}-${process.pid}-${name}` } : {};
  const env = { ...environmentOf(port), ...own };
  const transcript: Ended[] = [];
  const start = (args: readonly string[], failpoint?: string): Running => {
    const own = failpoint === undefined ? env : { ...env, SEAWORTHY_FAILPOINT: failpoint };
    const options = { cli: join(base, 'dist', 'seaworthy.js'), cwd: folder, env: own, limitMs };
    const running = startCommand(args, options);
    void running.ended.then((ended) => transcript.push(ended));
    return running;
  };
  const stack = isDocker || isKubernetes ? `${exampleName}-${process.pid}-${name}` : exampleName;
  const lane: Lane = {
    name,
    stack,
    folder,
    stateFolder,
    paths: localPaths(stateFolder, stack),
    port,
    without,
    secrets,
    start,
    run: (args) => start(args).ended,
    transcript,
  };
  resetLane(lane);
  return lane;
}

/** As a user gets it from the repository, with nothing rolled out yet. Nothing of it may run. */
export function resetLane(lane: Lane): void {
  rmSync(lane.folder, { recursive: true, force: true });
  lane.transcript.length = 0;
  if (isKubernetes) {
    writeOwnStack(lane);
    return;
  }
  cpSync(example, lane.folder, { recursive: true });
  const [password, secret] = lane.secrets;
  const text = `POSTGRES_PASSWORD=${password}\nAUTH_SECRET=${secret}\n`;
  writeFileSync(join(lane.folder, '.env'), text, { mode: 0o600 });
  writeSettings(join(lane.folder, 'seaworthy.yaml'), lane);
  leaveOut(join(lane.folder, 'compose.yaml'), lane.without);
}

/** The sweep is about steps, not about waiting: gates say yes at the first good answer. */
function writeSettings(path: string, { stack, without }: Lane): void {
  const document = parseDocument(readFileSync(path, 'utf8'));
  if (isDocker) document.set('engine', 'docker');
  document.set('stack', stack);
  for (const [index, services] of phasesIn(document)) {
    const kept = services.filter((service) => !without.includes(service));
    document.setIn(['phases', index, 'services'], kept);
  }
  for (const service of without) document.deleteIn(['services', service]);
  const services = document.get('services');
  if (!isMap(services)) throw new Error(`${path} names no services`);
  for (const { key } of services.items) {
    const gate = ['services', String(key), 'gate'];
    document.setIn([...gate, 'success_threshold'], 1);
    document.setIn([...gate, 'stable_for'], '0s');
    document.setIn([...gate, 'period'], '100ms');
    // A machine that is busy with other lanes is no fault of the service.
    document.setIn([...gate, 'timeout'], '20s');
    // Clients of the database keep their connections, so that its drain always takes as long as it may.
    document.setIn(['services', String(key), 'drain'], '500ms');
  }
  document.setIn(['phases', 0, 'gate', 'soak'], '200ms');
  // A service without a volume that is replaced stop-first all the same, so that its steps join the sweep.
  document.setIn(['services', 'config', 'replace'], 'stop-first');
  writeFileSync(path, document.toString());
}

function phasesIn(document: Document): readonly (readonly [index: number, services: readonly string[]])[] {
  const { phases } = Object(document.toJS());
  return [...phases.entries()].map(([index, { services }]) => [index, services.map(String)]);
}

function leaveOut(path: string, services: readonly string[]): void {
  if (services.length === 0) return;
  const document = parseDocument(readFileSync(path, 'utf8'));
  for (const service of services) document.deleteIn(['services', service]);
  writeFileSync(path, document.toString());
}

function environmentOf(port: number): Record<string, string | undefined> {
  const own = { ...process.env, GATEWAY_PORT: String(port), NO_COLOR: '1' };
  const foreign = /^(SEAWORTHY_|COMPOSE_|VITEST|POSTGRES_|AUTH_SECRET$|NODE_OPTIONS$)/;
  return Object.fromEntries(Object.entries(own).filter(([name]) => !foreign.test(name)));
}

/** Above the ports that the kernel gives to outgoing connections, which may otherwise hold it just then. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = 61_001 + Math.floor(Math.random() * 4000);
    const isFree = await new Promise<boolean>((resolve) => {
      const server = createServer();
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
    });
    if (isFree) return port;
  }
}
