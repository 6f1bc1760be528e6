// What a container uses, read from its control group where the engine runs on this machine: no call, no wait.
// On an engine elsewhere the stats stream is the only source, and what it last said counts.
import { readFileSync, statSync } from 'node:fs';

export interface Usage {
  /** Bytes, without what the kernel would give back from its caches. */
  readonly memory: number | undefined;
  readonly memoryPeak: number | undefined;
  readonly cpuSeconds: number | undefined;
  readonly lastLogMs: number | undefined;
}

export const unknownUsage: Usage = {
  memory: undefined,
  memoryPeak: undefined,
  cpuSeconds: undefined,
  lastLogMs: undefined,
};

/** `logPath`: the engine's log file, which may be closed to us. */
export function usageOf(pid: number | undefined, logPath: string | undefined): Usage {
  const lastLogMs = logPath === undefined ? undefined : modifiedMs(logPath);
  if (pid === undefined) return { ...unknownUsage, lastLogMs };
  const groups = groupsOf(pid);
  const unified = groups.get('');
  const hasV2 = unified !== undefined && textOf(`${unified}/memory.current`) !== undefined;
  return { ...(hasV2 ? usageV2(unified) : usageV1(groups)), lastLogMs };
}

/** Controller -> folder; the unified hierarchy has no name. */
function groupsOf(pid: number): ReadonlyMap<string, string> {
  const groups = new Map<string, string>();
  for (const line of (textOf(`/proc/${pid}/cgroup`) ?? '').split('\n')) {
    const [, controllers = '', path = ''] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
    if (path === '' || path.includes('/../')) continue;
    if (controllers === '') groups.set('', `/sys/fs/cgroup${path}`);
    for (const name of controllers.split(','))
      if (name !== '') groups.set(name, `/sys/fs/cgroup/${name}${path}`);
  }
  return groups;
}

function usageV2(folder: string): Omit<Usage, 'lastLogMs'> {
  const used = numberOf(`${folder}/memory.current`);
  const micros = fieldOf(`${folder}/cpu.stat`, 'usage_usec');
  return {
    memory: withoutCache(used, fieldOf(`${folder}/memory.stat`, 'inactive_file')),
    memoryPeak: numberOf(`${folder}/memory.peak`),
    cpuSeconds: micros === undefined ? undefined : micros / 1e6,
  };
}

function usageV1(groups: ReadonlyMap<string, string>): Omit<Usage, 'lastLogMs'> {
  const memory = groups.get('memory');
  const cpu = groups.get('cpuacct');
  const nanos = cpu === undefined ? undefined : numberOf(`${cpu}/cpuacct.usage`);
  return {
    memory:
      memory === undefined
        ? undefined
        : withoutCache(
            numberOf(`${memory}/memory.usage_in_bytes`),
            fieldOf(`${memory}/memory.stat`, 'total_inactive_file'),
          ),
    memoryPeak: memory === undefined ? undefined : numberOf(`${memory}/memory.max_usage_in_bytes`),
    cpuSeconds: nanos === undefined ? undefined : nanos / 1e9,
  };
}

function withoutCache(used: number | undefined, cache: number | undefined): number | undefined {
  return used === undefined ? undefined : Math.max(0, used - (cache ?? 0));
}

function numberOf(path: string): number | undefined {
  const number = Number(textOf(path)?.trim() || Number.NaN);
  return Number.isNaN(number) ? undefined : number;
}

function fieldOf(path: string, name: string): number | undefined {
  const found = new RegExp(`^${name} (\\d+)$`, 'm').exec(textOf(path) ?? '')?.[1];
  return found === undefined ? undefined : Number(found);
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // The process has ended meanwhile, or it is not ours to see.
    return undefined;
  }
}

function modifiedMs(path: string): number | undefined {
  try {
    return statSync(path).mtimeMs;
  } catch {
    return undefined;
  }
}
