// What a pod uses: by the metrics API where it is served, else by its kubelet where we may ask it, else unknown.
import { systemClock } from '../../base/clock.ts';
import { at, textAt } from '../../base/json.ts';
import { parseBytes } from '../../base/units.ts';
import type { Sample } from '../engine.ts';
import { type ApiObject, objectsAt } from './json.ts';
import { podOf } from './pods.ts';
import type { Kube } from './stack.ts';

const everyMs = 1000;

export async function* readStats(kube: Kube, instance: string, signal: AbortSignal): AsyncGenerator<Sample> {
  while (!signal.aborted) {
    const pod = await podOf(kube, instance, signal);
    const sample = (await ofKubelet(kube, pod, signal)) ?? (await ofMetrics(kube, pod, signal));
    if (sample === undefined) return;
    yield sample;
    await systemClock.sleep(everyMs, signal);
  }
}

/** https://kubernetes.io/docs/reference/instrumentation/node-metrics/ */
async function ofKubelet({ client }: Kube, pod: ApiObject, signal: AbortSignal): Promise<Sample | undefined> {
  const node = textAt(pod, 'spec', 'nodeName');
  if (node === undefined) return undefined;
  const path = `/api/v1/nodes/${encodeURIComponent(node)}/proxy/stats/summary`;
  const { status, body } = await client.ask({ method: 'GET', path }, signal);
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

/** The metrics API tells a rate, no sum: CPU seconds are not known from it. */
async function ofMetrics(kube: Kube, pod: ApiObject, signal: AbortSignal): Promise<Sample | undefined> {
  const path = `/apis/metrics.k8s.io/v1beta1/namespaces/${kube.namespace}/pods/${pod.metadata.name}`;
  const { status, body } = await kube.client.ask({ method: 'GET', path }, signal);
  if (status !== 200) return undefined;
  const sizes = objectsAt(body, 'containers').map(
    (one) => parseBytes(textAt(one, 'usage', 'memory') ?? '') ?? 0,
  );
  return { atMs: Date.now(), memory: sizes.reduce((sum, one) => sum + one, 0), cpuSeconds: 0, pids: 1 };
}
