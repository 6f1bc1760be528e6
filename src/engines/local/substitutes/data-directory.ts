// Where a database keeps its data: the mount over the image's data folder, or a folder that goes with the instance.
import { volumeFolder, workFolder } from '../volumes.ts';
import type { Preparation } from './substitute.ts';

export interface DataDirectory {
  readonly folder: string;
  /** Like the image's own anonymous volume, it does not outlive the instance. */
  readonly scratch: boolean;
}

export function dataDirectory(
  { unit, paths, instance }: Preparation,
  target: string,
  uid: number | undefined,
): DataDirectory {
  const mount = unit.mounts.find((one) => one.target === target || one.target.startsWith(`${target}/`));
  if (mount?.source !== undefined && mount.kind === 'bind') return { folder: mount.source, scratch: false };
  if (mount?.source !== undefined && mount.kind === 'volume') {
    return { folder: volumeFolder(paths, mount.source, uid), scratch: false };
  }
  const folder =
    uid === undefined ? workFolder(paths, instance) : volumeFolder(paths, `${instance}.work`, uid);
  return { folder, scratch: true };
}
