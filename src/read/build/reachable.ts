// Source files that a file imports, directly and through others.
import { posix } from 'node:path';
import type { FileTree } from '../../model/project.ts';
import { folderOf, foldersAbove, joinPath } from '../paths.ts';

const javascriptEndings = ['', '.js', '.ts', '.mjs', '.cjs', '.mts', '/index.js', '/index.ts', '/index.mjs'];
const pythonEndings = ['.py', '/__init__.py'];

export interface ImportPlace {
  readonly files: FileTree;
  /** The modules as written. */
  readonly importsOf: (file: string) => readonly string[];
  /** Text of a file, or undefined. */
  readonly read: (path: string) => string | undefined;
  /** The file of a class of Java by its whole name. */
  readonly classAt: (name: string) => string | undefined;
}

/** Breadth first: the nearest files come first; at most `limit`. */
export function reachableFrom(
  starts: readonly string[],
  { files, importsOf, read, classAt }: ImportPlace,
  limit: number,
): readonly string[] {
  const found = new Set(starts);
  const roots = [...new Set(starts.map(folderOf))];
  const goModule = starts.some((file) => file.endsWith('.go')) ? goModuleOf(starts, files, read) : undefined;
  for (const file of found) {
    if (found.size >= limit) break;
    for (const module of importsOf(file)) {
      if (file.endsWith('.go')) {
        for (const path of goPackage(module, goModule, files)) found.add(path);
        continue;
      }
      const path = /\.(?:java|kt)$/.test(file)
        ? javaClass(module, classAt)
        : file.endsWith('.py')
          ? pythonModule(module, file, roots, files)
          : javascriptModule(module, file, files);
      if (path !== undefined) found.add(path);
    }
  }
  return [...found].slice(0, limit);
}

/** What is imported may be a class within the class, or a member of it. */
function javaClass(name: string, classAt: ImportPlace['classAt']): string | undefined {
  return classAt(name) ?? classAt(name.replace(/\.[^.]*$/, ''));
}

interface GoModule {
  readonly name: string;
  readonly folder: string;
}

/** The nearest go.mod above the started package. */
function goModuleOf(
  starts: readonly string[],
  files: FileTree,
  read: ImportPlace['read'],
): GoModule | undefined {
  const start = starts.find((file) => file.endsWith('.go'));
  for (const folder of start === undefined ? [] : foldersAbove(start)) {
    if (files.kind(joinPath(folder, 'go.mod')) !== 'file') continue;
    const name = /^module[ \t]+"?([^\s"]+)/m.exec(read(joinPath(folder, 'go.mod')) ?? '')?.[1];
    return name === undefined ? undefined : { name, folder };
  }
  return undefined;
}

/** The files of a package of the same module. */
function goPackage(path: string, module: GoModule | undefined, files: FileTree): readonly string[] {
  if (module === undefined || !path.startsWith(`${module.name}/`)) return [];
  const folder = joinPath(module.folder, path.slice(module.name.length + 1));
  return files
    .below(folder)
    .filter((file) => /^[^/]+\.go$/.test(file.slice(folder.length + 1)) && !file.endsWith('_test.go'));
}

function javascriptModule(module: string, file: string, files: FileTree): string | undefined {
  if (!module.startsWith('.')) return undefined;
  const path = posix.normalize(joinPath(folderOf(file), module));
  const found = existing(path, javascriptEndings, files);
  // TypeScript names the file that it will become: `./x.js` is `./x.ts` here.
  return found ?? (/\.[cm]?js$/.test(path) ? existing(path.replace(/js$/, 'ts'), [''], files) : undefined);
}

/** `.a` stands beside the file, `..a` one folder up; `a.b` below a root: the started file's folder, or one above it. */
function pythonModule(
  module: string,
  file: string,
  roots: readonly string[],
  files: FileTree,
): string | undefined {
  const dots = /^\.*/.exec(module)?.[0].length ?? 0;
  const path = module.slice(dots).replaceAll('.', '/');
  if (dots > 0) {
    const folder = joinPath(folderOf(file), '../'.repeat(dots - 1) || '.');
    return existing(joinPath(folder, path === '' ? '__init__' : path), pythonEndings, files);
  }
  for (const root of roots) {
    for (const base of [root, joinPath(root, '..')]) {
      const found = existing(joinPath(base, path), pythonEndings, files);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function existing(path: string, endings: readonly string[], files: FileTree): string | undefined {
  return endings.map((ending) => `${path}${ending}`).find((each) => files.kind(each) === 'file');
}
