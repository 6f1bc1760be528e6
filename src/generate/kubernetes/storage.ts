// Mounts of compose -> volumes of a pod: claims, scratch folders, files of the repository, secrets as files.
import { parseBytes } from '../../base/units.ts';
import type { Mount } from '../../model/service.ts';
import { isBelow } from '../../rules/shared/mounts.ts';
import { bindOf } from './bind-mounts.ts';
import { labelOf } from './names.ts';
import type { FilesPlan, MountPlan, Outcome, Part, Storage, VolumePlan, World } from './part.ts';
import { sharedVolumes } from './parts.ts';
import { textOf } from './resolved.ts';
import { memoryText } from './resources.ts';
import type { Fields } from './tree.ts';

export interface Draft {
  readonly part: Part;
  readonly world: World;
  readonly volumes: VolumePlan[];
  readonly mounts: MountPlan[];
  readonly claims: string[];
  readonly configMaps: FilesPlan[];
  readonly secretFiles: { readonly key: string; readonly path: string }[];
}

/** What is written there is gone with the pod; bounded, so that it cannot fill the node. */
export const scratchSize = '64Mi';

export function storageOf(part: Part, world: World): Storage {
  const draft: Draft = {
    part,
    world,
    volumes: [],
    mounts: [],
    claims: [],
    configMaps: [],
    secretFiles: [],
  };
  const outcomes = part.service.mounts.map((mount) => place(mount, draft));
  addReferences(draft);
  addData(draft);
  addShared(draft);
  addScratch(draft);
  addUser(draft);
  return { ...draft, outcomes };
}

function place(mount: Mount, draft: Draft): Outcome {
  const path = mount.target.value;
  if (draft.mounts.some((one) => one.path === path))
    return { status: 'approximated', how: `${path} is mounted already` };
  switch (mount.kind) {
    case 'tmpfs':
      addVolume(draft, path, memoryFolder(), 'A tmpfs in compose: in memory, counted against the limit.');
      return { status: 'carried', how: `emptyDir in memory at ${path}, at most ${scratchSize}` };
    case 'volume':
      return mount.source === undefined ? anonymous(mount, draft) : named(mount, mount.source.value, draft);
    case 'bind':
      return bindOf(mount, draft);
    case 'other':
      return { status: 'lost', how: 'a kind of mount that pods do not have' };
  }
}

export function memoryFolder(size = scratchSize): Fields {
  return { emptyDir: { medium: 'Memory', sizeLimit: size } };
}

function scratch(): Fields {
  return { emptyDir: { sizeLimit: scratchSize } };
}

/** A volume and its mount under a name after the place; the same name twice gets a number. */
export function addVolume(
  draft: Draft,
  path: string,
  source: Fields | undefined,
  why: string,
  more: { readonly subPath?: string; readonly readOnly?: boolean; readonly name?: string } = {},
): void {
  const wanted = labelOf(more.name ?? path, 50);
  let name = wanted;
  for (let number = 2; draft.volumes.some((one) => one.name === name); number += 1)
    name = `${wanted}-${number}`;
  draft.volumes.push({ name, source, why });
  draft.mounts.push({ volume: name, path, subPath: more.subPath, readOnly: more.readOnly === true });
}

function anonymous(mount: Mount, draft: Draft): Outcome {
  const path = mount.target.value;
  // Over a mount of the source code it only kept the image's own folder: the image has it here anyway.
  if (/(?:^|\/)(?:node_modules|vendor|\.venv|venv|\.next|dist|target)$/.test(path))
    return { status: 'carried', how: `${path} of the image shows through: nothing is mounted over it` };
  if (draft.part.facts.data === path && draft.part.kind === 'StatefulSet') return claim(path, 'data', draft);
  addVolume(draft, path, scratch(), 'An anonymous volume in compose.');
  return { status: 'approximated', how: `emptyDir at ${path}: gone with the pod, and empty at first` };
}

