// The review of some 4,000 deployment files of all formats with all rules, as a whole and format by format, beside the
// tools that a user would take for each: whole processes in one run, each from the same files, all offline.
// usage: node bench/review.mjs [ROUNDS] [FILES] [TOOLS,TO,LEAVE,OUT]
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median } from './measure.mjs';
import { reviewers } from './peers.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const rounds = Number(process.argv[2] ?? 3);
const wanted = process.argv[3] ?? '4000';
const leftOut = (process.argv[4] ?? '').split(',');
/** A command that takes longer than this is not run again: its noise is small beside what is compared. */
const slowMs = 8000;

/** Of which format a file is; the others are sources that Dockerfiles copy. */
const formats = {
  Dockerfiles: (path) => basename(path) === 'Dockerfile',
  'compose files': (path) => /^compose[.\w]*\.yaml$/.test(basename(path)),
  manifests: (path) => path.includes('/k8s/'),
  workflows: (path) => path.includes('/.github/workflows/'),
};

const folder = mkdtempSync(join(tmpdir(), 'seaworthy-bench-'));
try {
  const tree = join(folder, 'all');
  generate(tree);
  const all = filesBelow(tree);
  const parts = Object.fromEntries(
    Object.entries(formats).map(([name, fits]) => [name, part(tree, name, all.filter(fits))]),
  );
  report(measure(commands(tree, parts)), parts);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function generate(tree) {
  const args = [join(root, 'scripts/run.mjs'), join(root, 'bench/generate.ts'), tree, wanted, '1'];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}

function filesBelow(tree) {
  return readdirSync(tree, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(tree.length))
    .sort();
}

/** A tree of the files of one format alone, so that every tool reads the same. */
function part(tree, name, paths) {
  const own = join(folder, name.replaceAll(' ', '-'));
  for (const path of paths) {
    mkdirSync(dirname(join(own, path)), { recursive: true });
    cpSync(join(tree, path), join(own, path));
  }
  return { tree: own, files: paths.map((path) => join(own, path)) };
}

function commands(tree, parts) {
  const review = (program, where) => ({
    argv: [...program, 'review', '--no-cache', '--preset', 'strict', where],
    codes: [0, 3],
  });
  const ours = (where) => review([process.execPath, join(root, 'dist/seaworthy.js')], where);
  const executable = join(root, 'build/seaworthy');
  const { Dockerfiles, manifests, workflows } = parts;
  const compose = parts['compose files'];
  const zizmor = ['--offline', '--quiet', '--no-config'];
  const trivy = ['config', '--quiet', '--skip-check-update', '--skip-version-check'];
  return {
    'seaworthy, all': ours(tree),
    'executable, all': existsSync(executable) ? review([executable], tree) : undefined,
    trivy: peer('trivy', [...trivy, '--cache-dir', join(folder, 'trivy'), tree], [0]),
    'seaworthy, Dockerfiles': ours(Dockerfiles.tree),
    hadolint: peer('hadolint', Dockerfiles.files, [0, 1]),
    'seaworthy, compose files': ours(compose.tree),
    dclint: peer('dclint', ['--recursive', compose.tree], [0, 1]),
    'seaworthy, manifests': ours(manifests.tree),
    'kube-score': peer('kube-score', ['score', ...manifests.files], [0, 1]),
    'seaworthy, workflows': ours(workflows.tree),
    zizmor: peer('zizmor', [...zizmor, ...workflows.files], [0, 11, 12, 13, 14]),
  };
}

function peer(name, args, codes) {
  const program = leftOut.includes(name) ? undefined : reviewers[name]();
  return program === undefined ? undefined : { argv: [program, ...args], codes };
}

/** Runs the commands in turn, round by round; a slow one once. Gives { name: ms }. */
function measure(all) {
  const times = {};
  for (let round = 0; round < rounds; round++) {
    for (const [name, command] of Object.entries(all)) {
      if (command === undefined || times[name]?.[0] > slowMs) continue;
      times[name] ??= [];
      times[name].push(timeOf(name, command));
    }
  }
  return Object.fromEntries(Object.entries(times).map(([name, values]) => [name, median(values)]));
}

function timeOf(name, { argv, codes }) {
  const begun = performance.now();
  const { status, stderr } = spawnSync(argv[0], argv.slice(1), {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
    maxBuffer: 1024 * 1024 * 1024,
  });
  const took = performance.now() - begun;
  if (!codes.includes(status)) throw new Error(`${name} ended with ${status}: ${stderr?.slice(-2000)}`);
  return took;
}

function report(times, parts) {
  const counts = Object.entries(parts).map(([name, { files }]) => `${files.length} ${name}`);
  console.log(`review with all rules of ${counts.join(', ')}; up to ${rounds} rounds, medians`);
  for (const [name, took] of Object.entries(times))
    console.log(`${name.padEnd(26)} ${(took / 1000).toFixed(2).padStart(7)} s`);
  for (const name of Object.keys(reviewers))
    if (times[name] === undefined) console.log(`${name.padEnd(26)} not installed, not compared`);
  const best = ['hadolint', 'dclint', 'kube-score', 'zizmor'];
  const sum = best.reduce((total, name) => total + times[name], 0);
  const held = [
    limit(`all against ${best.join(' + ')}`, times['seaworthy, all'] / sum, 0.1),
    limit('all against trivy', times['seaworthy, all'] / times.trivy, 0.05),
    limit('the executable against the same', times['executable, all'] / sum, 0.1),
    limit('the executable against trivy', times['executable, all'] / times.trivy, 0.05),
    limit('Dockerfiles against hadolint', times['seaworthy, Dockerfiles'] / times.hadolint, 0.2),
    limit('compose files against dclint', times['seaworthy, compose files'] / times.dclint, 0.2),
    limit('manifests against kube-score', times['seaworthy, manifests'] / times['kube-score'], 2),
    limit('workflows against zizmor', times['seaworthy, workflows'] / times.zizmor, 2),
  ];
  process.exitCode = held.includes(false) ? 1 : 0;
}

/** Undefined where a tool could not be had. */
function limit(what, ratio, most) {
  if (!Number.isFinite(ratio)) {
    console.log(`${what}: not measured`);
    return undefined;
  }
  const held = ratio <= most;
  console.log(`${what}: ${ratio.toFixed(3)}, limit ${most}: ${held ? 'held' : 'MISSED'}`);
  return held;
}
