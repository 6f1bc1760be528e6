// A file is either the old one or the new one, never half of one.
import { renameSync, rmSync, writeFileSync } from 'node:fs';

let written = 0;

export function writeAtomically(path: string, text: string): void {
  written += 1;
  const draft = `${path}.${process.pid}-${written}.tmp`;
  try {
    writeFileSync(draft, text, { mode: 0o600 });
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}