function named(mount: Mount, volume: string, draft: Draft): Outcome {
  const path = mount.target.value;
  const { part, world } = draft;
  const isShared = sharedVolumes(part.service, world.stack).includes(volume);
  if (isShared || mount.readOnly || part.kind !== 'StatefulSet') {
    const name = labelOf(volume, 50);
    addVolume(
      draft,
      path,
      { persistentVolumeClaim: { claimName: name, readOnly: mount.readOnly ? true : undefined } },
      isShared ? 'Shared with other services.' : 'A named volume in compose.',
      { readOnly: mount.readOnly, name: volume },
    );
    return isShared
      ? {
          status: 'approximated',
          how: `claim ${name} that several nodes may mount: its storage class must allow ReadWriteMany`,
        }
      : { status: 'carried', how: `claim ${name}` };
  }
  return claim(path, volume, draft);
}

function claim(path: string, volume: string, draft: Draft): Outcome {
  const name = labelOf(volume, 50);
  if (!draft.claims.includes(name)) draft.claims.push(name);
  draft.mounts.push({ volume: name, path, subPath: undefined, readOnly: false });
  return {
    status: 'carried',
    how: `claim template ${name} of the StatefulSet; what is in the volume now must be copied over`,
  };
}

/** Secrets and configs of the top level, each at its place in the container. */
function addReferences(draft: Draft): void {
  const { service, name } = draft.part;
  const { stack, project } = draft.world;
  for (const { name: secret, target } of service.secrets) {
    const path = target?.startsWith('/') === true ? target : `/run/secrets/${target ?? secret}`;
    draft.secretFiles.push({ key: secret, path });
  }
  for (const { name: config, target } of service.configs) {
    const path = target?.startsWith('/') === true ? target : `/${target ?? config}`;
    const of = stack.configs.get(config);
    const source = of?.file?.value;
    const text =
      of?.content?.value ?? (source === undefined ? undefined : project.files.text(source, 1_000_000));
    if (text === undefined) continue;
    addFile(draft, path, {
      name: labelOf(`${name}-${config}`, 50),
      text,
      why: `Config ${config} of compose.`,
    });
  }
}

/** One file out of a ConfigMap, mounted over the image's file of that name. */
export function addFile(
  draft: Draft,
  path: string,
  { name, text, why, key = path.slice(path.lastIndexOf('/') + 1), mode }: OneFile,
): void {
  const plain = key.replace(/[^\w.-]/g, '_') || 'file';
  draft.configMaps.push({ name, files: [{ key: plain, path: `files/${name}/${plain}`, text }] });
  const source = { configMap: { name, defaultMode: mode } };
  addVolume(draft, path, source, why, { subPath: plain, readOnly: true, name });
}

interface OneFile {
  /** Of the ConfigMap. */
  readonly name: string;
  readonly text: string;
  readonly why: string;
  readonly key?: string;
  readonly mode?: number | undefined;
}

/** More than the 64 MiB that a container has for shared memory. */
function addShared(draft: Draft): void {
  const size = parseBytes(textOf(draft.world.stack, draft.part.service.name, 'shm_size') ?? '');
  if (size === undefined || size === 0 || draft.mounts.some(({ path }) => path === '/dev/shm')) return;
  addVolume(draft, '/dev/shm', memoryFolder(memoryText(size)), '`shm_size` of compose.');
}

/** A database that compose lets forget everything would do so at each move of its pod. */
function addData(draft: Draft): void {
  const { part } = draft;
  const { data } = part.facts;
  if (part.kind !== 'StatefulSet' || data === undefined) return;
  if (draft.mounts.some(({ path }) => isBelow(data, path) || isBelow(path, data))) return;
  claim(data, 'data', draft);
}

/** The root filesystem is read-only: where programs write there is a folder of its own. */
function addScratch(draft: Draft): void {
  for (const path of new Set([...draft.part.facts.writes, '/tmp'])) {
    if (draft.mounts.some((one) => isBelow(path, one.path))) continue;
    const why =
      path === '/tmp'
        ? 'The root filesystem is read-only: temporary files go here.'
        : `The image's program writes to ${path}.`;
    addVolume(draft, path, scratch(), why);
  }
}

/** `initdb` looks its own user up and stops when nobody is there under the id. */
function addUser(draft: Draft): void {
  const { user } = draft.part.facts;
  if (user === undefined) return;
  const text = `root:x:0:0:root:/root:/sbin/nologin\n${user}:x:10001:10001:${user}:/tmp:/sbin/nologin\n`;
  addFile(draft, '/etc/passwd', {
    name: `${draft.part.name}-users`,
    text,
    why: 'The program looks its own user up by the id; the image knows another one.',
    key: 'users',
  });
}
