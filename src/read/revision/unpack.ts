// The tree of a revision as files in a folder of its own, so that it is read like any project. The repository is not
// touched, and no filter of git (LFS, line ends, export rules) is run.
import { createHash } from 'node:crypto';
import { closeSync, ftruncateSync, mkdirSync, openSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { maximumBytes, readTextFile } from '../text-file.ts';
import { type Checkout, type Git, readBlobs, type TreeEntry, unreadable } from './git.ts';
import { indexOf } from './index-file.ts';

/** Formats that no reader looks into: that they are there is all that counts. */
const opaque =
  /\.(?:png|jpe?g|gif|webp|ico|bmp|tiff?|svg|pdf|zip|gz|tgz|bz2|xz|zst|7z|jar|war|whl|woff2?|ttf|otf|eot|mp[34]|mov|avi|webm|wav|ogg|psd|exe|dll|so|dylib|a|o|class|pyc|bin|wasm|sqlite3?|db|parquet|onnx|pt|h5|map)$/i;

/** Writes the tree below `folder`, which must be empty. It then looks like a checkout of exactly that revision. */
export async function unpack(
  git: Git,
  checkout: Checkout,
  entries: readonly TreeEntry[],
  folder: string,
): Promise<void> {
  const safe = entries.filter(({ path }) => isPlain(path));
  const files = safe.filter(({ mode, kind }) => kind === 'blob' && mode !== '120000');
  const links = safe.filter(({ mode }) => mode === '120000');
  const made = new Set<string>();
  const place = (path: string) => {
    const target = join(folder, path);
    const parent = dirname(target);
    if (!made.has(parent)) mkdirSync(parent, { recursive: true });
    made.add(parent);
    return target;
  };
  const isRead = ({ path, size = 0 }: TreeEntry) => size <= maximumBytes && !opaque.test(path);
  const read = files.filter((entry) => entry.size !== undefined && isRead(entry));
  for (const entry of files) {
    if (!isRead(entry)) hollow(place(entry.path), entry.size ?? 0);
    else if (entry.size === undefined) addAbsent(entry, checkout.top, place(entry.path));
  }
  await readBlobs(
    git,
    read.map(({ id }) => id),
    (index, bytes) => {
      const entry = read[index];
      if (entry !== undefined) writeNew(place(entry.path), bytes);
    },
  );
  // Last, so that nothing is written through one.
  await readBlobs(
    git,
    links.map(({ id }) => id),
    (index, bytes) => {
      const entry = links[index];
      if (entry !== undefined) link(bytes.toString('utf8'), place(entry.path));
    },
  );
  const gitFolder = join(folder, '.git');
  mkdirSync(gitFolder);
  writeFileSync(join(gitFolder, 'index'), indexOf([...files, ...links].map(({ path }) => path)));
}

/** A hostile tree may hold names that lead out of the folder, or into what git keeps. */
function isPlain(path: string): boolean {
  return path
    .split('/')
    .every((part) => part !== '' && part !== '.' && part !== '..' && !/^\.git$/i.test(part));
}

/** A partial clone lacks objects: where the file has not changed since, it lies in the checkout. */
function addAbsent({ path, id }: TreeEntry, top: string, target: string): void {
  const here = readTextFile(join(top, path), path);
  const isLarge = here.kind === 'refused' && here.text === '';
  if (isLarge) {
    hollow(target, maximumBytes + 1);
    return;
  }
  const bytes = Buffer.from(here.kind === 'absent' ? '' : here.text);
  const hash = createHash(id.length === 40 ? 'sha1' : 'sha256')
    .update(`blob ${bytes.length}\0`)
    .update(bytes);
  if (hash.digest('hex') !== id) throw unreadable(path, 'its object is missing');
  writeNew(target, bytes);
}

/** A file of that size without content, which takes no room on the disk. */
function hollow(path: string, size: number): void {
  attempt(() => {
    const descriptor = openSync(path, 'wx', 0o600);
    ftruncateSync(descriptor, size);
    closeSync(descriptor);
  });
}

function writeNew(path: string, bytes: Buffer): void {
  attempt(() => writeFileSync(path, bytes, { flag: 'wx', mode: 0o600 }));
}

function link(target: string, path: string): void {
  attempt(() => symlinkSync(target, path));
}

/** One name twice in a tree, or one that this file system does not take: the rest is worth reading all the same. */
function attempt(act: () => void): void {
  try {
    act();
  } catch {
    // As above.
  }
}
