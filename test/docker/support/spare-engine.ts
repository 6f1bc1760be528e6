// An engine beside that of the tests, in a network namespace of its own, for tests that kill or restart its daemon.
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { engineVersion } from './engine.ts';

const scripts = join(process.cwd(), 'scripts', 'docker');

export class SpareEngine {
  readonly name: string;
  readonly #liveRestore: boolean;

  /** With live restore containers outlive their daemon, without it they end with it. */
  static async start(name: string, { liveRestore }: { readonly liveRestore: boolean }): Promise<SpareEngine> {
    const spare = new SpareEngine(`${name}-${engineVersion}`, liveRestore);
    await spare.start();
    await spare.#script('images.sh', 'busybox');
    return spare;
  }

  private constructor(name: string, liveRestore: boolean) {
    this.name = name;
    this.#liveRestore = liveRestore;
  }

  get socketPath(): string {
    return `/run/seaworthy-docker/${this.name}.sock`;
  }

  /** For the commands of a test. They reach its daemon and, being outside of its namespace, none of its containers. */
  get by(): { readonly env: Readonly<Record<string, string>> } {
    return { env: { DOCKER_HOST: `unix://${this.socketPath}` } };
  }

  /** Again, after `kill`. */
  start(): Promise<void> {
    return this.#script('engine.sh', 'start', '--namespace', ...(this.#liveRestore ? [] : ['--killed']));
  }

  /** SIGKILL, as when the machine's memory has run out. */
  async kill(): Promise<void> {
    const pid = Number(readFileSync(`/run/seaworthy-docker/${this.name}.pid`, 'utf8'));
    process.kill(pid, 'SIGKILL');
    while (existsSync(`/proc/${pid}`) && !isZombie(pid))
      await new Promise((resolve) => setTimeout(resolve, 10));
  }

  async stop(): Promise<void> {
    await this.start();
    await this.#script('engine.sh', 'stop');
  }

  #script(script: string, ...args: readonly string[]): Promise<void> {
    const env = { ...process.env, SEAWORTHY_DOCKER_NAME: this.name, SEAWORTHY_DOCKER_ENGINE: engineVersion };
    return new Promise((resolve, reject) => {
      execFile(join(scripts, script), [...args], { env }, (error, _, stderr) =>
        error === null ? resolve() : reject(new Error(`${script} ${args.join(' ')}: ${stderr}`)),
      );
    });
  }
}

function isZombie(pid: number): boolean {
  try {
    return /^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return true;
  }
}
