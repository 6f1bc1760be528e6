// Raw measurements that evidence points to: one file each, named by when and what.
import { join } from 'node:path';
import { makeFolder, writeJson } from './files.ts';

/** Writes the value and gives its path relative to the state folder. `kind` is a folder's name, as `load`. */
export function writeRaw(
  stateFolder: string,
  kind: string,
  measured: { readonly name: string; readonly at: string },
  value: unknown,
): string {
  const folder = join('evidence', kind);
  const time = measured.at.replace(/[-:.]/g, '');
  // Names are free text in the settings; a file's name is not.
  const name = measured.name.replace(/[^\w.-]+/g, '_').slice(0, 80);
  makeFolder(join(stateFolder, 'evidence'));
  makeFolder(join(stateFolder, folder));
  const path = join(folder, `${time}-${name}.json`);
  writeJson(join(stateFolder, path), value);
  return path;
}
