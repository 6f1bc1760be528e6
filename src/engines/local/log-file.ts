// Lines of a log file as it grows, read by position: truncation and a half line at the end do no harm.
import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import { type Clock, systemClock } from '../../base/clock.ts';
import type { LogLine, LogOptions } from '../engine.ts';
import { type Growth, watchGrowth } from './log-growth.ts';

const chunkBytes = 64 * 1024;
const nothing = Buffer.alloc(0);
/** The file was truncated or replaced: what is there now is new. */
const anew = Symbol('anew');

export async function* readLog(
  file: string,
  instance: string,
  options: LogOptions,
  signal: AbortSignal,
  clock: Clock = systemClock,
): AsyncGenerator<LogLine> {
  const line = (text: string): LogLine => ({ instance, stream: 'out', text });
  const start = options.tail === undefined ? 0 : tailStart(file, options.tail);
  const growth = options.follow ? watchGrowth(file, signal, clock) : undefined;
  let rest = '';
  try {
    for await (const part of partsOf(file, start, growth, signal)) {
      if (part === anew) rest = '';
      else {
        const lines = (rest + part).split('\n');
        rest = lines.pop() ?? '';
        for (const text of lines) yield line(text.replace(/\r$/, ''));
      }
    }
  } finally {
    growth?.close();
  }
  if (rest !== '' && !signal.aborted) yield line(rest);
}

/** Text as it comes. */
async function* partsOf(
  file: string,
  start: number,
  growth: Growth | undefined,
  signal: AbortSignal,
): AsyncGenerator<string | typeof anew> {
  let at = start;
  let decoder = new StringDecoder('utf8');
  while (!signal.aborted) {
    // A look that finds nothing new costs one stat.
    const isSame = growth !== undefined && statSync(file, { throwIfNoEntry: false })?.size === at;
    const { chunk, size } = isSame ? { chunk: nothing, size: at } : readFrom(file, at);
    if (size < at) {
      at = 0;
      decoder = new StringDecoder('utf8');
      yield anew;
    } else if (chunk.length > 0) {
      at += chunk.length;
      yield decoder.write(chunk);
    } else if (growth === undefined) return;
    else await growth.next();
  }
}

function readFrom(file: string, at: number): { readonly chunk: Buffer; readonly size: number } {
  const opened = open(file);
  if (opened === undefined) return { chunk: Buffer.alloc(0), size: at };
  try {
    const { size } = fstatSync(opened);
    const buffer = Buffer.alloc(Math.min(chunkBytes, Math.max(0, size - at)));
    return { chunk: buffer.subarray(0, readSync(opened, buffer, 0, buffer.length, at)), size };
  } finally {
    closeSync(opened);
  }
}

/** Byte at which the last `count` lines begin, found from the end: logs can be large. */
function tailStart(file: string, count: number): number {
  const opened = open(file);
  if (opened === undefined) return 0;
  try {
    const { size } = fstatSync(opened);
    if (count <= 0) return size;
    let missing = count;
    for (let end = size; end > 0; end -= chunkBytes) {
      const start = Math.max(0, end - chunkBytes);
      const buffer = Buffer.alloc(end - start);
      readSync(opened, buffer, 0, buffer.length, start);
      for (let at = buffer.length - 1; at >= 0; at--) {
        // The line feed that ends the last line begins no further one.
        if (buffer[at] !== 0x0a || start + at === size - 1) continue;
        missing -= 1;
        if (missing === 0) return start + at + 1;
      }
    }
    return 0;
  } finally {
    closeSync(opened);
  }
}

function open(file: string): number | undefined {
  try {
    return openSync(file, 'r');
  } catch {
    return undefined;
  }
}
