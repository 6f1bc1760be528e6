// What holds the data of a data store, as compose names it.
import type { Mount, Service, Stack } from '../../model/service.ts';
import { type DataStore, dataStoreOf } from './data-stores.ts';
import { parseImage } from './image.ts';

export function storeOf({ image }: Service): DataStore | undefined {
  return image === undefined ? undefined : dataStoreOf(parseImage(image.value));
}

/** Mounts that outlive the container and that it may write to. */
export function dataMounts({ mounts }: Service): readonly Mount[] {
  return mounts.filter(
    ({ kind, source, readOnly }) =>
      (kind === 'volume' || kind === 'bind') && source !== undefined && !readOnly,
  );
}

/** The same for two mounts that hold the same data, whatever the project's name is. */
export function heldBy({ kind, source }: Mount, stack: Stack): string {
  const name = source?.value ?? '';
  if (kind !== 'volume') return `${kind} ${name}`;
  const volume = stack.volumes.get(name);
  const isOwn = volume === undefined || volume.realName === `${stack.name}_${name}`;
  return isOwn ? `volume ${name}` : `volume named ${volume.realName}`;
}
