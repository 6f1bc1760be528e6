// How a review grows: memory on 5,000 deployment files, time from 2,500 to 5,000 files, and from 200 to 2,000 services
// of one compose project. All rules, whole processes.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeProject } from './compose-project.mjs';
import { median } from './measure.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const rounds = Number(process.argv[2] ?? 3);
/** Its first round fills the cache of reviews, which the others take it from. */
const unchanged = '5,000, unchanged';

const folder = mkdtempSync(join(tmpdir(), 'seaworthy-bench-'));
try {
  const peak = join(folder, 'peak.cjs');
  writeFileSync(
    peak,
    `process.once('exit', () => require('node:fs').writeFileSync(${JSON.stringify(join(folder, 'peak'))}, String(process.resourceUsage().maxRSS)));\n`,
  );
  const large = tree('5000');
  const cases = {
    '2,500 files': tree('2500'),
    '5,000 files': large,
    [unchanged]: large,
    '200 services': project(200),
    '400 services': project(400),
    '2,000 services': project(2000),
  };
  report(measure(cases, peak));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function tree(wanted) {
  const where = join(folder, `files-${wanted}`);
  const args = [join(root, 'scripts/run.mjs'), join(root, 'bench/generate.ts'), where, wanted, '1'];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return where;
}

function project(services) {
  const where = join(folder, `services-${services}`);
  writeProject(where, { services, overrides: 0 });
  return where;
}

/** { name: { ms, mb } }: medians of time, the largest peak of memory. The first round is for the disk. */
function measure(cases, peak) {
  const runs = Object.keys(cases).map((name) => [name, { times: [], mb: 0 }]);
  for (let round = -1; round < rounds; round++) {
    for (const [name, run] of runs) {
      const took = review(cases[name], peak, name === unchanged ? [] : ['--no-cache']);
      if (round >= 0) run.times.push(took);
      run.mb = Math.max(run.mb, Number(readFileSync(join(folder, 'peak'), 'utf8')) / 1024);
    }
  }
  return Object.fromEntries(runs.map(([name, { times, mb }]) => [name, { ms: median(times), mb }]));
}

function review(where, peak, flags) {
  const begun = performance.now();
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--require', peak, join(root, 'dist/seaworthy.js'), 'review', ...flags, '--preset', 'strict', where],
    {
      encoding: 'utf8',
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, XDG_CACHE_HOME: join(folder, 'cache') },
    },
  );
  if (status !== 0 && status !== 3) throw new Error(`review ended with ${status}: ${stderr}`);
  return performance.now() - begun;
}

function report(results) {
  console.log(
    `review with all rules, ${rounds} rounds, Node ${process.versions.node}: median time, peak memory`,
  );
  for (const [name, { ms, mb }] of Object.entries(results))
    console.log(`${name.padEnd(16)} ${(ms / 1000).toFixed(2).padStart(7)} s ${mb.toFixed(0).padStart(6)} MB`);
  const ratio = (more, less) => results[more].ms / results[less].ms;
  const held = [
    limit('memory on 5,000 files, MB', results['5,000 files'].mb, 400),
    limit('memory where the cache is filled, MB', results[unchanged].mb, 400),
    limit('5,000 files against 2,500', ratio('5,000 files', '2,500 files'), 2.2),
    limit('400 services against 200', ratio('400 services', '200 services'), 2.2),
    limit('2,000 services against 200', ratio('2,000 services', '200 services'), 12),
  ];
  process.exitCode = held.includes(false) ? 1 : 0;
}

function limit(what, value, most) {
  const held = value <= most;
  console.log(`${what}: ${value.toFixed(2)}, limit ${most}: ${held ? 'held' : 'MISSED'}`);
  return held;
}
