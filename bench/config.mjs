// `config` of a project of 200 services with 5 overrides against docker compose's own, and how the time grows with it.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeProject } from './compose-project.mjs';
import { compare, ms } from './measure.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const rounds = Number(process.argv[2] ?? 7);
// Built once, with the Go that is here; the comparison with docker compose is made by the same one.
const built = spawnSync(
  process.execPath,
  [join(root, 'scripts/run.mjs'), join(root, 'scripts/reference.ts')],
  {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  },
);
const reference = built.status === 0 ? built.stdout.trim() : undefined;
const growth = 12;

const folder = mkdtempSync(join(tmpdir(), 'seaworthy-bench-'));
try {
  const small = commandsFor(join(folder, 'small'), 200);
  const large = commandsFor(join(folder, 'large'), 2000);
  const hasReference = reference !== undefined;
  const times = compare(
    {
      ours: small.ours,
      ...(hasReference ? { 'docker compose': small.theirs } : {}),
      'ours, 2000 services': large.ours,
    },
    rounds,
  );
  console.log(`config, ${rounds} rounds side by side, Node ${process.versions.node}: median / minimum`);
  for (const [name, { median, minimum }] of Object.entries(times))
    console.log(`${name.padEnd(20)} ${ms(median).padStart(8)} / ${ms(minimum)}`);
  const { ours, 'docker compose': theirs, 'ours, 2000 services': many } = times;
  const verdicts = [
    ...(theirs === undefined
      ? []
      : [limit(`against ${basename(reference)}`, ours.median / theirs.median, 1)]),
    limit('2000 services against 200', many.median / ours.median, growth),
  ];
  if (!hasReference) console.log('there is no docker compose to compare with');
  process.exitCode = verdicts.every(Boolean) && hasReference ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function limit(what, ratio, most) {
  const held = ratio <= most;
  console.log(`${what}: ${ratio.toFixed(2)}  limit ${most}: ${held ? 'held' : 'MISSED'}`);
  return held;
}

function commandsFor(cwd, services) {
  const files = writeProject(cwd, { services, overrides: 5 }).flatMap((name) => ['-f', name]);
  return {
    ours: { argv: [process.execPath, join(root, 'dist', 'seaworthy.js'), 'config', ...files], cwd },
    theirs: { argv: [reference, ...files, 'config'], cwd },
  };
}
