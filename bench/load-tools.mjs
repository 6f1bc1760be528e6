// What sends load for bench/load.mjs: ours, our loop over an HTTP library, and the tools a user would take instead.
import { spawn, spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadPeers } from './peers.mjs';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..');
/** Requests a second. */
export const rate = 2000;
export const warmUpS = 2;

/** Whether a program may be put before all others: as root, on Linux. A nice value counts only among its own session. */
const mayBeFirst = spawnSync('chrt', ['--fifo', '10', 'true']).status === 0;

/** The words of a command that runs before all else on the machine, as far as that may be asked for. */
export function first(...words) {
  return mayBeFirst ? ['chrt', '--fifo', '10', ...words] : words;
}

/** Our own loop in one process as it is, and over node:http: with what a request costs of CPU, start-up left out. */
export const variants = {
  'our loop over bare sockets': (url, seconds) => runEngine('sockets', url, seconds),
  'our loop over node:http': (url, seconds) => runEngine('http', url, seconds),
};

async function runEngine(kind, url, seconds) {
  const script = [join(root, 'scripts', 'run.mjs'), join(root, 'bench', 'load-engine.ts')];
  const total = seconds + warmUpS;
  return JSON.parse(
    await output(process.execPath, [...script, kind, url, rate, total, warmUpS].map(String), [0]),
  );
}

export async function seaworthy(url, seconds) {
  const timing = ['--rate', `${rate}/s`, '--warm-up', `${warmUpS}s`, '--duration', `${seconds + warmUpS}s`];
  const out = await output(
    process.execPath,
    [join(root, 'dist', 'seaworthy.js'), 'load', url, ...timing, '-o', 'json', '-q'],
    [0, 11, 99],
  );
  const [{ all, due, missed, late }] = JSON.parse(out).results;
  const { p50, p95, p99 } = all.latency;
  return { 50: p50, 95: p95, 99: p99, failed: all.errorRate, missed: (missed + late) / due };
}

export function peers() {
  const { autocannon, vegeta, k6 } = loadPeers;
  const found = {};
  const cannon = autocannon();
  if (cannon !== undefined) found.autocannon = (url, seconds) => runAutocannon(cannon, url, seconds);
  const gun = vegeta();
  if (gun !== undefined) found.vegeta = (url, seconds) => runVegeta(gun, url, seconds);
  const grafana = process.env.BENCH_K6 === undefined ? undefined : k6();
  if (grafana !== undefined) found.k6 = (url, seconds) => runK6(grafana, url, seconds);
  return found;
}

/** It has no p95; its percentiles are 50, 75, 90, 97.5, 99 and beyond. */
async function runAutocannon(command, url, seconds) {
  const total = seconds + warmUpS;
  const out = await output(command, ['-j', '-c', '200', '-R', String(rate), '-d', String(total), url], [0]);
  const { latency, requests, non2xx, errors } = JSON.parse(out);
  const missed = Math.max(0, 1 - requests.total / (rate * total));
  return { 50: latency.p50, 99: latency.p99, failed: (non2xx + errors) / requests.total, missed };
}

async function runVegeta(command, url, seconds) {
  const total = seconds + warmUpS;
  const results = await output(
    command,
    ['attack', '-rate', String(rate), '-duration', `${total}s`, '-timeout', '30s'],
    [0],
    `GET ${url}\n`,
  );
  const report = JSON.parse(await output(command, ['report', '-type', 'json'], [0], results));
  const ms = (name) => report.latencies[name] / 1e6;
  const missed = Math.max(0, 1 - report.requests / (rate * total));
  return { 50: ms('50th'), 95: ms('95th'), 99: ms('99th'), failed: 1 - report.success, missed };
}

async function runK6(command, url, seconds) {
  const script = `import http from 'k6/http';
export const options = { summaryTrendStats: ['p(50)', 'p(95)', 'p(99)'], scenarios: { one: {
  executor: 'constant-arrival-rate', rate: ${rate}, timeUnit: '1s', duration: '${seconds + warmUpS}s',
  preAllocatedVUs: 500, maxVUs: 5000 } } };
export default () => { http.get('${url}'); };
export const handleSummary = (data) => ({ stdout: JSON.stringify(data.metrics) });
`;
  const out = await output(command, ['run', '--quiet', '--no-usage-report', '-'], [0], script);
  const metrics = JSON.parse(out.slice(out.indexOf('{')));
  const times = metrics.http_req_duration.values;
  const dropped = metrics.dropped_iterations?.values.count ?? 0;
  const missed = dropped / (dropped + metrics.http_reqs.values.count);
  const failed = metrics.http_req_failed.values.rate;
  return { 50: times['p(50)'], 95: times['p(95)'], 99: times['p(99)'], failed, missed };
}

/** What a program prints, as text, or as bytes when it is not. */
function output(command, args, codes, input) {
  return new Promise((resolve, reject) => {
    const [program, ...words] = first(command, ...args);
    const child = spawn(program, words, { stdio: ['pipe', 'pipe', 'pipe'] });
    const chunks = [];
    let said = '';
    child.stdout.on('data', (chunk) => chunks.push(chunk));
    child.stderr.on('data', (chunk) => {
      said += chunk;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      if (codes.includes(code)) resolve(Buffer.concat(chunks));
      else reject(new Error(`${command} ended with ${code}: ${said}`));
    });
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}
