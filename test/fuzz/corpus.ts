// What is mutated: the projects of the tests, of the examples and of the comparison with docker compose.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isComposeFileName } from '../../src/read/compose/file-names.ts';
import { allCases } from '../parity/case.ts';

export type Kind = 'compose' | 'dockerfile' | 'dotenv' | 'settings';

export interface Seedling {
  readonly kind: Kind;
  /** The file that is mutated, by its path in `files`. */
  readonly file: string;
  /** The whole project, for compose files that name others. */
  readonly files: ReadonlyMap<string, string>;
}

const maxBytes = 64 * 1024;

export function corpus(): readonly Seedling[] {
  const folders = ['test/fixtures', 'examples'].flatMap(filesBelow);
  const byFolder = new Map<string, Map<string, string>>();
  for (const path of folders) {
    const folder = dirname(path);
    const files = byFolder.get(folder) ?? new Map<string, string>();
    byFolder.set(folder, files.set(path.slice(folder.length + 1), readFileSync(path, 'utf8')));
  }
  const cases = allCases().map(({ files }) => new Map(Object.entries(files)));
  return [...byFolder.values(), ...cases].flatMap(seedlings);
}

function seedlings(files: ReadonlyMap<string, string>): readonly Seedling[] {
  return [...files.keys()].flatMap((file) => {
    const kind = kindOf(file);
    return kind === undefined ? [] : [{ kind, file, files }];
  });
}

function kindOf(path: string): Kind | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (/^seaworthy\.ya?ml$/.test(name)) return 'settings';
  if (/\.ya?ml$/.test(name) || isComposeFileName(name)) return 'compose';
  if (/^Dockerfile/.test(name)) return 'dockerfile';
  return /\.env$|^\.env/.test(name) ? 'dotenv' : undefined;
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) => {
    const path = join(entry.parentPath, entry.name);
    return entry.isFile() && !path.includes('node_modules') && statSync(path).size < maxBytes ? [path] : [];
  });
}
