// What the nodes can still take, which is allocatable less what the pods on them ask for; and what quotas still give.

import { at, textAt } from '../../base/json.ts';
import { parseBytes, parseCpus } from '../../base/units.ts';
import type { Capacity, QuotaRoom } from '../../model/unit.ts';
import type { Client } from './client.ts';
import { type ApiObject, objectsAt } from './json.ts';
import { conditionOf } from './observe.ts';
import type { Kube } from './stack.ts';
import { listAll } from './watch.ts';

/** Unbounded where we may not look at nodes: the scheduler has the last word there. */
const unknown: Capacity = {
  memory: Number.MAX_SAFE_INTEGER,
  memoryTotal: Number.MAX_SAFE_INTEGER,
  cpus: 100_000,
};

export async function capacityOf(kube: Kube, signal: AbortSignal): Promise<Capacity> {
  const [nodes, quotas] = await Promise.all([roomOfNodes(kube.client, signal), quotasOf(kube, signal)]);
  return { ...nodes, quotas };
}

async function roomOfNodes(client: Client, signal: AbortSignal): Promise<Capacity> {
  const may = await client.ask({ method: 'GET', path: '/api/v1/nodes', query: { limit: '1' } }, signal);
  if (may.status !== 200) return unknown;
  const [nodes, pods] = await Promise.all([
    listAll(client, '/api/v1/nodes', {}, signal),
    listAll(client, '/api/v1/pods', {}, signal),
  ]);
  const usable = nodes.objects.filter(isOpen);
  const sum = (list: readonly ApiObject[], of: (one: ApiObject) => number) =>
    list.reduce((total, one) => total + of(one), 0);
  const memoryTotal = sum(
    usable,
    (node) => parseBytes(textAt(node, 'status', 'allocatable', 'memory') ?? '') ?? 0,
  );
  const cpus = sum(usable, (node) => parseCpus(textAt(node, 'status', 'allocatable', 'cpu') ?? '') ?? 0);
  const names = new Set(usable.map(({ metadata }) => metadata.name));
  const living = pods.objects.filter(
    (pod) =>
      !/Succeeded|Failed/.test(textAt(pod, 'status', 'phase') ?? '') &&
      names.has(textAt(pod, 'spec', 'nodeName') ?? ''),
  );
  const used = sum(living, (pod) => requested(pod, 'memory', parseBytes));
  const usedCpus = sum(living, (pod) => requested(pod, 'cpu', parseCpus));
  return {
    memory: Math.max(0, memoryTotal - used),
    memoryTotal,
    cpus: Math.max(0, cpus - usedCpus),
    isReserved: true,
  };
}

/** Ready, and without a taint that our pods, which tolerate none, would be kept off by. */
function isOpen(node: ApiObject): boolean {
  const isTainted = objectsAt(node, 'spec', 'taints').some((one) =>
    /^No(?:Schedule|Execute)$/.test(textAt(one, 'effect') ?? ''),
  );
  return at(node, 'spec', 'unschedulable') !== true && !isTainted && conditionOf(node, 'Ready');
}

/** Those that count every pod of the namespace; one with scopes counts only some. */
async function quotasOf(kube: Kube, signal: AbortSignal): Promise<readonly QuotaRoom[]> {
  const path = `/api/v1/namespaces/${kube.namespace}/resourcequotas`;
  const { status, body } = await kube.client.ask({ method: 'GET', path }, signal);
  if (status !== 200) return [];
  return objectsAt(body, 'items')
    .filter(
      (one) => at(one, 'spec', 'scopes') === undefined && at(one, 'spec', 'scopeSelector') === undefined,
    )
    .flatMap(roomOf);
}

/** Names of what is counted: https://kubernetes.io/docs/concepts/policy/resource-quotas/#compute-resource-quota */
const counted: Readonly<
  Record<string, readonly [QuotaRoom['counts'], (text: string) => number | undefined]>
> = {
  memory: ['requests.memory', parseBytes],
  'requests.memory': ['requests.memory', parseBytes],
  cpu: ['requests.cpu', parseCpus],
  'requests.cpu': ['requests.cpu', parseCpus],
  'limits.memory': ['limits.memory', parseBytes],
  'limits.cpu': ['limits.cpu', parseCpus],
  pods: ['pods', Number],
  'count/pods': ['pods', Number],
};

function roomOf(quota: unknown): readonly QuotaRoom[] {
  const hard = at(quota, 'status', 'hard');
  return Object.entries(counted).flatMap(([key, [counts, parse]]) => {
    const most = parse(textAt(hard, key) ?? '-');
    if (textAt(hard, key) === undefined || most === undefined) return [];
    const used = parse(textAt(quota, 'status', 'used', key) ?? '0') ?? 0;
    const name = `${key} of quota ${textAt(quota, 'metadata', 'name') ?? ''}:`;
    return [{ name, counts, left: Math.max(0, most - used) }];
  });
}

function requested(pod: ApiObject, what: string, parse: (text: string) => number | undefined): number {
  return objectsAt(pod, 'spec', 'containers').reduce(
    (sum, one) => sum + (parse(textAt(one, 'resources', 'requests', what) ?? '') ?? 0),
    0,
  );
}
