// The words of a command that name things, and the paths of the repository that they mean.
import type { PlacedCommand } from '../../../model/ci.ts';
import type { Project } from '../../../model/project.ts';
import type { ScriptCommand, ScriptWord } from '../../../model/script.ts';

/** The commands with the folder that each runs in, as far as `cd` says it. */
export function placed(
  project: Project,
  commands: readonly ScriptCommand[],
  start: string,
): readonly PlacedCommand[] {
  let folder = start;
  return commands.map((command) => {
    const here = { ...command, folder };
    const [program, path] = command.words;
    if (program?.text === 'cd' && path?.dynamic === false)
      folder = fromHere(project, folder, path.text) ?? folder;
    return here;
  });
}

/** Values of flags, as the next word or behind `=`. */
export function valuesOf(
  words: readonly ScriptWord[],
  flags: readonly string[],
  dynamic = false,
): readonly ScriptWord[] {
  return words.flatMap((word, at) => {
    const split = word.text.indexOf('=');
    const isJoined = split > 0 && flags.includes(word.text.slice(0, split));
    const isNext = at > 1 && flags.includes(words[at - 1]?.text ?? '');
    const found = isJoined ? { ...word, text: word.text.slice(split + 1) } : isNext ? word : undefined;
    return found === undefined || (word.dynamic && !dynamic) ? [] : [found];
  });
}

/** Scripts are run from their own folder, or from the root. */
export function fromHere(project: Project, folder: string, path: string): string | undefined {
  const { files } = project;
  const inCheckout = /^(?:\$\{?CI_PROJECT_DIR\}?|\$\{\{\s*github\.workspace\s*\}\})(?:\/+(.*))?$/.exec(path);
  if (inCheckout !== null) return fromHere(project, '', inCheckout[1] ?? '.');
  if (path.startsWith('/') || /[$*?]|:\/\//.test(path)) return undefined;
  const plain = path.replace(/^(?:\.\/)+/, '').replace(/\/+$/, '');
  const own = folder.split('/').filter((part) => part !== '');
  const rest = plain.split('/');
  while (rest[0] === '..') {
    rest.shift();
    own.pop();
  }
  const candidates = [[...own, ...rest].join('/'), plain.replace(/^(?:\.\.\/)+/, '')];
  return candidates.find((one) => one === '' || files.kind(one) !== undefined);
}
