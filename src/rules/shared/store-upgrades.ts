// Data stores whose image a change replaces, and what the new version makes of the data of the old one.
import type { Located } from '../../base/span.ts';
import type { Change } from '../../model/change.ts';
import { containerPairs, servicePairs, stackPairs, workloadPairs } from './change.ts';
import { type DataStore, dataStoreOf } from './data-stores.ts';
import type { ImageName } from './image.ts';
import { storeUpgrades } from './store-upgrades-table.ts';
import { dataMounts } from './store-volume.ts';

interface StoreChange {
  readonly name: string;
  readonly object: string;
  readonly before: string;
  readonly after: Located<string>;
}

/** Images of what keeps data beyond the life of a container. */
export function* storeChanges(change: Change): Iterable<StoreChange> {
  for (const { before, after } of stackPairs(change).flatMap(servicePairs)) {
    if (before.image === undefined || after.image === undefined || dataMounts(after).length === 0) continue;
    const { name, image } = after;
    yield { name, object: `service ${name}`, before: before.image.value, after: image };
  }
  for (const workloads of workloadPairs(change)) {
    const { pod, kind, title } = workloads.after;
    const isKept = kind === 'StatefulSet' || pod.volumes.some(({ claim, hostPath }) => claim ?? hostPath);
    if (!isKept) continue;
    for (const { before, after } of containerPairs(workloads)) {
      if (before.image === undefined || after.image === undefined) continue;
      const object = `${title} container ${after.name}`;
      yield { name: title, object, before: before.image.value, after: after.image };
    }
  }
}

export function storeOfBoth(
  before: ImageName | undefined,
  after: ImageName | undefined,
): DataStore | undefined {
  const store = dataStoreOf(after);
  return store !== undefined && dataStoreOf(before)?.name === store.name ? store : undefined;
}

export function judged(store: DataStore, from: number, to: number) {
  const upgrade = storeUpgrades[store.name];
  if (to < from) {
    return { severity: 'critical' as const, effect: 'which does not read what the newer one has written' };
  }
  if (upgrade === undefined) return undefined;
  const { steps, majors } = upgrade;
  const jump = majors === undefined ? to - from : majors.indexOf(to) - majors.indexOf(from);
  if (steps === 0) {
    return { severity: 'critical' as const, effect: 'which does not start on the data of an older version' };
  }
  if (jump > steps) {
    return {
      severity: 'critical' as const,
      effect: 'which reads only what the version before it has written',
    };
  }
  return { severity: 'high' as const, effect: 'which rewrites its data, and there is no way back' };
}
