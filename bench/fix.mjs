// `fix` as a diff on 5,000 deployment files against a review of them: whole processes in one run, in turn.
// usage: node bench/fix.mjs [ROUNDS] [FILES]
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median } from './measure.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const rounds = Number(process.argv[2] ?? 3);
const wanted = process.argv[3] ?? '5000';
const most = 2;

const folder = mkdtempSync(join(tmpdir(), 'seaworthy-bench-'));
try {
  generate(join(folder, 'tree'));
  const all = {
    review: ['review', '--no-cache'],
    fix: ['fix', '--json'],
  };
  report(measure(all));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function generate(tree) {
  const args = [join(root, 'scripts/run.mjs'), join(root, 'bench/generate.ts'), tree, wanted, '1'];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}

/** { name: { ms, summary } }. The first round is for the disk. */
function measure(all) {
  const runs = Object.fromEntries(Object.keys(all).map((name) => [name, { times: [], summary: undefined }]));
  for (let round = -1; round < rounds; round++) {
    for (const [name, args] of Object.entries(all)) {
      const begun = performance.now();
      const { status, stdout, stderr } = spawnSync(
        process.execPath,
        [join(root, 'dist/seaworthy.js'), ...args, join(folder, 'tree')],
        { encoding: 'utf8', maxBuffer: 1024 * 1024 * 1024 },
      );
      const took = performance.now() - begun;
      if (status !== 0 && status !== 3) throw new Error(`${name} ended with ${status}: ${stderr}`);
      if (round >= 0) runs[name].times.push(took);
      if (args.includes('--json')) runs[name].summary = JSON.parse(stdout).summary;
    }
  }
  return Object.fromEntries(
    Object.entries(runs).map(([name, { times, summary }]) => [name, { ms: median(times), summary }]),
  );
}

function report({ review, fix }) {
  const { fixed, files, leftOut } = fix.summary;
  console.log(`${wanted} files, ${rounds} rounds, Node ${process.versions.node}: medians`);
  console.log(`review  ${(review.ms / 1000).toFixed(2)} s`);
  console.log(
    `fix     ${(fix.ms / 1000).toFixed(2)} s  ${fixed} fixes in ${files} files, ${leftOut} left out`,
  );
  const ratio = fix.ms / review.ms;
  const held = ratio <= most;
  console.log(`fix against review: ${ratio.toFixed(2)}, limit ${most}: ${held ? 'held' : 'MISSED'}`);
  process.exitCode = held ? 0 : 1;
}
