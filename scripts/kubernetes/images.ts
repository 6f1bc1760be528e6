// Test images without a registry or a builder: an archive that `ctr images import` and `docker load` take.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** `registry.test/web:TAG`: three good versions, and one for each way to fail (see program/web). */
const versions = ['1', '2', '3'];
const modes = ['slow', 'degrade', 'notready', 'crash', 'oom', 'flaky', 'stubborn'];

/** The image that holds the namespaces of a pod. */
export const pauseImage = 'registry.test/pause:1';

export function testImages(programs: string): string {
  return join(programs, 'images.tar');
}

/** Writes the archive; the images share one layer and differ in their environment alone. */
export function writeTestImages(programs: string): void {
  const place = mkdtempSync(join(tmpdir(), 'seaworthy-images-'));
  try {
    mkdirSync(join(place, 'archive'));
    const layer = writeLayer(programs, place);
    const images = [
      image(place, layer, pauseImage, {}, ['/bin/web', 'pause']),
      ...versions.map((tag) =>
        image(place, layer, `registry.test/web:${tag}`, { VERSION: tag }, ['/bin/web']),
      ),
      ...modes.map((tag) =>
        image(place, layer, `registry.test/web:${tag}`, { VERSION: tag, MODE: tag }, ['/bin/web']),
      ),
    ];
    writeFileSync(join(place, 'archive', 'manifest.json'), JSON.stringify(images));
    pack(join(place, 'archive'), testImages(programs));
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

/** The server, and busybox under the names that people call in a shell; the name of the layer is its content's hash. */
function writeLayer(programs: string, place: string): string {
  const bin = join(place, 'root', 'bin');
  mkdirSync(bin, { recursive: true });
  mkdirSync(join(place, 'root', 'tmp'));
  copyFileSync(join(programs, 'web'), join(bin, 'web'));
  copyFileSync(join(programs, 'root', 'bin', 'busybox'), join(bin, 'busybox'));
  for (const name of ['sh', 'ls', 'cat', 'echo', 'sleep', 'kill', 'env', 'id', 'true', 'false', 'date'])
    symlinkSync('busybox', join(bin, name));
  const layer = join(place, 'archive', 'layer.tar');
  pack(join(place, 'root'), layer);
  return createHash('sha256').update(readFileSync(layer)).digest('hex');
}

function image(
  place: string,
  layer: string,
  name: string,
  environment: Readonly<Record<string, string>>,
  entrypoint: readonly string[],
): object {
  const env = ['PATH=/bin', ...Object.entries(environment).map(([key, value]) => `${key}=${value}`)];
  const config = {
    architecture: process.arch === 'arm64' ? 'arm64' : 'amd64',
    os: 'linux',
    config: { Env: env, Entrypoint: entrypoint, WorkingDir: '/' },
    rootfs: { type: 'layers', diff_ids: [`sha256:${layer}`] },
  };
  const file = `${name.replace(/\W/g, '-')}.json`;
  writeFileSync(join(place, 'archive', file), JSON.stringify(config));
  return { Config: file, RepoTags: [name], Layers: ['layer.tar'] };
}

/** The same content is the same archive, whenever and by whomever it is packed. */
function pack(folder: string, archive: string): void {
  const same = ['--sort=name', '--mtime=@0', '--owner=0', '--group=0', '--numeric-owner'];
  const { status, stderr } = spawnSync('tar', ['-C', folder, ...same, '-cf', archive, '.'], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`tar of ${folder}: ${stderr}`);
}
