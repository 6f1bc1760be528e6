// Copies of the configs and secrets that are files of this machine, kept for each release: one that is gone back to is
// given what it was proved with, whatever the file holds by now. Under the hash that stands for the content in the unit.
import {
  chownSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../../base/errors.ts';
import { hashOf } from '../../base/hash.ts';
import type { GivenFile } from '../../model/container.ts';
import type { UnitSpec, Wanted } from '../../model/unit.ts';

/** The file, or its copy where it has another content by now. `folder`: where the stack's copies are. */
export function asGiven(folder: string, unit: UnitSpec): UnitSpec {
  const { container, givenHash } = unit;
  if (container === undefined || givenHash === undefined) return unit;
  const files = container.files.map((file): GivenFile => {
    if (!('file' in file.from)) return file;
    const copy = copyOf(folder, givenHash, file);
    const was = contentOf(copy);
    const isSame = was === undefined || contentOf(file.from.file)?.equals(was) === true;
    return isSame ? file : { ...file, from: { file: copy } };
  });
  return { ...unit, container: { ...container, files } };
}

/** Makes the copies that are not there. The answer: what could not be kept, which is no reason not to deploy. */
export function keepGiven(folder: string, release: string, wanted: readonly Wanted[]): readonly string[] {
  return wanted.flatMap(({ unit: { service, container, givenHash } }) => {
    if (container === undefined || givenHash === undefined) return [];
    try {
      for (const file of container.files)
        if ('file' in file.from) keep(file.from.file, copyOf(folder, givenHash, file));
      writeFileSync(join(folderOf(folder, givenHash), `${mark}${release}`), '', { mode: 0o600 });
      return [];
    } catch (error) {
      return [`a rollback gives ${service} its configs and secrets as they are then: ${messageOf(error)}`];
    }
  });
}

/** Removes what none of these releases was given. */
export function forgetGiven(folder: string, releases: readonly string[]): void {
  for (const name of namesIn(folder)) {
    const own = join(folder, name);
    const isKept = namesIn(own).some((one) => releases.some((release) => one === `${mark}${release}`));
    if (!isKept) rmSync(own, { recursive: true, force: true });
  }
}

const mark = 'release-';

function folderOf(folder: string, givenHash: string): string {
  return join(folder, hashOf(givenHash, 24));
}

function copyOf(folder: string, givenHash: string, { target }: GivenFile): string {
  return join(folderOf(folder, givenHash), hashOf(target, 16));
}

/** With the mode and the owner of the file: as it is, a container is given it. */
function keep(path: string, copy: string): void {
  if (contentOf(copy) !== undefined || contentOf(path) === undefined) return;
  mkdirSync(join(copy, '..'), { recursive: true, mode: 0o700 });
  copyFileSync(path, copy);
  const { uid, gid } = statSync(path);
  if (process.getuid?.() === 0) chownSync(copy, uid, gid);
}

function contentOf(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    // Not there, a folder, or not ours to read: who needs it says so.
    return undefined;
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    // Nothing was ever kept.
    return [];
  }
}
