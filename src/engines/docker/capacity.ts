// What the engine's machine has, and how we reach what runs there.
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { numberAt, textAt } from '../../base/json.ts';
import type { Capacity } from '../../model/unit.ts';
import { freeMemory } from '../memory-free.ts';
import type { Connection } from './connection.ts';
import type { Reach } from './observe.ts';

/** Real free memory where the engine is of this machine; elsewhere the engine tells only the total. */
export function capacityOf(info: unknown, reach: Reach, requested: number): Capacity {
  const memoryTotal = numberAt(info, 'MemTotal') ?? 0;
  const cpus = numberAt(info, 'NCPU') ?? availableParallelism();
  if (reach.kind === 'direct') {
    const { free, total } = freeMemory();
    return { memory: free, memoryTotal: Math.min(total, memoryTotal || total), cpus };
  }
  return { memory: Math.max(0, memoryTotal - requested), memoryTotal, cpus };
}

/** Docker Desktop runs in a machine of its own, whose container addresses are not ours. */
export function reachOf(connection: Connection, info: unknown): Reach {
  const { endpoint } = connection;
  const isDesktop = /docker desktop/i.test(textAt(info, 'OperatingSystem') ?? '');
  const isLocal = endpoint.kind === 'unix' && process.platform === 'linux' && existsSync('/proc/net/route');
  if (isLocal && !isDesktop) return { kind: 'direct' };
  // What ssh calls a machine need not be a name of the network.
  if (endpoint.kind === 'ssh') return { kind: 'published', host: undefined };
  return { kind: 'published', host: endpoint.kind === 'tcp' ? endpoint.host : '127.0.0.1' };
}
