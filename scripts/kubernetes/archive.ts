// Images without a registry or a builder: an archive that `ctr images import` and `docker load` take.
// https://github.com/moby/docker-image-spec
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Image {
  /** All of its names, each with a tag. */
  readonly names: readonly string[];
  /** Archives of what each layer adds, the lowest first. */
  readonly layers: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly entrypoint?: readonly string[];
  readonly command?: readonly string[];
  readonly folder?: string;
  readonly user?: string;
}

/** Writes the archive at once: who finds it finds all of it. Layers that images share are in it once. */
export function writeImages(target: string, images: readonly Image[]): void {
  const place = mkdtempSync(join(tmpdir(), 'seaworthy-images-'));
  try {
    const known = new Map<string, string>();
    const digestOf = (layer: string) => {
      const digest = known.get(layer) ?? createHash('sha256').update(readFileSync(layer)).digest('hex');
      if (!known.has(layer)) copyFileSync(layer, join(place, `${digest}.tar`));
      known.set(layer, digest);
      return digest;
    };
    const entries = images.map((image) => entryOf(place, image, image.layers.map(digestOf)));
    writeFileSync(join(place, 'manifest.json'), JSON.stringify(entries));
    packFolder(place, `${target}.new`);
    renameSync(`${target}.new`, target);
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

function entryOf(place: string, image: Image, layers: readonly string[]): object {
  const { names, environment, entrypoint, command, folder = '/', user } = image;
  const config = {
    architecture: process.arch === 'arm64' ? 'arm64' : 'amd64',
    os: 'linux',
    config: {
      Env: Object.entries(environment).map(([key, value]) => `${key}=${value}`),
      Entrypoint: entrypoint,
      Cmd: command,
      WorkingDir: folder,
      User: user,
    },
    rootfs: { type: 'layers', diff_ids: layers.map((digest) => `sha256:${digest}`) },
  };
  const file = `${names[0]?.replace(/\W/g, '-')}.json`;
  writeFileSync(join(place, file), JSON.stringify(config));
  return { Config: file, RepoTags: names, Layers: layers.map((digest) => `${digest}.tar`) };
}

/** The same content is the same archive, whenever and by whomever it is packed. */
export function packFolder(folder: string, archive: string): void {
  mkdirSync(join(archive, '..'), { recursive: true });
  const same = ['--sort=name', '--mtime=@0', '--owner=0', '--group=0', '--numeric-owner'];
  const { status, stderr } = spawnSync('tar', ['-C', folder, ...same, '-cf', archive, '.'], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`tar of ${folder}: ${stderr}`);
}
