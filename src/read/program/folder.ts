// A folder as the readers of programs see it.
import type { Program } from '../../model/program.ts';
import type { SourceFile } from '../../model/source.ts';

/** What is known of one folder. */
export interface ProgramFolder {
  readonly folder: string;
  /** Text of a file below the folder. */
  text(name: string): string | undefined;
  has(name: string): boolean;
  /** Files below the folder, relative to it, that hold code of the language. */
  readonly code: readonly string[];
  readonly sources: readonly SourceFile[];
  /** Text of a file in the folder or the nearest above it, with its path. */
  above(name: string): { readonly file: string; readonly text: string } | undefined;
}

/** The first word of a file such as .nvmrc. */
export function versionFile(folder: ProgramFolder, names: readonly string[]): Program['version'] {
  for (const name of names) {
    const found = folder.above(name);
    const text = found?.text.split('\n')[0]?.trim();
    if (found !== undefined && text !== undefined && text !== '') return { text, file: found.file };
  }
  return undefined;
}
