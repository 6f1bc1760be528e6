// Values that images take from a file named in `…_FILE`.
import { readFileSync } from 'node:fs';

/** Without the last line end, as the entrypoints of the official images read them (`file_env`). */
export function textIn(path: string | undefined): string | undefined {
  return path === undefined ? undefined : readFileSync(path, 'utf8').replace(/\n$/, '');
}
