// Lines of a container's log. Both streams are one here, as in every engine.

import { flagAt } from '../../base/json.ts';
import type { LogLine, LogOptions } from '../engine.ts';
import { framesOf } from './frames.ts';
import { type Docker, inspect } from './objects.ts';

export async function* readLogs(
  docker: Docker,
  name: string,
  instance: string,
  { follow, tail }: LogOptions,
  signal: AbortSignal,
): AsyncGenerator<LogLine> {
  const found = await inspect(docker, name, signal);
  if (found === undefined) return;
  const query = { follow, stdout: true, stderr: true, tail: tail ?? 'all' };
  const stream = await docker.client.open('GET', `/containers/${encodeURIComponent(name)}/logs`, {
    query,
    signal,
  });
  const rest = { out: '', err: '' };
  try {
    for await (const frame of framesOf(stream, flagAt(found, 'Config', 'Tty'))) {
      const lines = `${rest[frame.stream]}${frame.data.toString()}`.split('\n');
      rest[frame.stream] = lines.pop() ?? '';
      for (const text of lines) yield { instance, stream: 'out', text: text.replace(/\r$/, '') };
    }
  } catch (error) {
    // Cut by the reader, or with the container: what was read stands.
    if (!follow && !signal.aborted) throw error;
  }
  for (const text of [rest.out, rest.err]) if (text !== '') yield { instance, stream: 'out', text };
}
