// Wakes the load generator on time. Timers of the event loop have steps of 1 ms, which is two arrivals at 2,000 a second,
// and turning the loop until the time has come would take a whole processor from what is measured. A thread of its own
// can wait for microseconds, asleep (`Atomics.wait`), and then sends a message.
import { Worker } from 'node:worker_threads';

export interface Pacer {
  /** Calls `wake` at this time of `performance.now()`, or at once when it is over; a later call moves it. */
  wakeAt(ms: number): void;
  close(): Promise<void>;
}

/** State of the pair: nothing is due, a time is set, or the end. */
const idle = 0;
const armed = 1;
const ended = 2;

// Plain JavaScript: it must run from one bundled file. Both sides measure with `process.hrtime`, which threads share.
const threadCode = `
const { parentPort, workerData } = require('node:worker_threads');
const state = new Int32Array(workerData, 0, 2);
const due = new Float64Array(workerData, 8, 1);
const now = () => { const [s, ns] = process.hrtime(); return s * 1000 + ns / 1e6; };
parentPort.postMessage('ready');
for (;;) {
  Atomics.wait(state, 0, ${idle});
  if (Atomics.load(state, 0) === ${ended}) break;
  const left = due[0] - now();
  if (left > 0) Atomics.wait(state, 1, 0, left);
  if (Atomics.compareExchange(state, 0, ${armed}, ${idle}) === ${ended}) break;
  parentPort.postMessage('due');
}
`;

/** Falls back on the event loop's own timers where threads are not to be had: later by up to 1 ms. */
export async function startPacer(wake: () => void): Promise<Pacer> {
  const shared = new SharedArrayBuffer(16);
  const state = new Int32Array(shared, 0, 2);
  const due = new Float64Array(shared, 8, 1);
  const worker = await startThread(shared, wake);
  if (worker === undefined) return timerPacer(wake);
  const offset = hrtimeMs() - performance.now();
  return {
    wakeAt(ms) {
      due[0] = ms + offset;
      Atomics.store(state, 0, armed);
      Atomics.notify(state, 0);
    },
    async close() {
      Atomics.store(state, 0, ended);
      Atomics.notify(state, 0);
      Atomics.store(state, 1, 1);
      Atomics.notify(state, 1);
      await worker.terminate();
    },
  };
}

function startThread(shared: SharedArrayBuffer, wake: () => void): Promise<Worker | undefined> {
  return new Promise((resolve) => {
    const worker = new Worker(threadCode, { eval: true, workerData: shared });
    worker.once('error', () => resolve(undefined));
    worker.on('message', (message) => (message === 'ready' ? resolve(worker) : wake()));
  });
}

function timerPacer(wake: () => void): Pacer {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    wakeAt(ms) {
      clearTimeout(timer);
      timer = setTimeout(wake, Math.max(0, ms - performance.now()));
    },
    async close() {
      clearTimeout(timer);
    },
  };
}

function hrtimeMs(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1000 + nanoseconds / 1e6;
}
