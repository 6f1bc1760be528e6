// kubectl beside us on a real API server with simulated nodes: 300 workloads in 5 phases, first roll-out and a new image
// on all, each tool in a cluster that was just started: one that has seen thousands of objects come and go is slower. Then
// API requests per object and the peak memory of our `up`, counted by a door before the server.
// usage: npm run bench:kubernetes [-- ROUNDS [WORKLOADS]]
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCluster, stopCluster, stopWithProcess } from '../scripts/kubernetes/cluster.ts';
import { countingDoor } from './kubernetes-door.ts';
import { kubectl, type Run, seaworthy, type Tool, writeWorkloads } from './kubernetes-tools.ts';
import { median } from './measure.mjs';

const rounds = Number(process.argv[2] ?? 1);
const workloads = Number(process.argv[3] ?? 300);
const phases = 5;
const mostMb = 300;
const mostRatio = 1.1;

const place = realpathSync(mkdtempSync(join(tmpdir(), 'seaworthy-bench-')));
const folder = join(place, 'cluster');
let missed = false;
try {
  stopWithProcess(folder, process.pid);
  const times = new Map<string, number[]>();
  for (let round = 0; round < rounds; round++)
    for (const tool of round % 2 === 0 ? [kubectl, seaworthy] : [seaworthy, kubectl])
      for (const [row, ms] of await measured(tool, `${tool.name}-${round}`)) {
        const key = `${row} ${tool.name}`;
        times.set(key, [...(times.get(key) ?? []), ms]);
        process.stderr.write(`${key}: ${ms.toFixed(0)} ms\n`);
      }
  for (const row of ['first', 'new image']) {
    const [theirs = 0, ours = 0] = [kubectl, seaworthy].map(({ name }) =>
      median(times.get(`${row} ${name}`) ?? []),
    );
    const held = ours <= theirs * mostRatio;
    missed ||= !held;
    console.log(
      `${workloads} workloads, ${row}: kubectl ${theirs.toFixed(0)} ms, seaworthy ${ours.toFixed(0)} ms, ratio ${(ours / theirs).toFixed(2)}${held ? '' : ' MISSED'}`,
    );
  }
  await count(kubectl);
  const { peakMb } = await count(seaworthy);
  if (peakMb >= mostMb) missed = true;
} finally {
  rmSync(place, { recursive: true, force: true });
}
process.exitCode = missed ? 1 : 0;

type Where = { readonly kubeconfig: string; readonly programs: string };

/** In a cluster of its own. */
async function inCluster<T>(work: (cluster: Where) => Promise<T>): Promise<T> {
  const cluster = await startCluster({ folder, nodes: 'simulated', count: Math.ceil(workloads / 50) });
  try {
    return await work(cluster);
  } finally {
    await stopCluster(folder);
    rmSync(folder, { recursive: true, force: true });
  }
}

function measured(tool: Tool, namespace: string): Promise<readonly (readonly [string, number])[]> {
  return inCluster(async (cluster) => {
    const home = join(place, namespace);
    const objects = writeWorkloads(home, { workloads, phases, tag: '1' });
    await tool.begin(home, namespace, cluster);
    const first = await tool.roll(home, namespace, cluster);
    writeWorkloads(home, { workloads, phases, tag: '2' });
    const second = await tool.roll(home, namespace, cluster);
    process.stderr.write(`${tool.name}: ${objects} objects\n`);
    return [
      ['first', first.ms],
      ['new image', second.ms],
    ];
  });
}

/** The same once more through a door that counts. */
function count(tool: Tool): Promise<Run> {
  return inCluster(async (cluster) => {
    const namespace = `count-${tool.name}`;
    const home = join(place, namespace);
    const objects = writeWorkloads(home, { workloads, phases, tag: '1' });
    const door = await countingDoor(cluster.kubeconfig, join(place, `${namespace}.kubeconfig`));
    const through = { ...cluster, kubeconfig: door.kubeconfig };
    try {
      await tool.begin(home, namespace, cluster);
      const run = await tool.roll(home, namespace, through);
      const each = (door.count() / objects).toFixed(1);
      console.log(
        `${tool.name}: ${door.count()} API requests for ${objects} objects, ${each} each; peak memory ${run.peakMb.toFixed(0)} MB`,
      );
      process.stderr.write(`${door.kinds()}\n`);
      return run;
    } finally {
      door.close();
    }
  });
}
