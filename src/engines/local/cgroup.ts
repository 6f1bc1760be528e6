// Limits and membership by control group. Version 1 has one tree per controller, version 2 one for all.
import {
  accessSync,
  chownSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

export interface CgroupUsage {
  readonly memory: number;
  readonly cpuSeconds: number | undefined;
  readonly pids: number;
}

export interface CgroupLimits {
  readonly memoryLimit: number | undefined;
  readonly cpuLimit: number | undefined;
  readonly pidsLimit: number | undefined;
}

/** The groups that this host lets us make: a folder per controller. */
export interface CgroupHost {
  readonly version: 1 | 2;
  /** Version 1: controller -> root of its tree. Version 2: `all` -> folder below which we may make groups. */
  readonly roots: Readonly<Record<string, string>>;
}

export const cgroupRoot = '/sys/fs/cgroup';
const versionOne = ['memory', 'cpu', 'cpuacct', 'pids', 'freezer'];
const cpuPeriodUs = 100_000;

/** What control groups can be written here; undefined when none can. */
export function detectCgroups(): CgroupHost | undefined {
  return detectVersionTwo() ?? detectVersionOne();
}

function detectVersionOne(): CgroupHost | undefined {
  const roots: Record<string, string> = {};
  for (const controller of versionOne) {
    const root = join(cgroupRoot, controller);
    if (isWritable(join(root, 'cgroup.procs'))) roots[controller] = root;
  }
  const enough = roots.memory !== undefined && roots.freezer !== undefined;
  return enough ? { version: 1, roots } : undefined;
}

/** The topmost group above our own in which we may both make groups and switch the controllers on. */
function detectVersionTwo(): CgroupHost | undefined {
  const own = /^0::(.*)$/m.exec(readText('/proc/self/cgroup') ?? '')?.[1];
  if (own === undefined) return undefined;
  const parts = own.split('/').filter((part) => part !== '');
  for (let depth = 0; depth <= parts.length; depth++) {
    const folder = join(cgroupRoot, ...parts.slice(0, depth));
    const controllers = (readText(join(folder, 'cgroup.controllers')) ?? '').split(/\s+/);
    if (!controllers.includes('memory') || !isWritable(join(folder, 'cgroup.procs'))) continue;
    if (tryWrite(join(folder, 'cgroup.subtree_control'), '+memory +cpu +pids')) {
      return { version: 2, roots: { all: folder } };
    }
  }
  return undefined;
}

export class Cgroup {
  readonly #host: CgroupHost;
  readonly #name: string;
  /** Known once made; of a former keeper's groups those count that are there. */
  #wanted: ReadonlySet<string> | undefined;

  constructor(host: CgroupHost, stackId: string, instance: string) {
    this.#host = host;
    this.#name = join(`seaworthy-${stackId}`, instance);
  }

  /** Files into which a process writes its pid to join. */
  get joinFiles(): readonly string[] {
    return this.#folders().map((folder) => join(folder, 'cgroup.procs'));
  }

  /** Makes the groups, sets the limits; `uid` may join by itself (version 1 only checks the file's mode). */
  create(limits: CgroupLimits, uid: number | undefined): void {
    this.#wanted = new Set(neededControllers(limits));
    for (const folder of this.#folders()) mkdirSync(folder, { recursive: true });
    if (this.#host.version === 2) {
      for (const root of Object.values(this.#host.roots)) {
        tryWrite(join(root, dirname(this.#name), 'cgroup.subtree_control'), '+memory +cpu +pids');
      }
    }
    this.#limit(limits);
    if (uid !== undefined) for (const file of this.joinFiles) chownSync(file, uid, -1);
  }

  #limit({ memoryLimit, cpuLimit, pidsLimit }: CgroupLimits): void {
    const quota = cpuLimit === undefined ? undefined : Math.max(1000, Math.round(cpuLimit * cpuPeriodUs));
    if (this.#host.version === 1) {
      if (memoryLimit !== undefined) this.#write('memory', 'memory.limit_in_bytes', memoryLimit);
      if (quota !== undefined) this.#write('cpu', 'cpu.cfs_quota_us', quota);
      if (pidsLimit !== undefined) this.#write('pids', 'pids.max', pidsLimit);
      return;
    }
    if (memoryLimit !== undefined) this.#write('all', 'memory.max', memoryLimit);
    if (quota !== undefined) this.#write('all', 'cpu.max', `${quota} ${cpuPeriodUs}`);
    if (pidsLimit !== undefined) this.#write('all', 'pids.max', pidsLimit);
  }

  members(): readonly number[] {
    const pids = new Set<number>();
    for (const file of this.joinFiles) {
      for (const line of (readText(file) ?? '').split('\n')) if (line !== '') pids.add(Number(line));
    }
    return [...pids];
  }

  usage(): CgroupUsage | undefined {
    const one = this.#host.version === 1;
    const used = this.#number(one ? 'memory' : 'all', one ? 'memory.usage_in_bytes' : 'memory.current');
    if (used === undefined) return undefined;
    // Pages of files that are only cached can be taken back at once; counting them would show logs as use.
    const stat = this.#text(one ? 'memory' : 'all', 'memory.stat') ?? '';
    const cached = Number(/^(?:total_)?inactive_file (\d+)$/m.exec(stat)?.[1] ?? 0);
    const pids = this.#number(one ? 'pids' : 'all', 'pids.current') ?? this.#count(one ? 'freezer' : 'all');
    return { memory: Math.max(0, used - cached), cpuSeconds: this.#cpuSeconds(), pids };
  }

  /** Every group of an instance has the same members. */
  #count(controller: string): number {
    return (this.#text(controller, 'cgroup.procs') ?? '').split('\n').filter((line) => line !== '').length;
  }

  #cpuSeconds(): number | undefined {
    if (this.#host.version === 1) {
      const ns = this.#number('cpuacct', 'cpuacct.usage');
      return ns === undefined ? undefined : ns / 1e9;
    }
    const us = /^usage_usec (\d+)$/m.exec(this.#text('all', 'cpu.stat') ?? '')?.[1];
    return us === undefined ? undefined : Number(us) / 1e6;
  }

  /** How many processes the kernel has killed here for want of memory. */
  oomKills(): number {
    const one = this.#host.version === 1;
    const text = this.#text(one ? 'memory' : 'all', one ? 'memory.oom_control' : 'memory.events') ?? '';
    return Number(/^oom_kill (\d+)$/m.exec(text)?.[1] ?? 0);
  }

  /** Kills every member at once: frozen (or by the kernel itself), so that none can fork away meanwhile. */
  kill(signalOne: (pid: number) => void): void {
    if (this.#host.version === 2) {
      if (tryWrite(join(this.#folder('all') ?? '', 'cgroup.kill'), '1')) return;
    } else tryWrite(join(this.#folder('freezer') ?? '', 'freezer.state'), 'FROZEN');
    for (const pid of this.members()) signalOne(pid);
    if (this.#host.version === 1) tryWrite(join(this.#folder('freezer') ?? '', 'freezer.state'), 'THAWED');
  }

  /** True when nothing of it is left. */
  remove(): boolean {
    return this.#folders()
      .map(removeFolder)
      .every((gone) => gone);
  }

  #folder(controller: string): string | undefined {
    const root = this.#host.roots[controller];
    return root === undefined ? undefined : join(root, this.#name);
  }

  #folders(): readonly string[] {
    const folders = new Set<string>();
    for (const [controller, root] of Object.entries(this.#host.roots)) {
      const folder = join(root, this.#name);
      if (this.#wanted?.has(controller) ?? existsSync(folder)) folders.add(folder);
    }
    return [...folders];
  }

  #text(controller: string, file: string): string | undefined {
    const folder = this.#folder(controller);
    return folder === undefined ? undefined : readText(join(folder, file));
  }

  #number(controller: string, file: string): number | undefined {
    const text = this.#text(controller, file);
    return text === undefined ? undefined : Number(text);
  }

  #write(controller: string, file: string, value: string | number): void {
    const folder = this.#folder(controller);
    if (folder !== undefined) writeFileSync(join(folder, file), String(value));
  }
}

/** Each group costs a start some of its time: those that only hold a limit are made where there is one. */
function neededControllers({ cpuLimit, pidsLimit }: CgroupLimits): readonly string[] {
  const limiting = [...(cpuLimit === undefined ? [] : ['cpu']), ...(pidsLimit === undefined ? [] : ['pids'])];
  return ['all', 'memory', 'cpuacct', 'freezer', ...limiting];
}

/** Instances for which a stack still has groups. */
export function cgroupInstances(host: CgroupHost, stackId: string): readonly string[] {
  const names = new Set<string>();
  for (const root of Object.values(host.roots)) {
    const folder = join(root, `seaworthy-${stackId}`);
    if (!existsSync(folder)) continue;
    for (const entry of readdirSync(folder, { withFileTypes: true }))
      if (entry.isDirectory()) names.add(entry.name);
  }
  return [...names];
}

/** Removes the stack's own folders, which must be empty by now; true when there were any. */
export function removeStackCgroups(host: CgroupHost, stackId: string): boolean {
  const folders = Object.values(host.roots).map((root) => join(root, `seaworthy-${stackId}`));
  const there = folders.filter((folder) => existsSync(folder));
  for (const folder of there) removeFolder(folder);
  return there.length > 0;
}

function removeFolder(folder: string): boolean {
  try {
    rmdirSync(folder);
  } catch {
    // EBUSY while a killed member is not yet reaped: the caller looks again.
  }
  return !existsSync(folder);
}

function isWritable(file: string): boolean {
  try {
    accessSync(file, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function tryWrite(file: string, text: string): boolean {
  try {
    writeFileSync(file, text);
    return true;
  } catch {
    return false;
  }
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
