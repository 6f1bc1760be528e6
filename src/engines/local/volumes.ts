// Where the data of mounts lies on this host.
import { chmodSync, mkdirSync, rmdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { UnitMount, UnitSpec } from '../../model/unit.ts';
import type { LocalPaths } from './paths.ts';
import { listFolder } from './record.ts';

/** For volumes of another user when the way to the state folder is closed to that user. */
const sharedRoot = '/var/lib/seaworthy';

export function volumeFolder(paths: LocalPaths, name: string, uid?: number): string {
  const usual = join(paths.volumes, name);
  if (uid === undefined || isReachable(paths.volumes, uid)) return usual;
  return join(sharedRoot, paths.stackId, name);
}

/** Makes the folder; 0711 above it, so that the volume's own user passes without seeing its neighbours. */
export function makeFolder(folder: string): void {
  mkdirSync(dirname(folder), { recursive: true, mode: 0o711 });
  mkdirSync(folder, { recursive: true, mode: 0o711 });
}

export function removeVolumes(paths: LocalPaths): readonly string[] {
  const removed: string[] = [];
  for (const root of [paths.volumes, join(sharedRoot, paths.stackId)]) {
    removed.push(...listFolder(root).map((name) => `volume ${name}`));
    rmSync(root, { recursive: true, force: true });
  }
  removeEmptyShared(paths);
  return removed;
}

/** The shared folders, as far as nothing is in them any more. */
export function removeEmptyShared(paths: LocalPaths): void {
  for (const folder of [join(sharedRoot, paths.stackId), sharedRoot]) {
    try {
      rmdirSync(folder);
    } catch {
      // Volumes of this stack or of another, or never made.
    }
  }
}

/** Where an instance makes its data folder; it gets its final name only when all is done. */
export function draftOf(data: string, instance: string): string {
  return `${data}.draft-${instance}`;
}

/** What a deployer that was killed while it made a data folder has left of it. */
export function removeDrafts(paths: LocalPaths, instance: string): void {
  for (const root of [paths.volumes, join(sharedRoot, paths.stackId)]) {
    for (const volume of listFolder(root)) {
      const drafts = listFolder(join(root, volume)).filter((name) => name.endsWith(draftOf('', instance)));
      for (const name of drafts) rmSync(join(root, volume, name), { recursive: true, force: true });
    }
  }
}

/** Folder of the instance for what goes with it. */
export function workFolder(paths: LocalPaths, instance: string): string {
  return join(paths.work, instance);
}

/** Host place of a mount; a volume without a name and a tmpfs live as long as the instance. */
export function mountPlace(paths: LocalPaths, instance: string, mount: UnitMount): string {
  if (mount.kind === 'bind' && mount.source !== undefined) return mount.source;
  if (mount.kind === 'volume' && mount.source !== undefined) return volumeFolder(paths, mount.source);
  return join(workFolder(paths, instance), mount.target.replace(/^\/+/, '').replaceAll('/', '-') || 'root');
}

export function makeMountFolders(paths: LocalPaths, instance: string, unit: UnitSpec): void {
  for (const mount of unit.mounts) {
    if (mount.kind === 'bind') continue;
    const folder = mountPlace(paths, instance, mount);
    makeFolder(folder);
    // Only we and the programs that we start as ourselves use it.
    chmodSync(folder, 0o700);
  }
}

/** Named volumes that the unit mounts. */
export function namedVolumes(
  unit: UnitSpec,
): readonly { readonly name: string; readonly readOnly: boolean }[] {
  return unit.mounts.flatMap((mount) =>
    mount.kind === 'volume' && mount.source !== undefined
      ? [{ name: mount.source, readOnly: mount.readOnly }]
      : [],
  );
}

/** True when every folder on the way lets the user pass. */
export function isReachable(path: string, uid: number): boolean {
  for (let folder = path; ; folder = dirname(folder)) {
    const stat = statSync(folder, { throwIfNoEntry: false });
    if (stat !== undefined && stat.uid !== uid && (stat.mode & 0o001) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}
