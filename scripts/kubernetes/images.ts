// The test images: one small server that behaves as its tag says (see program/web).
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packFolder, writeImages } from './archive.ts';

/** `registry.test/web:TAG`: three good versions, and one for each way to fail. */
const versions = ['1', '2', '3'];
const modes = ['slow', 'degrade', 'notready', 'crash', 'oom', 'flaky', 'stubborn'];

/** The image that holds the namespaces of a pod. */
export const pauseImage = 'registry.test/pause:1';

export function testImages(programs: string): string {
  return join(programs, 'images.tar');
}

/** Writes the archive; the images share one layer and differ in their environment alone. */
export function writeTestImages(programs: string): void {
  const place = mkdtempSync(join(tmpdir(), 'seaworthy-layer-'));
  try {
    const layers = [writeLayer(programs, place)];
    const web = (tag: string, own: Readonly<Record<string, string>>) => ({
      names: [`registry.test/web:${tag}`],
      layers,
      environment: { PATH: '/bin', ...own },
      entrypoint: ['/bin/web'],
    });
    writeImages(testImages(programs), [
      { names: [pauseImage], layers, environment: { PATH: '/bin' }, entrypoint: ['/bin/web', 'pause'] },
      ...versions.map((tag) => web(tag, { VERSION: tag })),
      ...modes.map((tag) => web(tag, { VERSION: tag, MODE: tag })),
    ]);
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

/** The server, and busybox under the names that people call in a shell. */
function writeLayer(programs: string, place: string): string {
  const bin = join(place, 'root', 'bin');
  mkdirSync(bin, { recursive: true });
  mkdirSync(join(place, 'root', 'tmp'));
  copyFileSync(join(programs, 'web'), join(bin, 'web'));
  copyFileSync(join(programs, 'root', 'bin', 'busybox'), join(bin, 'busybox'));
  for (const name of ['sh', 'ls', 'cat', 'echo', 'sleep', 'kill', 'env', 'id', 'true', 'false', 'date'])
    symlinkSync('busybox', join(bin, name));
  const layer = join(place, 'layer.tar');
  packFolder(join(place, 'root'), layer);
  return layer;
}
