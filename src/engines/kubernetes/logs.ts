// Lines of the logs of an instance's pods, one pod after the other; followed, those of the pod that stands for it.
import type { LogLine, LogOptions } from '../engine.ts';
import { containerOf, podOf, podsOf } from './pods.ts';
import { type Kube, kinds } from './stack.ts';
import { NoAnswer, open } from './wire.ts';

export async function* readLogs(
  kube: Kube,
  instance: string,
  { follow, tail }: LogOptions,
  signal: AbortSignal,
): AsyncGenerator<LogLine> {
  const pods = follow ? [await podOf(kube, instance, signal)] : await podsOf(kube, instance, signal);
  const root = await kube.client.pathOf(kinds.pod, kube.namespace, signal);
  for (const pod of pods) {
    const query = {
      container: containerOf(pod),
      ...(follow ? { follow: 'true' } : {}),
      ...(tail === undefined ? {} : { tailLines: `${tail}` }),
    };
    const request = { method: 'GET', path: `${root}/${pod.metadata.name}/log`, query } as const;
    for await (const text of linesOf(kube, request, signal)) yield { instance, stream: 'out', text };
  }
}

/** A pod that has not begun has no log, and a cut one ends it. */
async function* linesOf(
  { client }: Kube,
  request: Parameters<typeof open>[1],
  signal: AbortSignal,
): AsyncGenerator<string> {
  let rest = '';
  try {
    const message = await open(client.connection, request, signal);
    if (message.statusCode !== 200) return void message.destroy();
    for await (const part of message.setEncoding('utf8')) {
      const lines = `${rest}${part}`.split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) yield line.replace(/\r$/, '');
    }
  } catch (error) {
    if (!signal.aborted && !(error instanceof NoAnswer)) throw error;
  }
  if (rest !== '') yield rest;
}
