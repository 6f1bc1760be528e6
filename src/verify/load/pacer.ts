// Wakes the load generator on time. Timers of the event loop have steps of 1 ms, which is two arrivals at 2,000 a second,
// and turning the loop until the time has come would take a whole processor from what is measured. A thread of its own
// can wait for microseconds, asleep (`Atomics.wait`), and then sends a message.
import { Worker } from 'node:worker_threads';

export interface Pacer {
  /** From this time of `performance.now()` on the times count. */
  begin(atMs: number): void;
  close(): Promise<void>;
}

/** Times that the thread knows ahead: telling it of each would cost a system call. */
const ahead = 1024;
/** Where things stand in the shared memory: to sleep on, whether it is over, how many times are written and read. */
const place = { sleep: 0, ended: 1, written: 2, read: 3, times: 16 } as const;

// Plain JavaScript: it must run from one bundled file. Both sides measure with `process.hrtime`, which threads share.
const threadCode = `
const { parentPort, workerData } = require('node:worker_threads');
const state = new Int32Array(workerData, 0, 4);
const times = new Float64Array(workerData, ${place.times}, ${ahead});
const now = () => { const [s, ns] = process.hrtime(); return s * 1000 + ns / 1e6; };
let read = 0;
parentPort.postMessage('ready');
while (Atomics.load(state, ${place.ended}) === 0) {
  const written = Atomics.load(state, ${place.written});
  const left = read === written ? 1 : times[read % ${ahead}] - now();
  if (left > 0) {
    Atomics.wait(state, ${place.sleep}, 0, Math.min(left, 100));
    continue;
  }
  const soon = now() + 0.05;
  while (read !== written && times[read % ${ahead}] <= soon) read++;
  Atomics.store(state, ${place.read}, read);
  parentPort.postMessage('due');
}
`;

/**
 * Calls `wake` when each of the times (ms from the beginning, in order) has come; once for several that come together.
 * Falls back on the event loop's own timers where threads are not to be had: later by up to 1 ms.
 */
export async function startPacer(times: Iterator<number, undefined>, wake: () => void): Promise<Pacer> {
  const shared = new SharedArrayBuffer(place.times + ahead * Float64Array.BYTES_PER_ELEMENT);
  const state = new Int32Array(shared, 0, 4);
  const ring = new Float64Array(shared, place.times, ahead);
  let beginMs = 0;
  let written = 0;
  const fill = () => {
    while (written - Atomics.load(state, place.read) < ahead) {
      const next = times.next().value;
      if (next === undefined) break;
      ring[written % ahead] = beginMs + next;
      written += 1;
    }
    Atomics.store(state, place.written, written);
  };
  const worker = await startThread(shared, () => {
    fill();
    wake();
  });
  if (worker === undefined) return timerPacer(times, wake);
  return {
    begin(atMs) {
      beginMs = atMs + clockOffsetMs();
      fill();
    },
    async close() {
      Atomics.store(state, place.ended, 1);
      Atomics.notify(state, place.sleep);
      await worker.terminate();
    },
  };
}

function startThread(shared: SharedArrayBuffer, due: () => void): Promise<Worker | undefined> {
  return new Promise((resolve) => {
    const worker = new Worker(threadCode, { eval: true, workerData: shared });
    worker.once('error', () => resolve(undefined));
    worker.on('message', (message) => (message === 'ready' ? resolve(worker) : due()));
  });
}

function timerPacer(times: Iterator<number, undefined>, wake: () => void): Pacer {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const go = (beginMs: number) => {
    const next = times.next().value;
    if (next === undefined) return;
    timer = setTimeout(
      () => {
        wake();
        go(beginMs);
      },
      Math.max(0, beginMs + next - performance.now()),
    );
  };
  return {
    begin: go,
    async close() {
      clearTimeout(timer);
    },
  };
}

function hrtimeMs(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1000 + nanoseconds / 1e6;
}

/** What the thread's clock is ahead of `performance.now()`; of several looks the one that nothing came between counts. */
function clockOffsetMs(): number {
  let best = Number.POSITIVE_INFINITY;
  let offset = 0;
  for (let look = 0; look < 10; look += 1) {
    const before = performance.now();
    const other = hrtimeMs();
    const took = performance.now() - before;
    if (took >= best) continue;
    best = took;
    offset = other - before - took / 2;
  }
  return offset;
}
