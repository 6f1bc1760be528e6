// One stream of statistics a container: single ones take a second or more on older engines.

import { at, numberAt, textAt } from '../../base/json.ts';
import type { Sample } from '../engine.ts';
import type { Docker } from './objects.ts';

export async function* readStats(docker: Docker, name: string, signal: AbortSignal): AsyncGenerator<Sample> {
  const path = `/containers/${encodeURIComponent(name)}/stats`;
  const stream = await docker.client.open('GET', path, { query: { stream: true }, signal });
  let rest = '';
  try {
    for await (const chunk of stream) {
      const lines = `${rest}${String(chunk)}`.split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const sample = sampleOf(JSON.parse(line));
        // An ended container has no numbers.
        if (sample !== undefined) yield sample;
      }
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

export function sampleOf(stats: unknown): Sample | undefined {
  const used = numberAt(stats, 'memory_stats', 'usage');
  const pids = numberAt(stats, 'pids_stats', 'current');
  if (used === undefined || pids === undefined || pids === 0) return undefined;
  // As `docker stats` counts: without what the kernel would give back.
  const cache =
    numberAt(stats, 'memory_stats', 'stats', 'total_inactive_file') ??
    numberAt(stats, 'memory_stats', 'stats', 'inactive_file') ??
    0;
  const cpu = numberAt(at(stats, 'cpu_stats'), 'cpu_usage', 'total_usage') ?? 0;
  const atMs = Date.parse(textAt(stats, 'read') ?? '');
  return {
    atMs: Number.isNaN(atMs) ? Date.now() : atMs,
    memory: Math.max(0, used - cache),
    cpuSeconds: cpu / 1e9,
    pids,
  };
}
