// Memory that can still be had: of the host, and of the group that we are in.
import { readFileSync } from 'node:fs';
import { freemem, totalmem } from 'node:os';

export function freeMemory(): { readonly free: number; readonly total: number } {
  const constrained = process.constrainedMemory();
  const host = { free: availableOnHost(), total: totalmem() };
  // 0 or a number beyond the host: no limit of our own.
  if (constrained === 0 || constrained >= host.total) return host;
  return { free: Math.min(host.free, process.availableMemory()), total: constrained };
}

/** `MemAvailable` counts what the kernel would give back from its caches. */
function availableOnHost(): number {
  try {
    const kib = /^MemAvailable:\s+(\d+) kB$/m.exec(readFileSync('/proc/meminfo', 'utf8'))?.[1];
    return kib === undefined ? freemem() : Number(kib) * 1024;
  } catch {
    return freemem();
  }
}
