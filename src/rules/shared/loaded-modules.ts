// What a started Python file loads before it does anything: its imports, and those of the files that it imports.
import { posix } from 'node:path';
import type { FileTree } from '../../model/project.ts';
import type { SourceFile, SourceImport } from '../../model/source.ts';

export interface Loaded {
  readonly by: SourceFile;
  readonly use: SourceImport;
}

export interface Absent extends Loaded {
  /** Where the module or package would lie, without an ending. */
  readonly path: string;
}

export interface LoadedModules {
  /** Imports of modules that lie elsewhere, the first of each. */
  readonly elsewhere: readonly Loaded[];
  /** Imports from packages of the repository that have no such module. */
  readonly absent: readonly Absent[];
  /** Imports from a file by name: the file, and the names. */
  readonly fromFiles: readonly (Loaded & { readonly file: string })[];
}

/** More files than these are a framework's. */
const maximumFiles = 400;

/** A program of Python: `sources` are the files that have been read. */
export interface PythonProgram {
  /** Relative to the root. */
  readonly context: string;
  readonly started: string;
  readonly sources: readonly SourceFile[];
  /** The folder in which Python looks first; undefined where the command does not say it. */
  readonly root: string | undefined;
}

const cache = new WeakMap<readonly SourceFile[], LoadedModules>();

export function loadedModules(program: PythonProgram, files: FileTree): LoadedModules {
  const known = cache.get(program.sources) ?? followed(program, files);
  cache.set(program.sources, known);
  return known;
}

function followed({ started, sources, context, root }: PythonProgram, files: FileTree): LoadedModules {
  const known = new Map(sources.map((source) => [source.file, source]));
  const roots = [...(root === undefined ? [] : [root]), ...rootsOf(started, context)];
  const seen = new Set([started]);
  const elsewhere = new Map<string, Loaded>();
  const absent: Absent[] = [];
  const fromFiles: (Loaded & { readonly file: string })[] = [];
  for (const file of seen) {
    const by = known.get(file);
    if (by === undefined || seen.size > maximumFiles) continue;
    for (const use of by.imports) {
      const place = placeOf(use, file, roots, files);
      if (place === undefined) {
        const [top = ''] = use.module.split('.');
        if (!elsewhere.has(top)) elsewhere.set(top, { by, use });
        continue;
      }
      for (const path of filesOf(place, use.names, files)) seen.add(path);
      const whole = wholeOf(place);
      const isSure = use.module.startsWith('.') || place.root === root;
      if (!isThere(whole, files)) {
        if (isSure) absent.push({ by, use, path: whole });
      } else if (isSure && files.kind(`${whole}.py`) === 'file' && files.kind(whole) === undefined)
        fromFiles.push({ by, use, file: `${whole}.py` });
    }
  }
  return { elsewhere: [...elsewhere.values()], absent, fromFiles };
}

/** The folders in which Python may look: that of the file, and those above it up to the context. */
function rootsOf(started: string, context: string): readonly string[] {
  const roots: string[] = [];
  for (let folder = posix.dirname(started); ; folder = posix.dirname(folder)) {
    roots.push(folder === '.' ? '' : folder);
    if (folder === '.' || folder === context) return roots;
  }
}

interface Place {
  readonly root: string;
  readonly parts: readonly string[];
}

/** Undefined for a module that lies below no root. */
function placeOf(
  { module }: SourceImport,
  file: string,
  roots: readonly string[],
  files: FileTree,
): Place | undefined {
  const dots = /^\.*/.exec(module)?.[0].length ?? 0;
  const parts = module
    .slice(dots)
    .split('.')
    .filter((part) => part !== '');
  if (dots > 0) {
    const root = posix.join(posix.dirname(file), ...Array<string>(dots - 1).fill('..'));
    return { root: root === '.' ? '' : root, parts };
  }
  const root = roots.find((one) => isThere(wholeOf({ root: one, parts: parts.slice(0, 1) }), files));
  return root === undefined ? undefined : { root, parts };
}

function wholeOf({ root, parts }: Place): string {
  return [root, ...parts].filter((part) => part !== '').join('/');
}

function isThere(path: string, files: FileTree): boolean {
  return files.kind(`${path}.py`) === 'file' || files.kind(path) === 'folder';
}

/** The files that are run: of each package on the way, of the module, and of names that are modules. */
function filesOf({ root, parts }: Place, names: readonly string[], files: FileTree): readonly string[] {
  const whole = wholeOf({ root, parts });
  const paths = parts.map((_, at) => wholeOf({ root, parts: parts.slice(0, at + 1) }));
  const candidates = [
    ...paths,
    ...(parts.length === 0 ? [whole] : []),
    ...names.map((name) => posix.join(whole, name)),
  ];
  return candidates.flatMap((path) =>
    [`${path}.py`, `${path}/__init__.py`].filter((file) => files.kind(file) === 'file').slice(0, 1),
  );
}
