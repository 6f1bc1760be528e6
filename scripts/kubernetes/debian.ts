// The container runtime of real nodes, from Debian's packages: unpacked beside the programs and never installed, so that
// no service is started and nothing of the system is changed.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from './cache.ts';
import { writeTestImages } from './images.ts';
import { addNameServer } from './names.ts';
import { Unavailable } from './unavailable.ts';

const packages = [
  'containerd',
  'runc',
  'containernetworking-plugins',
  'busybox-static',
  // nft, which the distribution may not have, with its libraries.
  'nftables',
  'libnftables1',
  'libnftnl11',
  'libmnl0',
  'libjansson4',
  'libxtables12',
  'libedit2',
];

/** Completes the folder of the programs with what real nodes take; root is asked for first. */
export async function addRuntime(programs: string): Promise<void> {
  if (process.getuid?.() !== 0) throw new Unavailable('real nodes take root');
  for (const tool of ['unshare', 'nsenter', 'ip', 'mount'])
    if (spawnSync(tool, ['--version']).error !== undefined) throw new Unavailable(`${tool} is not installed`);
  await once(join(programs, 'runtime.made'), () => unpackRuntime(programs));
  await once(join(programs, 'images.made'), () => writeTestImages(programs));
  await addNameServer(programs);
}

function unpackRuntime(programs: string): void {
  const root = join(programs, 'root');
  // apt fetches as a user of its own, who must be able to write there.
  const place = mkdtempSync(join(tmpdir(), 'seaworthy-packages-'));
  chmodSync(place, 0o777);
  try {
    if (!fetched(place) && !(refreshed() && fetched(place)))
      throw new Unavailable('apt could not bring containerd and what belongs to it');
    mkdirSync(root, { recursive: true });
    for (const file of readdirSync(place).filter((name) => name.endsWith('.deb')))
      if (spawnSync('dpkg-deb', ['-x', join(place, file), root]).status !== 0)
        throw new Error(`${file} could not be unpacked`);
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
  linkRuntime(programs, root);
}

function fetched(place: string): boolean {
  return spawnSync('apt-get', ['-qq', 'download', ...packages], { cwd: place }).status === 0;
}

function refreshed(): boolean {
  return spawnSync('apt-get', ['-qq', 'update']).status === 0;
}

function linkRuntime(programs: string, root: string): void {
  const link = (target: string, name: string) => {
    rmSync(join(programs, name), { force: true });
    symlinkSync(target, join(programs, name));
  };
  for (const name of ['containerd', 'containerd-shim-runc-v2', 'ctr']) link(`root/usr/bin/${name}`, name);
  link('root/usr/sbin/runc', 'runc');
  mkdirSync(join(programs, 'cni'), { recursive: true });
  for (const name of ['bridge', 'host-local', 'loopback'])
    link(`../root/usr/lib/cni/${name}`, join('cni', name));
  const libraries = readdirSync(join(root, 'usr', 'lib')).find((name) => name.endsWith('-linux-gnu'));
  const nft = `#!/bin/sh\nLD_LIBRARY_PATH=${root}/usr/lib/${libraries} exec ${root}/usr/sbin/nft "$@"\n`;
  writeFileSync(join(programs, 'nft'), nft, { mode: 0o755 });
}
