// Folders and files of the host that compose mounts: what of them a cluster can have.
import { posix } from 'node:path';
import type { Project } from '../../model/project.ts';
import type { Mount } from '../../model/service.ts';
import { labelOf } from './names.ts';
import { gather, type Outcome } from './part.ts';
import { isKeptFolder, isOutput, trackedBelow } from './parts.ts';
import { addFile, addVolume, type Draft, scratchSize } from './storage.ts';

/** What fits into one ConfigMap: the API server takes a mebibyte. */
const maximumText = 900_000;
const maximumFiles = 40;

export function bindOf(mount: Mount, draft: Draft): Outcome {
  const { files } = draft.world.project;
  const source = mount.source?.value ?? '';
  const path = mount.target.value;
  if (/\.sock$/.test(source) || /\.sock$/.test(path))
    return lost(
      draft,
      source,
      'the socket of the host opens the whole node, and the restricted standard refuses it',
    );
  if (/^[/~]|^\.\.(?:\/|$)/.test(source))
    return lost(
      draft,
      source,
      'a path of the host: pods move between nodes, and the restricted standard refuses it',
    );
  switch (files.kind(source)) {
    case 'file':
      return fileOf(source, path, draft);
    case 'folder':
      return folderOf(mount, source, path, draft);
    case undefined:
      return keptFolder(mount, source, path, draft);
  }
}

function lost(draft: Draft, source: string, why: string): Outcome {
  gather(
    draft.world,
    'know',
    draft.part.service.name,
    (names) => `${source} is not given to ${names}: ${why}`,
  );
  return { status: 'lost', how: why };
}

function fileOf(source: string, path: string, draft: Draft): Outcome {
  const { project } = draft.world;
  const text = project.files.text(source, maximumText);
  if (text === undefined) return lost(draft, source, 'it is no text, or too large for a ConfigMap');
  if (isSecretFile(source, text)) {
    const key = posix.basename(source).replace(/[^\w.-]/g, '_');
    draft.secretFiles.push({ key, path });
    return { status: 'carried', how: `key ${key} of the Secret, mounted at ${path}` };
  }
  addFile(draft, path, {
    name: labelOf(`${draft.part.name}-${posix.basename(path)}`, 50),
    text,
    why: `${source} of the repository.`,
    mode: modeOf([source], project.files),
  });
  return { status: 'carried', how: `a ConfigMap with a copy of ${source}, mounted at ${path}` };
}

function isSecretFile(source: string, text: string): boolean {
  return (
    /\.(?:key|pem|p12|pfx|jks|env)$|(?:^|\/)(?:\.env(?:\..+)?|\.?htpasswd|id_(?:rsa|ed25519)|acme\.json)$/.test(
      source,
    ) || /-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text)
  );
}

function folderOf(mount: Mount, source: string, path: string, draft: Draft): Outcome {
  const { part, world } = draft;
  const { files } = world.project;
  const context = part.service.build?.context.value;
  const isCode =
    context !== undefined &&
    (source === context ||
      source.startsWith(`${context}/`) ||
      context.startsWith(`${source}/`) ||
      source === '');
  if (isCode)
    return { status: 'lost', how: 'the image has the code: a mount of the working tree is for development' };
  const list = trackedBelow(source, files);
  if (isKeptFolder(mount, part.service, world.project)) return keptFolder(mount, source, path, draft);
  const texts = list.length > maximumFiles ? [] : list.map((file) => files.text(file, maximumText));
  const total = texts.reduce((sum, text) => sum + (text?.length ?? maximumText + 1), 0);
  if (list.length === 0) return keptFolder(mount, source, path, draft);
  if (texts.length === 0 || total > maximumText)
    return lost(draft, source, 'it is too large for a ConfigMap: copy it into an image');
  addFolder(source, path, list, texts, draft);
  if (!mount.readOnly)
    gather(
      world,
      'know',
      `${part.service.name} (${source})`,
      (names) => `folders of the repository that compose lets be written to are read-only here: ${names}`,
    );
  return {
    status: mount.readOnly ? 'carried' : 'approximated',
    how: `a ConfigMap with copies of its ${list.length} files, mounted at ${path}${mount.readOnly ? '' : ', read-only'}`,
  };
}

/** 0555 where one of them is a program. */
function modeOf(list: readonly string[], files: Project['files']): number | undefined {
  return list.some((file) => files.start(file)?.executable === true) ? 0o555 : undefined;
}

/** Keys of a ConfigMap know no folders: `items` put each file back to its place. */
function addFolder(
  source: string,
  path: string,
  list: readonly string[],
  texts: readonly (string | undefined)[],
  draft: Draft,
): void {
  const name = labelOf(`${draft.part.name}-${posix.basename(path) || 'files'}`, 50);
  const entries = list.map((file, index) => {
    const inside = source === '' ? file : file.slice(source.length + 1);
    return { inside, key: inside.replace(/[^\w.-]/g, '_'), text: texts[index] ?? '' };
  });
  draft.configMaps.push({
    name,
    files: entries.map(({ key, text }) => ({ key, path: `files/${name}/${key}`, text })),
  });
  const isFlat = entries.every(({ inside, key }) => inside === key);
  const items = entries.map(({ key, inside }) => ({ key, path: inside }));
  addVolume(
    draft,
    path,
    {
      configMap: {
        name,
        defaultMode: modeOf(list, draft.world.project.files),
        items: isFlat ? undefined : items,
      },
    },
    `${source} of the repository.`,
    {
      readOnly: true,
      name,
    },
  );
}

/** A folder that holds nothing but what the service writes: data. */
function keptFolder(mount: Mount, source: string, path: string, draft: Draft): Outcome {
  const { part } = draft;
  if (isOutput(path)) {
    addVolume(
      draft,
      path,
      { emptyDir: { sizeLimit: scratchSize } },
      `What is written to ${source} in compose.`,
    );
    return { status: 'approximated', how: `emptyDir at ${path}: gone with the pod` };
  }
  if (!isKeptFolder(mount, part.service, draft.world.project))
    return lost(draft, source, 'it is not in the repository');
  const name = labelOf(posix.basename(source) || 'data', 50);
  if (part.kind !== 'StatefulSet') {
    addVolume(
      draft,
      path,
      { persistentVolumeClaim: { claimName: `${part.name}-${name}` } },
      `${source} beside compose: data that it writes.`,
      { name },
    );
    return { status: 'approximated', how: `claim ${part.name}-${name} in the place of the host's folder` };
  }
  if (!draft.claims.includes(name)) draft.claims.push(name);
  draft.mounts.push({ volume: name, path, subPath: undefined, readOnly: false });
  return { status: 'approximated', how: `claim template ${name} in the place of the host's folder` };
}
