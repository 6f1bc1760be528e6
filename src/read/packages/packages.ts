// Reads the package files of a repository.
import type { PackageFile } from '../../model/package-file.ts';
import type { FileTree } from '../../model/project.ts';
import { byText, folderOf, nameOf } from '../paths.ts';
import type { TextFile } from '../text-file.ts';
import { readMake } from './make.ts';
import { readNpm } from './npm.ts';
import { readGo, readPyproject } from './versions.ts';

export interface PackageSources {
  readonly file: string;
  readonly folder: string;
  readonly text: string;
  /** Text of a file beside it. */
  readonly beside: (name: string) => string | undefined;
}

const readers: readonly (readonly [RegExp, (from: PackageSources) => PackageFile])[] = [
  [/^package\.json$/, readNpm],
  [/^pyproject\.toml$/, readPyproject],
  [/^go\.mod$/, readGo],
  [/^(?:GNU)?[Mm]akefile$|\.mk$/, readMake],
];

/** More of them are a collection of examples. */
const maximumFiles = 500;

export function packageFiles(files: FileTree, read: (file: string) => TextFile): readonly PackageFile[] {
  const textAt = (file: string) => {
    const found = read(file);
    return found.kind === 'text' ? found.text : undefined;
  };
  const depth = (path: string) => path.split('/').length;
  return files
    .below('')
    .filter((file) => readers.some(([name]) => name.test(nameOf(file))) && !files.isGitIgnored(file))
    .sort((a, b) => depth(a) - depth(b) || byText(a, b))
    .slice(0, maximumFiles)
    .flatMap((file) => {
      const text = textAt(file);
      const reader = readers.find(([name]) => name.test(nameOf(file)))?.[1];
      if (text === undefined || reader === undefined) return [];
      const folder = folderOf(file);
      const beside = (name: string) => textAt(folder === '' ? name : `${folder}/${name}`);
      return [reader({ file, folder, text, beside })];
    });
}
