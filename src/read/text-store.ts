// The texts of a project, each read once and kept for positions.
import { isAbsolute } from 'node:path';
import type { ReadProblem, SourceText } from '../model/artifact.ts';
import { realPath } from './disk.ts';
import { absolutePath, isWithin, relativePath } from './paths.ts';
import { readTextFile, type TextFile } from './text-file.ts';

export interface TextStore {
  readonly texts: Map<string, SourceText>;
  /** Files that are there but are no text. */
  readonly problems: ReadonlyMap<string, ReadProblem>;
  /** Text of a file relative to the root (or absolute); undefined when it is absent or refused. */
  read(file: string): string | undefined;
  /** The same without reporting a file that is no text. */
  quietly(file: string, limit?: number): TextFile;
}

/**
 * `boundary`: the folder out of which no path and no link may lead; undefined: the user chose the files. `isPlain` tells
 * of a path relative to the root that no link is in its way.
 */
export function textStore(
  root: string,
  boundary: string | undefined,
  isPlain: (file: string) => boolean,
): TextStore {
  const texts = new Map<string, SourceText>();
  const problems = new Map<string, ReadProblem>();
  const known = new Map<string, TextFile>();

  const load = (file: string, limit?: number): TextFile => {
    const path = isAbsolute(file) ? file : absolutePath(root, file);
    return isPlain(file) || staysIn(boundary, path) ? readTextFile(path, file, limit) : { kind: 'absent' };
  };

  return {
    texts,
    problems,
    read(file) {
      const found = known.get(file) ?? load(file);
      known.set(file, found);
      if (found.kind === 'absent') return undefined;
      texts.set(file, { file, text: found.text });
      if (found.kind === 'text') return found.text;
      problems.set(file, found.problem);
      return undefined;
    },
    quietly(file, limit) {
      const found = known.get(file) ?? load(file, limit);
      known.set(file, found);
      if (found.kind === 'text') texts.set(file, { file, text: found.text });
      return found;
    },
  };
}

function staysIn(boundary: string | undefined, path: string): boolean {
  if (boundary === undefined) return true;
  try {
    const inside = relativePath(boundary, realPath(path));
    return inside !== '..' && !inside.startsWith('../');
  } catch {
    // Absent, or a broken link: reading says so.
    return isWithin(path, boundary);
  }
}
