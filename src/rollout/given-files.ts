// Configs and secrets that are files of this machine: their content is part of what a service is. They are read when the
// plan is made, and only a keyed hash of them is kept.
import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { hashOf } from '../base/hash.ts';
import type { Stack } from '../model/service.ts';

/** What is larger is no configuration, and is not read at each plan. */
const largest = 4 * 1024 * 1024;

/**
 * By service: stands for the content of the files that it is given. `nameOf` gives equal texts equal names and hides
 * them: a short secret must not be found by trying.
 */
export function givenHashes(
  { services, secrets, configs }: Stack,
  root: string,
  nameOf: (text: string) => string,
): ReadonlyMap<string, string> {
  const read = new Map<string, string>();
  const hashOfFile = (path: string): string => {
    const known = read.get(path) ?? contentOf(resolve(root, path));
    read.set(path, known);
    return known;
  };
  const hashes = new Map<string, string>();
  for (const service of services.values()) {
    const files = [
      ...service.secrets.map(({ name }) => secrets.get(name)?.file?.value),
      ...service.configs.map(({ name }) => configs.get(name)?.file?.value),
    ].filter((path) => path !== undefined);
    if (files.length === 0) continue;
    hashes.set(service.name, nameOf(files.map((path) => `${path}\0${hashOfFile(path)}`).join('\0')));
  }
  return hashes;
}

/** What cannot be read is told when it is needed, and what is too large goes by its size. */
function contentOf(path: string): string {
  try {
    const stats = statSync(path);
    if (!stats.isFile()) return 'no file';
    return stats.size > largest ? `${stats.size} bytes` : hashOf(readFileSync(path).toString('base64'), 32);
  } catch {
    return 'not there';
  }
}
