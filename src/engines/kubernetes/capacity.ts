// What the nodes can still take: allocatable, less what the pods on them ask for.

import { at, textAt } from '../../base/json.ts';
import { parseBytes, parseCpus } from '../../base/units.ts';
import type { Capacity } from '../../model/unit.ts';
import type { Client } from './client.ts';
import { type ApiObject, objectsAt } from './json.ts';
import { listAll } from './watch.ts';

/** Unbounded where we may not look at nodes: the scheduler has the last word there. */
const unknown: Capacity = {
  memory: Number.MAX_SAFE_INTEGER,
  memoryTotal: Number.MAX_SAFE_INTEGER,
  cpus: 100_000,
};

export async function capacityOf(client: Client, signal: AbortSignal): Promise<Capacity> {
  const may = await client.ask({ method: 'GET', path: '/api/v1/nodes', query: { limit: '1' } }, signal);
  if (may.status !== 200) return unknown;
  const [nodes, pods] = await Promise.all([
    listAll(client, '/api/v1/nodes', {}, signal),
    listAll(client, '/api/v1/pods', {}, signal),
  ]);
  const usable = nodes.objects.filter((node) => at(node, 'spec', 'unschedulable') !== true);
  const sum = (list: readonly ApiObject[], of: (one: ApiObject) => number) =>
    list.reduce((total, one) => total + of(one), 0);
  const memoryTotal = sum(
    usable,
    (node) => parseBytes(textAt(node, 'status', 'allocatable', 'memory') ?? '') ?? 0,
  );
  const cpus = sum(usable, (node) => parseCpus(textAt(node, 'status', 'allocatable', 'cpu') ?? '') ?? 0);
  const living = pods.objects.filter((pod) => !/Succeeded|Failed/.test(textAt(pod, 'status', 'phase') ?? ''));
  const used = sum(living, (pod) => requested(pod, 'memory', parseBytes));
  const usedCpus = sum(living, (pod) => requested(pod, 'cpu', parseCpus));
  return { memory: Math.max(0, memoryTotal - used), memoryTotal, cpus: Math.max(0, cpus - usedCpus) };
}

function requested(pod: ApiObject, what: string, parse: (text: string) => number | undefined): number {
  return objectsAt(pod, 'spec', 'containers').reduce(
    (sum, one) => sum + (parse(textAt(one, 'resources', 'requests', what) ?? '') ?? 0),
    0,
  );
}
