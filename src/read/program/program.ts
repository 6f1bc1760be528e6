// Finds the folders that hold a program: by the file that its package manager, compiler or server looks for.
import type { Program } from '../../model/program.ts';
import type { FileTree } from '../../model/project.ts';
import type { SourceFile } from '../../model/source.ts';
import { languageOf } from '../artifact-kind.ts';
import { byText, folderOf, isWithin, joinPath, nameOf } from '../paths.ts';
import { readSource } from '../source/read-source.ts';
import type { TextFile } from '../text-file.ts';
import type { ProgramFolder } from './folder.ts';
import { readGoProgram } from './go.ts';
import { readJavaProgram } from './java.ts';
import { readNodeProgram } from './node.ts';
import { readPythonProgram } from './python.ts';

const marks: readonly (readonly [RegExp, (folder: ProgramFolder) => Program | undefined])[] = [
  [/^package\.json$/, readNodeProgram],
  [/^(?:pyproject\.toml|requirements\.txt|Pipfile)$/, readPythonProgram],
  [/^go\.mod$/, readGoProgram],
  [/^(?:pom\.xml|build\.gradle(?:\.kts)?)$/, readJavaProgram],
  [/^index\.html$/, readPages],
];

/** More of either is a collection of examples, or tells nothing new. */
const maximumPrograms = 100;
const maximumSources = 150;

/** Not the program itself: tests, tools and documents of it. */
const beside =
  /(?:^|\/)(?:tests?|__tests__|e2e|fixtures?|docs?|examples?|node_modules|vendor|dist|build|public|static|templates?|src|website)(?:\/|$)/;

export function programsOf(files: FileTree, read: (file: string) => TextFile): readonly Program[] {
  const all = files.below('').filter((file) => !files.isGitIgnored(file));
  const textAt = (file: string) => {
    const found = read(file);
    return found.kind === 'text' ? found.text : undefined;
  };
  const programs: Program[] = [];
  for (const [mark, reader] of marks) {
    const folders = new Set(all.filter((file) => mark.test(nameOf(file))).map(folderOf));
    for (const folder of [...folders].sort(byText)) {
      if (programs.length >= maximumPrograms || beside.test(folder)) continue;
      // One program a folder; pages below another program are its own.
      const isPage = reader === readPages;
      if (programs.some((one) => (isPage ? isWithin(folder, one.folder) : one.folder === folder))) continue;
      const program = reader(folderAt(folder, all, textAt));
      if (program !== undefined) programs.push(program);
    }
  }
  return programs.sort((a, b) => byText(a.folder, b.folder));
}

function folderAt(
  folder: string,
  all: readonly string[],
  textAt: (file: string) => string | undefined,
): ProgramFolder {
  const known = new Set(all);
  const inner = all.filter((file) => isWithin(file, folder));
  const code = inner.filter((file) => languageOf(file) !== undefined).slice(0, maximumSources * 4);
  let sources: readonly SourceFile[] | undefined;
  return {
    folder,
    text: (name) => (known.has(joinPath(folder, name)) ? textAt(joinPath(folder, name)) : undefined),
    has: (name) => known.has(joinPath(folder, name)),
    code: code.map((file) => (folder === '' ? file : file.slice(folder.length + 1))),
    get sources() {
      sources ??= code.slice(0, maximumSources).flatMap((file) => readSource(file, textAt(file) ?? '') ?? []);
      return sources;
    },
    above(name) {
      for (let at = folder; ; at = folderOf(at)) {
        const file = joinPath(at, name);
        const text = known.has(file) ? textAt(file) : undefined;
        if (text !== undefined) return { file, text };
        if (at === '') return undefined;
      }
    },
  };
}

/** Pages that are served as they are. */
function readPages({ folder }: ProgramFolder): Program {
  return {
    folder,
    kind: 'static',
    tool: 'none',
    version: undefined,
    manifests: [],
    lock: undefined,
    start: undefined,
    defaultPort: undefined,
    build: undefined,
    pages: '.',
    unclear: undefined,
    sources: [],
  };
}
