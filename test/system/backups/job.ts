// The generated job of a store, run as its image would: the script, the settings of the compose file, and nothing else.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { readProject } from '../../../src/read/project.ts';
import { ownFile, ownFolder, type RunningStore, type StoreKind } from './server.ts';

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A shell, and folders of tools that come before those of this system. */
export interface Shell {
  readonly argv: readonly string[];
  readonly tools: readonly string[];
}

export class Job {
  /** Below it are the project, the wrappers and the backups. Short: sockets have no long names. */
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'sw-backup-')));
  readonly backups: string;
  readonly #wrappers: string;
  #settings: Readonly<Record<string, string>> = {};
  #script = '';

  constructor(
    readonly kind: StoreKind,
    private readonly shell: Shell = { argv: ['/bin/sh'], tools: [] },
  ) {
    chmodSync(this.folder, 0o755);
    this.backups = ownFolder(join(this.folder, 'b'), kind.user);
    this.#wrappers = ownFolder(join(this.folder, 'bin'), undefined);
  }

  /** Generates the job, and reads from the compose file what it is given. */
  async generate(): Promise<void> {
    const project = join(this.folder, 'project');
    mkdirSync(project);
    for (const [name, text] of Object.entries(this.kind.files)) writeFileSync(join(project, name), text);
    const { status, stderr } = spawnSync(
      process.execPath,
      [resolve('dist/seaworthy.js'), 'generate', 'backup'],
      {
        cwd: project,
        encoding: 'utf8',
      },
    );
    if (status !== 0) throw new Error(stderr);
    const { stacks } = await readProject({ root: project, scope: 'review', processEnv: {} });
    const job = stacks.flatMap(({ services }) => services.get('backup-db') ?? [])[0];
    const mount = job?.mounts.find(({ target }) => target.value === '/backup.sh');
    if (job === undefined || mount?.source === undefined) throw new Error('there is no job');
    this.#script = join(project, mount.source.value);
    this.#settings = Object.fromEntries(
      [...job.environment].map(([name, { value }]) => [name, value?.value ?? '']),
    );
  }

  /** Where the script finds the store, and the secret as the engine mounts it. */
  #environment({ port }: RunningStore, others: Readonly<Record<string, string>>): Record<string, string> {
    const { kind } = this;
    const path = [this.#wrappers, ...this.shell.tools, ...kind.path, '/usr/bin', '/bin'];
    const key = 'STORE_PASSWORD_FILE';
    const secret = ownFile(join(this.folder, 'secret'), kind.password, kind.user);
    return {
      PATH: path.join(delimiter),
      HOME: '/nonexistent',
      LANG: 'C.UTF-8',
      ...this.#settings,
      ...(key in this.#settings ? { [key]: secret } : {}),
      STORE_HOST: '127.0.0.1',
      STORE_PORT: `${port}`,
      BACKUP_FOLDER: this.backups,
      ...others,
    };
  }

  run(
    store: RunningStore,
    args: readonly string[] = [],
    others: Readonly<Record<string, string>> = {},
    [program = '', ...before]: readonly string[] = this.shell.argv,
  ): Outcome {
    const { status, stdout, stderr } = spawnSync(program, [...before, this.#script, ...args], {
      cwd: '/',
      env: this.#environment(store, others),
      encoding: 'utf8',
      ...this.kind.user,
    });
    return { code: status, stdout, stderr };
  }

  /** In a process group of its own, so that all of it can be killed. */
  start(store: RunningStore, args: readonly string[] = []): { child: ChildProcess; ended: Promise<Outcome> } {
    const [program = '', ...before] = this.shell.argv;
    const child = spawn(program, [...before, this.#script, ...args], {
      cwd: '/',
      env: this.#environment(store, {}),
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
      ...this.kind.user,
    });
    const said = { stdout: '', stderr: '' };
    child.stdout.on('data', (chunk: Buffer) => {
      said.stdout += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      said.stderr += chunk.toString();
    });
    const ended = new Promise<Outcome>((done) => child.once('close', (code) => done({ code, ...said })));
    return { child, ended };
  }

  /** As on a disk without room: no file can be longer than 4 KiB, and who writes on is told so. */
  runWithoutRoom(store: RunningStore): Outcome {
    const limited = ['/bin/sh', '-c', 'ulimit -f 8; trap "" XFSZ; exec "$@"', 'sh', ...this.shell.argv];
    return this.run(store, [], {}, limited);
  }

  /** Puts a script in the way of a program until `unwrap`; it knows the program itself as `$real`. */
  wrap(program: string, body: string): void {
    const real = [...this.shell.tools, ...this.kind.path, '/usr/bin', '/bin']
      .map((folder) => join(folder, program))
      .find((file) => spawnSync('test', ['-x', file]).status === 0);
    writeFileSync(join(this.#wrappers, program), `#!/bin/sh\nreal=${real}\n${body}\n`, { mode: 0o755 });
  }

  unwrap(): void {
    for (const name of readdirSync(this.#wrappers)) rmSync(join(this.#wrappers, name));
  }

  copies(): readonly string[] {
    return readdirSync(join(this.backups, 'copies'))
      .filter((name) => name !== '.lock')
      .sort();
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
