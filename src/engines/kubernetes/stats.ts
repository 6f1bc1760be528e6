// What a pod uses: by the metrics API where it is served, else by its kubelet where we may ask it, else unknown.
import { systemClock } from '../../base/clock.ts';
import { at, textAt } from '../../base/json.ts';
import { parseBytes } from '../../base/units.ts';
import type { Sample } from '../engine.ts';
import { type ApiObject, objectsAt } from './json.ts';
import { podOf } from './pods.ts';
import type { Kube } from './stack.ts';
import type { ApiAnswer } from './wire.ts';

const everyMs = 1000;
/** Of many pods each is asked for less often, so that all of them together stay a light load on the API server. */
const askMs = 50;
/** A node that does not tell is left alone for a while. */
const refusedMs = 10_000;
/** Somebody may install the metrics API meanwhile. */
const servedMs = 60_000;

/** What those who read share: a kubelet tells of all its pods at once. */
interface Shared {
  readers: number;
  readonly summaries: Map<string, { readonly untilMs: number; readonly answer: Promise<ApiAnswer> }>;
  metrics: { readonly askedMs: number; readonly isServed: Promise<boolean> } | undefined;
}
const sharedBy = new WeakMap<Kube, Shared>();

export async function* readStats(kube: Kube, instance: string, signal: AbortSignal): AsyncGenerator<Sample> {
  const shared = sharedBy.get(kube) ?? { readers: 0, summaries: new Map(), metrics: undefined };
  sharedBy.set(kube, shared);
  shared.readers += 1;
  try {
    while (!signal.aborted) {
      const pod = await podOf(kube, instance, signal);
      const sample =
        (await ofKubelet(kube, shared, pod, signal)) ?? (await ofMetrics(kube, shared, pod, signal));
      if (sample === undefined) return;
      yield sample;
      await systemClock.sleep(Math.max(everyMs, shared.readers * askMs), signal);
    }
  } finally {
    shared.readers -= 1;
  }
}

/** The answer of a node, asked for once by all who want it within a second. */
function summaryOf(
  { client }: Kube,
  { summaries }: Shared,
  node: string,
  signal: AbortSignal,
): Promise<ApiAnswer> {
  const known = summaries.get(node);
  const now = systemClock.monotonicMs();
  if (known !== undefined && now < known.untilMs) return known.answer;
  const path = `/api/v1/nodes/${encodeURIComponent(node)}/proxy/stats/summary`;
  const answer = client.ask({ method: 'GET', path }, signal);
  const kept = { untilMs: now + everyMs / 2, answer };
  summaries.set(node, kept);
  answer.then(
    ({ status }) => {
      if (status !== 200) kept.untilMs = now + refusedMs;
    },
    // Who asked first may have gone away meanwhile: the next one asks for itself.
    () => summaries.delete(node),
  );
  return answer;
}

/** https://kubernetes.io/docs/reference/instrumentation/node-metrics/ */
async function ofKubelet(
  kube: Kube,
  shared: Shared,
  pod: ApiObject,
  signal: AbortSignal,
): Promise<Sample | undefined> {
  const node = textAt(pod, 'spec', 'nodeName');
  if (node === undefined) return undefined;
  const { status, body } = await summaryOf(kube, shared, node, signal);
  const uid = textAt(pod, 'metadata', 'uid');
  const own = objectsAt(body, 'pods').find((one) => textAt(one, 'podRef', 'uid') === uid);
  if (status !== 200 || own === undefined) return undefined;
  const containers = objectsAt(own, 'containers');
  const sum = (...path: readonly string[]) =>
    containers.reduce((total, one) => total + Number(at(one, ...path) ?? 0), 0);
  // A pod's own numbers are 0 until its node has measured for the first time; its containers' come at once.
  const memory = Number(at(own, 'memory', 'workingSetBytes') ?? 0) || sum('memory', 'workingSetBytes');
  const nanoseconds = Math.max(
    Number(at(own, 'cpu', 'usageCoreNanoSeconds') ?? 0),
    sum('cpu', 'usageCoreNanoSeconds'),
  );
  return { atMs: Date.now(), memory, cpuSeconds: nanoseconds / 1e9, pids: processes(own, containers.length) };
}

/** Where nobody counts them there is one in each container at the least. */
function processes(pod: unknown, containers: number): number {
  return Number(at(pod, 'process_stats', 'process_count') ?? containers);
}

/** Asked for all instances together: without it each would ask in vain, again and again. */
function isServed({ client }: Kube, shared: Shared): Promise<boolean> {
  const now = systemClock.monotonicMs();
  if (shared.metrics !== undefined && now - shared.metrics.askedMs < servedMs) return shared.metrics.isServed;
  const path = '/apis/metrics.k8s.io/v1beta1';
  const isServed = client
    .ask({ method: 'GET', path }, new AbortController().signal)
    .then(({ status }) => status === 200)
    .catch(() => false);
  shared.metrics = { askedMs: now, isServed };
  return isServed;
}

/** The metrics API tells a rate, no sum: CPU seconds are not known from it. */
async function ofMetrics(
  kube: Kube,
  shared: Shared,
  pod: ApiObject,
  signal: AbortSignal,
): Promise<Sample | undefined> {
  if (!(await isServed(kube, shared))) return undefined;
  const path = `/apis/metrics.k8s.io/v1beta1/namespaces/${kube.namespace}/pods/${pod.metadata.name}`;
  const { status, body } = await kube.client.ask({ method: 'GET', path }, signal);
  if (status !== 200) return undefined;
  const sizes = objectsAt(body, 'containers').map(
    (one) => parseBytes(textAt(one, 'usage', 'memory') ?? '') ?? 0,
  );
  return {
    atMs: Date.now(),
    memory: sizes.reduce((sum, one) => sum + one, 0),
    cpuSeconds: undefined,
    pids: 1,
  };
}
