// The answer of a pull or a build: one JSON object a line, for as long as something happens.
import type { Readable } from 'node:stream';
import { SeaworthyError } from '../../../base/errors.ts';

/** Nothing has changed for too long. */
export class Stalled extends Error {
  override readonly name = 'Stalled';
}

/** The engine ended the answer in the middle of a line, or the connection broke off. */
export class BrokenOff extends Error {
  override readonly name = 'BrokenOff';
}

export interface WatchOptions {
  /** Milliseconds without a change. */
  readonly idleMs: number;
  readonly signal: AbortSignal;
  /** True when the object tells of a change; a repeated one is no sign of life. */
  readonly onObject: (object: unknown) => boolean;
}

/** Resolves when the stream has ended. @throws Stalled, BrokenOff, or what `onObject` throws. */
export async function watchProgress(stream: Readable, options: WatchOptions): Promise<void> {
  // Remembered, as a destroyed answer tells of its connection and not of our reason.
  let ended: Error | undefined;
  const end = (why: Error) => {
    ended ??= why;
    stream.destroy(why);
  };
  const idle = setTimeout(() => end(new Stalled()), options.idleMs);
  const stop = () => end(new BrokenOff('it was stopped'));
  options.signal.addEventListener('abort', stop, { once: true });
  let rest = '';
  const take = (line: string) => {
    if (line.trim() === '') return;
    if (options.onObject(objectOf(line))) idle.refresh();
  };
  try {
    stream.setEncoding('utf8');
    for await (const piece of stream) {
      const lines = `${rest}${String(piece)}`.split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) take(line);
    }
    take(rest);
  } catch (error) {
    if (ended !== undefined) throw ended;
    // Errors of the system have a code that is none of ours.
    throw error instanceof Error && !(error instanceof SeaworthyError) && 'code' in error
      ? new BrokenOff(error.message)
      : error;
  } finally {
    clearTimeout(idle);
    options.signal.removeEventListener('abort', stop);
    stream.destroy();
  }
}

function objectOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new BrokenOff('its answer ends in the middle of a line');
  }
}
