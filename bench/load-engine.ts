// The open loop of `seaworthy load` as it is, over bare sockets, and the same loop over node:http: what each measures, and what
// it costs. For bench/load.mjs.
// usage: load-engine.ts sockets|http URL RATE SECONDS WARM-UP-SECONDS
import { Agent, get } from 'node:http';
import { systemClock } from '../src/base/clock.ts';
import { type LoadSetting, loadDefaults } from '../src/model/load.ts';
import { arrivals } from '../src/verify/load/arrivals.ts';
import { Histogram } from '../src/verify/load/histogram.ts';
import { startPacer } from '../src/verify/load/pacer.ts';
import { runLoad } from '../src/verify/load/run.ts';

const [kind, address = '', rate = 0, seconds = 0, warmUp = 0] = process.argv
  .slice(2)
  .map((word, index) => (index < 2 ? word : Number(word)));
const url = new URL(String(address));
const stages = [{ from: Number(rate), to: Number(rate), durationMs: Number(seconds) * 1000 }];
const warmUpMs = Number(warmUp) * 1000;

interface Counted {
  readonly latency: Histogram;
  readonly requests: number;
  readonly failed: number;
  readonly late: number;
}

async function overSockets(): Promise<Counted> {
  const { timeoutMs, connections } = loadDefaults;
  const target = {
    name: 'one',
    url: url.href,
    method: 'GET',
    headers: {},
    body: undefined,
    weight: 1,
    status: undefined,
  };
  const setting: LoadSetting = {
    name: 'one',
    span: { file: '', start: 0, end: 0 },
    stages,
    warmUpMs,
    timeoutMs,
    connections,
    targets: [target],
    thresholds: [],
  };
  const origins = [{ address: { host: url.hostname, port: Number(url.port) }, tlsName: undefined }];
  const signal = new AbortController().signal;
  const { all, late, missed } = await runLoad(setting, { clock: systemClock, signal, origins });
  return { latency: all.served, requests: all.requests, failed: all.failed, late: late + missed };
}

/** The same arrivals and the same thread that wakes on time; only what is sent goes through the HTTP library. */
async function overHttp(): Promise<Counted> {
  const agent = new Agent({ keepAlive: true, maxSockets: loadDefaults.connections, noDelay: true });
  const latency = new Histogram();
  const counted = { requests: 0, failed: 0, late: 0 };
  const due = arrivals(stages);
  let next = due.next().value;
  let open = 0;
  let finish = () => {};
  const over = new Promise<void>((resolve) => {
    finish = resolve;
  });
  let begun = 0;
  const sendOne = (dueMs: number, nowMs: number) => {
    open += 1;
    const done = (isGood: boolean) => {
      open -= 1;
      if (dueMs >= warmUpMs) {
        // As the loop itself counts: what this process was late is not the server's.
        latency.add(performance.now() - begun - Math.max(dueMs, nowMs));
        counted.requests += 1;
        if (!isGood) counted.failed += 1;
        if (nowMs - dueMs > 10) counted.late += 1;
      }
      if (next === undefined && open === 0) finish();
    };
    get(url, { agent }, (response) => {
      response.resume();
      response.on('end', () => done((response.statusCode ?? 0) < 400));
    }).on('error', () => done(false));
  };
  const pacer = await startPacer(arrivals(stages), () => {
    for (
      let now = performance.now() - begun;
      next !== undefined && next <= now + 0.05;
      now = performance.now() - begun
    ) {
      sendOne(next, now);
      next = due.next().value;
    }
  });
  begun = performance.now();
  pacer.begin(begun);
  await over;
  await pacer.close();
  agent.destroy();
  return { latency, ...counted };
}

const before = process.cpuUsage();
const { latency, requests, failed, late } = await (kind === 'http' ? overHttp() : overSockets());
const { user, system } = process.cpuUsage(before);
const sent = Number(rate) * Number(seconds);
const result = {
  50: latency.percentile(50),
  95: latency.percentile(95),
  99: latency.percentile(99),
  failed: requests === 0 ? 1 : failed / requests,
  missed: late / Math.max(1, requests),
  /** Microseconds of CPU a request, all threads. */
  cpuUs: (user + system) / sent,
};
process.stdout.write(JSON.stringify(result));
