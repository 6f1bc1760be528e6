// The folder that holds all state of a stack, and its version.
import { chmodSync, existsSync, statSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { SeaworthyError } from '../base/errors.ts';
import { folderMode, makeFolder, readText, writeAtomic } from './files.ts';

const stateVersion = 1;

/** `.seaworthy` in the project, or where SEAWORTHY_STATE_DIR says. */
export function stateFolderOf(root: string, env: Readonly<Record<string, string | undefined>>): string {
  const set = env.SEAWORTHY_STATE_DIR;
  if (set === undefined || set === '') return join(root, '.seaworthy');
  return isAbsolute(set) ? set : resolve(root, set);
}

/** Makes what is missing. @throws SeaworthyError STATE_VERSION when a newer version wrote the folder. */
export function prepareStateFolder(folder: string): void {
  const problem = versionProblem(folder);
  if (problem !== undefined) throw problem;
  makeFolder(folder);
  // An old or copied folder may be open to others, and secrets lie in it.
  if (process.platform !== 'win32' && (statSync(folder).mode & 0o077) !== 0) chmodSync(folder, folderMode);
  for (const name of ['releases', 'runs', 'secrets']) makeFolder(join(folder, name));
  if (!existsSync(join(folder, '.gitignore'))) writeAtomic(join(folder, '.gitignore'), '*\n');
  if (!existsSync(join(folder, 'version'))) writeAtomic(join(folder, 'version'), `${stateVersion}\n`);
}

/** What forbids writing here; reading may still be tried, for `status`. */
export function versionProblem(folder: string): SeaworthyError | undefined {
  const text = readText(join(folder, 'version'));
  if (text === undefined) return undefined;
  const version = /^\s*(\d+)\s*$/.exec(text)?.[1];
  if (version !== undefined && Number(version) <= stateVersion) return undefined;
  const found = version === undefined ? 'of a version that cannot be read' : `of version ${version}`;
  return new SeaworthyError(
    'STATE_VERSION',
    `the state in ${folder} is ${found}; this seaworthy knows version ${stateVersion}`,
    { hint: 'Use the newer seaworthy that wrote it; `seaworthy status` still shows what can be read.' },
  );
}
