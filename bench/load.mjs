// `seaworthy load` at 2,000 requests a second against servers whose behaviour is known, beside the tools a user would take
// instead. Ours runs three times, the others once; what counts is the median distance to what that very run's server did.
// usage: node bench/load.mjs [SERVER…]
import { fork, spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median } from './measure.mjs';
import { loadPeers } from './peers.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const rate = 2000;
const warmUpS = 2;
const relative = 0.03;
const absoluteMs = 1;
const missedLimit = 0.01;
const percentiles = [50, 95, 99];
const rounds = 3;

/** How long each is asked, the warm-up left out; `truth` where the server cannot have measured it itself. */
const servers = {
  fixed: { seconds: 8, says: 'each answer held for 10 ms' },
  bimodal: { seconds: 8, says: '9 of 10 held for 5 ms, 1 for 50 ms' },
  errors: { seconds: 8, says: '5 ms, 1 of 100 is an error', failed: 0.01 },
  // Who arrives during a stall waits for its end, whether or not the client would have sent just then.
  stall: { seconds: 20, says: '2 ms, but 2 s of each 10 s nothing is answered', truth: stallTruth },
};

const tools = peers();
const chosen = process.argv.slice(2);
let held = true;
console.log(
  `| server | what | ${percentiles.map((p) => `p${p} ms`).join(' | ')} | failed | not sent on time |`,
);
console.log('| --- | --- | --- | --- | --- | --- | --- |');
for (const [name, server] of Object.entries(servers)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue;
  const runs = [];
  for (let round = 0; round < rounds; round++) runs.push(await against(name, server, seaworthy));
  for (const [round, { measured, truth }] of runs.entries()) {
    print(round === 0 ? `${name}: ${server.says}` : '', 'truth', { ...truth, failed: server.failed ?? 0 });
    print('', 'seaworthy', measured);
  }
  const verdict = judge(runs, server);
  held &&= verdict;
  console.log(`| | seaworthy: ${verdict ? 'held' : 'MISSED'} | | | | | |`);
  for (const [tool, run] of Object.entries(tools)) {
    print('', tool, (await against(name, server, run)).measured);
  }
}
console.log(
  `limit: within ${relative * 100} % or ${absoluteMs} ms, less than ${missedLimit * 100} % of the arrivals not sent on time: ${held ? 'held' : 'MISSED'}`,
);
process.exitCode = held ? 0 : 1;

/** One tool against a fresh server. The truth is what that server says it did. */
async function against(name, { seconds, truth }, run) {
  const child = fork(join(root, 'bench', 'load-server.mjs'), [name], {
    execArgv: ['--max-semi-space-size=64'],
  });
  const message = () => new Promise((resolve) => child.once('message', resolve));
  try {
    const { port } = await message();
    const measured = await run(`http://127.0.0.1:${port}/`, seconds);
    const answered = message();
    child.send('held');
    const { held: all } = await answered;
    return { measured, truth: truth?.() ?? quantiles(all.slice(rate * warmUpS)) };
  } finally {
    child.kill();
  }
}

function judge(runs, { failed = 0 }) {
  const near = percentiles.every((p) => {
    // Of what is allowed: 1 is just within it.
    const shares = runs.map(({ measured, truth }) => {
      return Math.abs(measured[p] - truth[p]) / Math.max(absoluteMs, truth[p] * relative);
    });
    return median(shares) <= 1;
  });
  const failures = median(runs.map(({ measured }) => Math.abs(measured.failed - failed)));
  return near && failures < 0.001 && median(runs.map(({ measured }) => measured.missed)) < missedLimit;
}

function print(server, what, row) {
  const share = (value) => (value === undefined ? '-' : `${(value * 100).toFixed(2)} %`);
  const times = percentiles.map((p) => row[p]?.toFixed(row[p] < 100 ? 2 : 0) ?? '-');
  console.log(`| ${[server, what, ...times, share(row.failed), share(row.missed)].join(' | ')} |`);
}

function quantiles(values) {
  const sorted = values.sort((a, b) => a - b);
  return Object.fromEntries(percentiles.map((p) => [p, sorted[Math.ceil((p / 100) * sorted.length) - 1]]));
}

function stallTruth() {
  const waits = Array.from({ length: 10 * rate }, (_, n) => {
    const ms = (n / rate) * 1000;
    return ms >= 4000 && ms < 6000 ? 6000 - ms : 2;
  });
  return quantiles(waits);
}

async function seaworthy(url, seconds) {
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

function peers() {
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
    const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'] });
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
