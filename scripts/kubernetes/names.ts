// The cluster's name server: CoreDNS on the node's own address, where a cluster usually has it in pods behind a Service.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { once } from './cache.ts';
import { start } from './control-plane.ts';
import { build, demandModules } from './go.ts';
import { demandAllAlive } from './processes.ts';
import { clusterDomain, keyFile, nodeAddress, programOf, type Setup } from './settings.ts';

const source = join('scripts', 'kubernetes', 'names');
const readyPort = 8181;

/** Builds it into the folder of the programs, where it is not kept there from the same sources. */
export async function addNameServer(programs: string): Promise<void> {
  const hash = createHash('sha256');
  for (const file of ['main.go', 'go.mod', 'go.sum']) hash.update(readFileSync(join(source, file)));
  await once(join(programs, `names-${hash.digest('hex').slice(0, 12)}.made`), () => {
    demandModules(source, '.');
    build(source, join(programs, 'names'), '.');
  });
}

export function startNameServer(setup: Setup): void {
  const file = join(setup.folder, 'node', 'Corefile');
  // Whoever controls the cluster may read all that has a name.
  const lines = ['errors', `bind ${nodeAddress}`, `ready ${nodeAddress}:${readyPort}`];
  const kubernetes = `kubernetes ${clusterDomain} {\n kubeconfig ${keyFile(setup, 'controllers.kubeconfig')}\n}`;
  writeFileSync(file, `.:53 {\n${[...lines, kubernetes].join('\n')}\n}\n`);
  start(setup, 'names', ['-conf', file]);
}

export async function untilNamesAreKnown(setup: Setup): Promise<void> {
  const ask = [...setup.inside, programOf(setup, 'web'), 'get', `http://${nodeAddress}:${readyPort}/ready`];
  const [program = '', ...args] = ask;
  while (spawnSync(program, args).status !== 0) {
    demandAllAlive(setup.folder);
    await wait(50);
  }
}
