// The registry that images of tests name: what a node was not given by an archive is not there, and no name of the
// outside is looked up for it.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { startProcess } from './processes.ts';
import { nodeAddress, type Setup } from './settings.ts';

export const testRegistry = 'registry.test';
const port = 5000;

/** The folder in which containerd finds where the registry is. */
export function writeRegistryHosts(place: string): string {
  const folder = join(place, 'registries');
  mkdirSync(join(folder, testRegistry), { recursive: true });
  const url = `http://${nodeAddress}:${port}`;
  const hosts = `server = "${url}"\n[host."${url}"]\n  capabilities = ["pull", "resolve"]\n`;
  writeFileSync(join(folder, testRegistry, 'hosts.toml'), hosts);
  return folder;
}

export function startRegistry({ folder, inside }: Setup): void {
  const program = [process.execPath, resolve('scripts/kubernetes/empty-registry.mjs')];
  startProcess(folder, 'registry', [...inside, ...program, nodeAddress, `${port}`]);
}
