// Mounts that show inside the kept copy of a unit's sources.
import { existsSync, lstatSync, mkdirSync, realpathSync, symlinkSync } from 'node:fs';
import { dirname } from 'node:path';
import type { UnitMount, UnitSpec } from '../../model/unit.ts';
import { copiedFolders, isFolder } from './command.ts';
import { mapPath } from './rewrite.ts';

/**
 * Links the place of a mount into the copy where nothing is in its way: what a program writes there by a relative
 * path must outlive the copy, which goes with its release.
 */
export function linkMounts(unit: UnitSpec, place: (mount: UnitMount) => string): void {
  const kept = unit.build?.kept;
  if (kept === undefined || !isFolder(kept)) return;
  const root = realpathSync(kept);
  const folders = [
    ...copiedFolders(unit),
    ...(unit.workingDir === undefined ? [] : [{ from: unit.workingDir, to: kept }]),
  ];
  for (const mount of unit.mounts) {
    if (mount.source === undefined || mount.kind === 'tmpfs') continue;
    const path = mapPath(mount.target.replace(/(?<=.)\/+$/, ''), folders);
    if (!path.startsWith(`${kept}/`) || lstatSync(path, { throwIfNoEntry: false }) !== undefined) continue;
    // Beside the content lie links to the user's own folders, where nothing is made.
    if (!isBelow(realpathSync(nearestThere(dirname(path))), root)) continue;
    mkdirSync(dirname(path), { recursive: true });
    symlinkSync(place(mount), path);
  }
}

function nearestThere(folder: string): string {
  return existsSync(folder) ? folder : nearestThere(dirname(folder));
}

function isBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}
