// Whether a path that a script names exists, wherever the script may be run.
import type { Project } from '../../model/project.ts';
import type { Script, ScriptWord } from '../../model/script.ts';
import { isMissing } from './path.ts';

/** True when no file of the repository can be meant, and nothing in the script makes one. */
export function isPathMissing(project: Project, script: Script, word: ScriptWord): boolean {
  const path = word.text.replace(/^(?:\.{1,2}\/)+/, '');
  if (
    word.dynamic ||
    bringsFiles(script) ||
    path === '' ||
    !/^[\w./-]+$/.test(path) ||
    word.text.startsWith('/')
  )
    return false;
  // Scripts change folders: a file of that path below any folder will do.
  const isThere = project.files.below('').some((file) => file === path || file.endsWith(`/${path}`));
  if (isThere || !isMissing(project, path)) return false;
  const own = script.file.slice(0, script.file.lastIndexOf('/') + 1);
  if (!isMissing(project, own + path)) return false;
  return !isMade(project, script, word);
}

/** True when the script fetches another repository or an archive, whose files it may then use. */
export function bringsFiles({ commands }: Script): boolean {
  return commands.some(({ words: [program, verb] }) =>
    program?.text === 'git' ? verb?.text === 'clone' : /^(?:tar|unzip|rsync|scp)$/.test(program?.text ?? ''),
  );
}

/** Another command of the script, or a redirection, names the file: it may be made there. */
function isMade(project: Project, script: Script, word: ScriptWord): boolean {
  const text = project.texts.get(script.file)?.text ?? '';
  const name = word.text.replace(/^.*\//, '');
  const makes = /^(?:cp|mv|curl|wget|tee|touch|envsubst|sed|ln|cat|git|install)$/;
  if (
    script.commands.some(
      ({ words }) => makes.test(words[0]?.text ?? '') && words.some((one) => one.text.includes(name)),
    )
  )
    return true;
  // `if [ -f file ]` shows that it may be missing.
  if (
    script.commands.some(
      ({ words }) =>
        /^(?:\[|\[\[|test)$/.test(words[0]?.text ?? '') && words.some((one) => one.text.includes(name)),
    )
  )
    return true;
  const before = text.split(name).slice(0, -1);
  // A document may tell in words that the reader makes the file.
  if (script.kind === 'document') {
    const made =
      /\b(?:creat|sav|download|cop|add|writ|generat|renam|new|own|call|nam|mak|exampl)\w*\b[^\n]{0,120}$/i;
    if (before.some((part) => made.test(part.slice(-200)))) return true;
  }
  return before.some((part) => />\s*["']?[^\s"'>]*$/.test(part.slice(-200)));
}

/** The one compose file of the repository whose name says the same: `compose.prod.yaml` for `docker-compose.prod.yml`. */
export function composeFileMeant({ stacks }: Project, name: string): string | undefined {
  const folder = name.slice(0, name.lastIndexOf('/') + 1);
  const files = new Set(stacks.flatMap((stack) => stack.files).map((file) => file.replace(/^.*\//, '')));
  const alike = [...files].filter((file) => plainName(file) === plainName(name.slice(folder.length)));
  const [file, ...others] = alike;
  return file === undefined || others.length > 0 ? undefined : folder + file;
}

function plainName(file: string): string {
  return file.replace(/^docker-/, '').replace(/\.yml$/, '.yaml');
}
