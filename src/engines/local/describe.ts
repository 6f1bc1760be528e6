// What this machine can do as a local engine, for `doctor`.
import { detectCgroups } from './cgroup.ts';
import { isLocalAvailable } from './detect.ts';
import { substitutes } from './substitutes/table.ts';

export interface LocalAbility {
  readonly name: string;
  readonly state: 'ok' | 'missing' | 'limited';
  readonly detail: string;
}

export async function describeLocal(): Promise<readonly LocalAbility[]> {
  if (!isLocalAvailable()) {
    return [{ name: 'local engine', state: 'missing', detail: 'needs Linux' }];
  }
  const cgroups = detectCgroups();
  const limits: LocalAbility =
    cgroups === undefined
      ? {
          name: 'limits',
          state: 'limited',
          detail: 'no control group can be written: memory is measured, CPU is not held',
        }
      : { name: 'limits', state: 'ok', detail: `control groups, version ${cgroups.version}` };
  const found = await Promise.all(substitutes.map(describeSubstitute));
  return [
    { name: 'local engine', state: 'ok', detail: 'services run as processes of this machine' },
    limits,
    ...found,
  ];
}

async function describeSubstitute(substitute: (typeof substitutes)[number]): Promise<LocalAbility> {
  const program = await substitute.find({ image: undefined });
  if (program === undefined) {
    return { name: substitute.name, state: 'missing', detail: `${substitute.program} was not found` };
  }
  return { name: substitute.name, state: 'ok', detail: `${program.version} in ${program.bin}` };
}
