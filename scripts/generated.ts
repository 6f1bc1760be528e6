// Writing generated files, or comparing them with what stands on disk (`--check`).
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

export interface GeneratedSet {
  /** Path relative to the repository, and the text that must stand there. */
  readonly files: ReadonlyMap<string, string>;
  /** Paths that stand on disk and are no longer generated. */
  readonly obsolete: readonly string[];
  /** The command that writes the set. */
  readonly command: string;
}

/** Paths whose text on disk differs from what is generated, or that should not be there. */
export function staleFiles(set: GeneratedSet): readonly string[] {
  const stale = [...set.files].filter(
    ([path, text]) => !existsSync(path) || readFileSync(path, 'utf8') !== text,
  );
  return [...stale.map(([path]) => path), ...set.obsolete].sort();
}

/** Writes the set, or with `check` only says what is stale; the exit code tells which. */
export function finish(set: GeneratedSet, check: boolean): void {
  const stale = staleFiles(set);
  if (check) {
    if (stale.length === 0) return;
    process.stderr.write(`${stale.map((path) => `stale: ${path}\n`).join('')}run: ${set.command}\n`);
    process.exitCode = 1;
    return;
  }
  for (const path of set.obsolete) rmSync(path);
  for (const path of stale) {
    const text = set.files.get(path);
    if (text === undefined) continue;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  process.stdout.write(`${set.files.size} files, ${stale.length} changed\n`);
}
