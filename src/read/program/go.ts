// A program in Go: the module, and the package that is its command.
import type { Program } from '../../model/program.ts';
import { folderOf, joinPath, nameOf } from '../paths.ts';
import type { ProgramFolder } from './folder.ts';

export function readGoProgram(folder: ProgramFolder): Program | undefined {
  const text = folder.text('go.mod') ?? '';
  const commands = commandsOf(folder);
  const own = /^module\s+\S*?([\w.-]+)(?:\/v\d+)?\s*$/m.exec(text)?.[1] ?? 'app';
  const main =
    commands.find((one) => one === '') ?? commands.find((one) => nameOf(one) === own) ?? commands[0];
  if (main === undefined) return undefined;
  const others = commands.filter((one) => one !== main);
  const toolchain = /^toolchain\s+go(\d[\w.]*)/m.exec(text)?.[1] ?? /^go\s+(\d[\w.]*)/m.exec(text)?.[1];
  const usesC = /\b(?:mattn\/go-sqlite3|confluentinc\/confluent-kafka-go)\b/.test(text);
  return {
    folder: folder.folder,
    kind: 'go',
    tool: 'go',
    version:
      toolchain === undefined ? undefined : { text: toolchain, file: joinPath(folder.folder, 'go.mod') },
    manifests: ['go.mod', ...(folder.has('go.sum') ? ['go.sum'] : [])],
    lock: folder.has('go.sum') ? 'go.sum' : undefined,
    start: ['/app/server'],
    defaultPort: undefined,
    build: main === '' ? '.' : `./${main}`,
    pages: undefined,
    unclear: unclearOf(main, others, usesC, text),
    sources: folder.sources,
  };
}

function unclearOf(
  main: string,
  others: readonly string[],
  usesC: boolean,
  text: string,
): string | undefined {
  if (usesC) return 'it needs a C compiler to be built, and its libraries to run';
  if (/^replace\s+\S+\s+=>\s+\.\./m.test(text)) return 'its module is built with folders beside it';
  return main !== '' && others.length > 0
    ? `it has several commands (${[main, ...others].slice(0, 4).join(', ')}): which of them is the service is not said`
    : undefined;
}

/** Folders with a main function. */
function commandsOf(folder: ProgramFolder): readonly string[] {
  const candidates = folder.code.filter(
    (file) => /^(?:cmd\/[\w.-]+\/|cmd\/)?\w+\.go$/.test(file) && !file.endsWith('_test.go'),
  );
  const found = candidates.filter((file) => {
    const text = folder.text(file) ?? '';
    return /^package\s+main\b/m.test(text) && /^func\s+main\(\)/m.test(text);
  });
  return [...new Set(found.map(folderOf))].sort();
}
