import { approximated, carried, lost, type Translator } from './keys.ts';

const references: Translator = ({ built }) =>
  built.storage.secretFiles.length > 0
    ? carried('keys of the Secret, mounted as files in the same places')
    : lost('none is defined');

export const storageKeys: Readonly<Record<string, Translator>> = {
  configs: ({ built }) =>
    built.storage.configMaps.length > 0
      ? carried('ConfigMaps, mounted as files in the same places')
      : lost('an external config: make a ConfigMap of it'),
  secrets: references,
  shm_size: ({ built }) =>
    built.storage.mounts.some(({ path }) => path === '/dev/shm')
      ? carried('emptyDir in memory at /dev/shm')
      : lost('the usual 64 MiB'),
  storage_opt: () => lost('set the limit of `ephemeral-storage`'),
  tmpfs: ({ built }) =>
    built.part.service.mounts.some(({ kind }) => kind === 'tmpfs')
      ? carried('emptyDir in memory')
      : approximated('emptyDir'),
  volumes: ({ built, index }) => {
    const { mounts } = built.part.service;
    // Long and short forms stand in the order of the list; those of `tmpfs` and the like are apart.
    const own = mounts.filter(({ kind }) => kind !== 'tmpfs');
    const at = own[index ?? 0];
    const outcome = at === undefined ? undefined : built.storage.outcomes[mounts.indexOf(at)];
    return outcome ?? approximated('a folder in memory');
  },
  volume_driver: () => lost('storage classes take its place (--storage-class)'),
  volumes_from: () => lost('pods share no volumes: use a claim that both mount'),
};
