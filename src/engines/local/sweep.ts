// Ends what is left of instances of which no record tells: by control group and by marker.
import { systemClock } from '../../base/clock.ts';
import { Cgroup, type CgroupHost, cgroupInstances } from './cgroup.ts';
import type { LocalPaths } from './paths.ts';
import { findInstances, killTree } from './tree.ts';

interface SweepHost {
  readonly paths: LocalPaths;
  readonly cgroups: CgroupHost | undefined;
}

/** Instances of the stack that left a process or a control group behind. */
export function sweepNames({ paths, cgroups }: SweepHost): readonly string[] {
  const grouped = cgroups === undefined ? [] : cgroupInstances(cgroups, paths.stackId);
  return [...new Set([...findInstances(paths.stackId), ...grouped])];
}

export async function sweepInstance({ paths, cgroups }: SweepHost, instance: string): Promise<void> {
  const cgroup = cgroups === undefined ? undefined : new Cgroup(cgroups, paths.stackId, instance);
  await killTree({ stackId: paths.stackId, instance, pid: undefined, cgroup });
  for (let attempt = 0; attempt < 100 && cgroup?.remove() === false; attempt++) await systemClock.sleep(10);
}
