// A whole Kubernetes on free loopback ports, in a folder of its own; several may run side by side.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { startApiServer, startControllers, untilPodsCanBeMade } from './control-plane.ts';
import { addRuntime } from './debian.ts';
import { demandAllAlive, isAlive, killAll, runningIn } from './processes.ts';
import { programsFolder } from './programs.ts';
import { makeNamespaces, openDoor, removeGroups, startRealNode } from './real.ts';
import {
  apiServiceAddress,
  freePort,
  type Nodes,
  nodeAddress,
  nodeName,
  programOf,
  type Setup,
  writeKubeconfig,
} from './settings.ts';
import { startSimulatedNodes } from './simulated.ts';
import { makeVolumes } from './volumes.ts';

export interface ClusterOptions {
  readonly folder: string;
  readonly nodes: Nodes;
  /** How many nodes are simulated; 3 where it is not said. */
  readonly count?: number;
  /** Archives of images that a real node has besides those of the tests. */
  readonly images?: readonly string[];
}

export interface Cluster {
  readonly folder: string;
  /** The path of the administrator's kubeconfig. */
  readonly kubeconfig: string;
  /** Where `kubectl` and `helm` of the cluster's version are. */
  readonly programs: string;
  readonly port: number;
}

/**
 * Starts a cluster, or finds it running in the folder. Throws `Unavailable` where this machine cannot have one, and an
 * error with the log's end where a program of it fails.
 */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const folder = resolve(options.folder);
  const running = runningCluster(folder);
  if (running !== undefined) return running;
  const programs = await programsFolder();
  if (options.nodes === 'real') await addRuntime(programs);
  await stopCluster(folder);
  for (let attempt = 1; ; attempt += 1)
    try {
      return await startIn(folder, programs, options);
    } catch (error) {
      await stopCluster(folder);
      // A port that was free may have been taken since, by a neighbour that starts at the same time.
      const isTaken = error instanceof Error && /address already in use/.test(error.message);
      if (!isTaken || attempt === 3) throw error;
    }
}

/** Kills what runs in the folder and removes it; nothing to stop is no error. */
export async function stopCluster(folder: string): Promise<void> {
  const place = resolve(folder);
  await killAll(place);
  removeGroups(place);
  rmSync(place, { recursive: true, force: true });
}

/** The cluster that was started in a folder and runs; undefined where there is none or not all of it lives. */
export function runningCluster(folder: string): Cluster | undefined {
  const file = join(folder, 'cluster.json');
  if (!existsSync(file) || !runningIn(folder).every(isAlive)) return undefined;
  return JSON.parse(readFileSync(file, 'utf8'));
}

async function startIn(folder: string, programs: string, options: ClusterOptions): Promise<Cluster> {
  mkdirSync(join(folder, 'keys'), { recursive: true, mode: 0o700 });
  const setup = await setUp(folder, programs, options);
  const kubeconfig = join(folder, 'kubeconfig');
  writeKeys(setup);
  writeKubeconfig(setup, 'admin', '127.0.0.1', kubeconfig);
  await startApiServer(setup);
  if (setup.nodes === 'real') openDoor(setup);
  await startControllers(setup);
  if (setup.nodes === 'simulated') await startSimulatedNodes(setup);
  if (setup.nodes === 'real') await startRealNode(setup, options.images ?? []);
  await makeVolumes(setup);
  await untilPodsCanBeMade(setup);
  demandAllAlive(folder);
  const cluster: Cluster = { folder, kubeconfig, programs, port: setup.port };
  writeFileSync(join(folder, 'cluster.json'), `${JSON.stringify(cluster, null, 1)}\n`);
  return cluster;
}

async function setUp(folder: string, programs: string, options: ClusterOptions): Promise<Setup> {
  const { nodes, count = 3 } = options;
  const own = { folder, programs, nodes, count, port: await freePort() };
  if (nodes !== 'real') return { ...own, inside: [], apiAddress: '127.0.0.1' };
  return { ...own, inside: await makeNamespaces(folder, programs), apiAddress: nodeAddress };
}

function writeKeys(setup: Setup): void {
  const folder = join(setup.folder, 'keys');
  const args = ['certificates', folder, nodeName, nodeAddress, apiServiceAddress];
  const { status, stderr } = spawnSync(programOf(setup, 'cluster'), args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`the cluster's keys could not be made: ${stderr}`);
  for (const user of ['controllers', 'scheduler', 'kubelet', 'proxy'])
    writeKubeconfig(setup, user, setup.apiAddress, join(folder, `${user}.kubeconfig`));
}

/** Stops the cluster when a process ends, however it ends: a killed test run leaves nothing behind. */
export function stopWithProcess(folder: string, owner: number): void {
  const stop = [
    process.execPath,
    'scripts/run.mjs',
    'scripts/kubernetes/stop.ts',
    '--folder',
    resolve(folder),
  ];
  const watch = `while kill -0 ${owner} 2>/dev/null; do sleep 1; done; exec "$0" "$@"`;
  spawn('sh', ['-c', watch, ...stop], { stdio: 'ignore', detached: true }).unref();
}
