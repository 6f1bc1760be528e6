// What a keeper does not start, whoever asks.
import { SeaworthyError } from '../../../base/errors.ts';
import type { Launch } from '../record.ts';

export function refuseOtherKey(known: Launch, key: string): void {
  if (known.key === key) return;
  throw new SeaworthyError('ENGINE_REFUSED', `${known.instance} was started by another action`, {
    hint: 'Remove the instance first, or start one of another name.',
  });
}

/** Never two writers on one data volume. */
export function refuseSecondWriter(launch: Launch, live: readonly Launch[]): void {
  const writes = new Set(launch.volumes.filter((volume) => !volume.readOnly).map((volume) => volume.name));
  for (const other of live) {
    const shared = other.volumes.find((volume) => !volume.readOnly && writes.has(volume.name));
    if (shared === undefined) continue;
    throw new SeaworthyError('ENGINE_REFUSED', `${other.instance} still writes volume ${shared.name}`, {
      hint: `Stop ${other.instance} before ${launch.instance} starts.`,
    });
  }
}

export function refuseTakenPort(launch: Launch, live: readonly Launch[]): void {
  const wanted = new Set(launch.listeners.filter((one) => one.published).map((one) => one.port));
  for (const other of live) {
    if (other.service === launch.service) continue;
    const taken = other.listeners.find((one) => one.published && wanted.has(one.port));
    if (taken === undefined) continue;
    throw new SeaworthyError('ENGINE_REFUSED', `port ${taken.port} is published by ${other.service}`);
  }
}
