// Values that images take from a file named in `…_FILE`.
import { readFileSync } from 'node:fs';
import { messageOf, SeaworthyError } from '../../../base/errors.ts';

/**
 * Without the last line end, as the entrypoints of the official images read them (`file_env`).
 * @throws SeaworthyError PREFLIGHT
 */
export function textIn(path: string | undefined): string | undefined {
  if (path === undefined) return undefined;
  try {
    return readFileSync(path, 'utf8').replace(/\n$/, '');
  } catch (error) {
    throw new SeaworthyError('PREFLIGHT', `the secret in ${path} cannot be read (${messageOf(error)})`, {
      hint: 'Make the file (seaworthy secrets init makes those that have no value), or correct its path.',
      cause: error,
    });
  }
}
