// A folder of examples/ as files, for trying kinds on a whole system.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Files } from './generating.ts';

const examples = join(import.meta.dirname, '..', '..', 'examples');

export function exampleFiles(path: string): Files {
  const root = join(examples, path);
  const files: Record<string, string> = {};
  const walk = (folder: string) => {
    for (const name of readdirSync(folder)) {
      if (name === 'node_modules' || name === '.seaworthy') continue;
      const inner = join(folder, name);
      if (statSync(inner).isDirectory()) walk(inner);
      else files[relative(root, inner)] = readFileSync(inner, 'utf8');
    }
  };
  walk(root);
  return files;
}
