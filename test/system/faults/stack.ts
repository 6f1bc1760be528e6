// A small stack in a folder of its own, driven through the built command line, and taken away whatever happens.
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openStore, type StateStore } from '../../../src/journal/store.ts';
import { type EngineLane, engineLane } from './engine-lane.ts';
import { type Result, type Running, watch } from './running.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '../../..');
/** Another build may be put in its place, so that a test run is not disturbed by the next build. */
const cli = join(process.env.SEAWORTHY_DIST ?? join(root, 'dist'), 'seaworthy.js');

type Keys = Readonly<Record<string, unknown>>;

export interface ServiceSketch {
  /** Text for /bin/sh, or for node; one of the two. */
  readonly sh?: string;
  readonly node?: string;
  /** Further keys of the compose service. */
  readonly compose?: Keys;
  /** Its gate in seaworthy.yaml, on top of a short one. */
  readonly gate?: Keys;
  /** Further keys of the service in seaworthy.yaml. */
  readonly setting?: Keys;
}

export interface StackSketch {
  readonly services: Readonly<Record<string, ServiceSketch>>;
  /** Further keys of seaworthy.yaml, such as `phases`. */
  readonly settings?: Keys;
  /** Further keys of the compose file, such as `volumes`. */
  readonly compose?: Keys;
  /** Name of the project's folder, when it matters. */
  readonly folder?: string;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

export interface Status {
  readonly release: { readonly number: number; readonly hash: string } | undefined;
  readonly run: {
    readonly id: string;
    readonly ended: { readonly outcome: string; readonly exitCode: number } | null;
  } | null;
  readonly interrupted: string | null;
  readonly drift: readonly string[];
  readonly damage: string | null;
  readonly instances: readonly {
    readonly service: string;
    readonly instance: string;
    readonly state: string;
    readonly routed: boolean;
    readonly pid: number | undefined;
    readonly ports: Readonly<Record<string, { readonly port: number }>>;
  }[];
}

/** Passes as soon as two looks agree, and gives up soon: no test waits for a default. */
const shortGate = { success_threshold: 1, stable_for: '0s', period: '50ms', deadline: '8s' };

let made = 0;

export class TestStack {
  readonly name: string;
  readonly folder: string;
  readonly #root: string;
  readonly #children = new Set<ChildProcess>();
  readonly #lane: EngineLane = engineLane;

  constructor(sketch: StackSketch) {
    this.#root = mkdtempSync(join(tmpdir(), 'seaworthy-fault-'));
    this.folder = join(this.#root, sketch.folder ?? '');
    made += 1;
    this.name = `fault-${process.pid}-${made}`;
    // As root some services run as another user, who must be able to reach their folders.
    chmodSync(this.#root, 0o755);
    this.write(sketch);
  }

  get state(): string {
    return join(this.folder, '.seaworthy');
  }

  store(): StateStore {
    return openStore(this.state, { readOnly: true });
  }

  file(path: string, text: string): void {
    const target = join(this.folder, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
  }

  has(path: string): boolean {
    return existsSync(join(this.folder, path));
  }

  /** As with sources that were too large to keep. */
  forgetSources(): void {
    rmSync(join(this.state, 'local/sources'), { recursive: true, force: true });
  }

  /** Writes the files anew: another version of the stack. JSON is YAML. */
  write({ services, settings, compose: more }: StackSketch): void {
    const entries = Object.entries(services);
    const compose = entries.map(([name, one]) => [name, this.#lane.service(this, name, one)]);
    const own = entries.map(([name, one]) => [
      name,
      { ...one.setting, gate: { ...shortGate, ...(one.gate ?? { engine: 'running' }) } },
    ]);
    const file = { ...more, name: this.name, services: Object.fromEntries(compose) };
    this.file('compose.yaml', `${JSON.stringify(file, null, 2)}\n`);
    const text = JSON.stringify(
      { engine: this.#lane.name, ...settings, services: Object.fromEntries(own) },
      null,
      2,
    );
    this.file('seaworthy.yaml', `${text}\n`);
  }

  /** Begins one command; its own environment carries nothing of this test run. */
  begin(args: readonly string[], options: RunOptions = {}): Running {
    return this.#spawn(process.execPath, [cli, ...args], options);
  }

  /** Begins a shell line in which `"$@"` is the command. */
  shell(line: string, args: readonly string[], options: RunOptions = {}): Running {
    return this.#spawn('/bin/sh', ['-c', line, 'sh', process.execPath, cli, ...args], options);
  }

  #spawn(program: string, args: readonly string[], options: RunOptions): Running {
    const child = spawn(program, args, {
      cwd: options.cwd ?? this.folder,
      env: {
        PATH: process.env.PATH ?? '',
        HOME: process.env.HOME ?? '',
        NO_COLOR: '1',
        ...this.#lane.environment,
        ...options.env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#children.add(child);
    child.once('close', () => this.#children.delete(child));
    return watch(child);
  }

  run(args: readonly string[], options: RunOptions = {}): Promise<Result> {
    return this.begin(args, options).ended;
  }

  async up(...args: readonly string[]): Promise<Result> {
    return this.run(['up', ...args]);
  }

  async status(): Promise<Status & { readonly code: number | null }> {
    const { code, stdout } = await this.run(['status', '--json']);
    const facts: Status = JSON.parse(stdout);
    return { ...facts, code };
  }

  /** Services with an instance that is alive, and its number: `web-2`. */
  async alive(): Promise<readonly string[]> {
    const { instances } = await this.status();
    return instances
      .filter((one) => one.state !== 'exited')
      .map((one) => one.instance)
      .sort();
  }

  /** Ends everything by its mark or id; fails when `down` left anything behind. */
  async dispose(): Promise<void> {
    for (const child of this.#children) child.kill('SIGKILL');
    const down = await this.run(['down', '--volumes', '--quiet']);
    const left = await this.#lane.clear(this.name);
    rmSync(this.#root, { recursive: true, force: true });
    const never = down.code === 3 && down.stderr.includes('nothing has been rolled out');
    if (down.code !== 0 && !never) throw new Error(`down ended with ${down.code}: ${down.all}`);
    if (left.length > 0)
      throw new Error(`${basename(this.#root)}: left after down (${down.all}): ${left.join(', ')}`);
  }
}

/** Runs `body` with a fresh stack and takes it away afterwards; the body's failure is the one that is told. */
export async function withStack(
  sketch: StackSketch,
  body: (stack: TestStack) => Promise<void>,
): Promise<void> {
  const stack = new TestStack(sketch);
  try {
    await body(stack);
  } catch (error) {
    await stack.dispose().catch((second: unknown) => console.error(second));
    throw error;
  }
  await stack.dispose();
}

/** Waits until `look` gives a value, at most `limitMs`. */
export async function eventually<T>(
  look: () => T | undefined | Promise<T | undefined>,
  limitMs = 5000,
): Promise<T> {
  const until = performance.now() + limitMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > until) throw new Error(`not within ${limitMs} ms: ${look}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
