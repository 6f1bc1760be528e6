// `seaworthy load` at 2,000 requests a second against servers whose behaviour is known, beside the tools a user would take
// instead. Each is measured several times; what counts is the median distance to what that very run's server did.
// Servers and tools run before all else on the machine, where they may: what others do is not what is measured.
// usage: node bench/load.mjs [--rounds N] [--peer-rounds N] [SERVER…]
import { fork } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { first, peers, rate, root, seaworthy, variants, warmUpS } from './load-tools.mjs';
import { median } from './measure.mjs';

const relative = 0.03;
const absoluteMs = 1;
const missedLimit = 0.01;
const percentiles = [50, 95, 99];

/** How long each is asked, the warm-up left out; `truth` where the server cannot have measured it itself. */
const servers = {
  fixed: { seconds: 8, says: 'each answer held for 10 ms' },
  bimodal: { seconds: 8, says: '9 of 10 held for 5 ms, 1 for 50 ms' },
  errors: { seconds: 8, says: '5 ms, 1 of 100 is an error', failed: 0.01 },
  // Who arrives during a stall waits for its end, whether or not the client would have sent just then.
  stall: { seconds: 20, says: '2 ms, but 2 s of each 10 s nothing is answered', truth: stallTruth },
};

const { values, positionals: chosen } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: '3' }, 'peer-rounds': { type: 'string' } },
});
const rounds = Number(values.rounds);
const peerRounds = Number(values['peer-rounds'] ?? rounds);
const tools = peerRounds === 0 ? {} : peers();
let held = true;
const columns = [
  'server',
  'what',
  ...percentiles.map((p) => `p${p} ms`),
  'failed',
  'not sent on time',
  'CPU',
];
console.log(`| ${columns.join(' | ')} |\n|${' --- |'.repeat(columns.length)}`);
for (const [name, server] of Object.entries(servers)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue;
  const runs = await several(name, server, seaworthy, rounds);
  print(`${name}: ${server.says}`, 'truth', { ...middle(runs, 'truth'), failed: server.failed ?? 0 });
  const verdict = judge(runs, server);
  held &&= verdict;
  print('', `seaworthy: ${verdict ? 'held' : 'MISSED'}`, middle(runs, 'measured'));
  for (const [tool, run] of Object.entries(tools)) {
    const others = await several(name, server, run, peerRounds);
    print('', `${tool}: ${judge(others, server) ? 'would hold' : 'would miss'}`, middle(others, 'measured'));
  }
  if (name !== 'fixed' || peerRounds === 0) continue;
  for (const [variant, run] of Object.entries(variants))
    print('', variant, middle(await several(name, server, run, peerRounds), 'measured'));
}
console.log(
  `limit: within ${relative * 100} % or ${absoluteMs} ms, less than ${missedLimit * 100} % of the arrivals not sent on time: ${held ? 'held' : 'MISSED'}`,
);
process.exitCode = held ? 0 : 1;

async function several(name, server, run, times) {
  const runs = [];
  for (let round = 0; round < times; round++) runs.push(await against(name, server, run));
  return runs;
}

/** The median of each number over the runs. */
function middle(runs, of) {
  const rows = runs.map((run) => run[of]);
  const known = Object.keys(rows[0]).filter((key) => rows[0][key] !== undefined);
  return Object.fromEntries(known.map((key) => [key, median(rows.map((row) => row[key]))]));
}

/** One tool against a fresh server. The truth is what that server says it did. */
async function against(name, { seconds, truth }, run) {
  const [execPath, ...execArgv] = first(process.execPath, '--max-semi-space-size=64');
  const child = fork(join(root, 'bench', 'load-server.mjs'), [name], { execPath, execArgv });
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
    if (runs.some(({ measured }) => measured[p] === undefined)) return true;
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
  const cpu = row.cpuUs === undefined ? '-' : `${row.cpuUs.toFixed(0)} µs a request`;
  console.log(`| ${[server, what, ...times, share(row.failed), share(row.missed), cpu].join(' | ')} |`);
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
