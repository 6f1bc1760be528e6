// What stands in a variable that a command is given: `deps='gcc make' && apk add $deps`.
import type { Dockerfile, DockerInstruction } from '../../model/dockerfile.ts';
import { type RunWord, runCommands } from './run.ts';
import { valueAt } from './variables.ts';

/** The words that a lone variable holds, all at its place; the word itself where nobody can tell. */
export function givenWords(
  dockerfile: Dockerfile,
  instruction: DockerInstruction,
  word: RunWord,
): readonly RunWord[] {
  const name = word.dynamic ? /^\$(?:(\w+)|\{(\w+)\})$/.exec(word.text)?.slice(1).find(Boolean) : undefined;
  if (name === undefined) return [word];
  const text =
    assigned(dockerfile, instruction, name, word.span.start) ?? valueAt(dockerfile, instruction, word.text);
  const parts = text?.split(/[\s\\]+/).filter((part) => part !== '') ?? [];
  if (parts.length === 0 || /[$`]/.test(text ?? '')) return [word];
  return parts.map((part) => ({ ...word, text: part, dynamic: false }));
}

/** The text that the shell itself gave the variable before. */
function assigned(
  dockerfile: Dockerfile,
  instruction: DockerInstruction,
  name: string,
  before: number,
): string | undefined {
  const given = runCommands(dockerfile, instruction)
    .filter(({ program, span }) => (program === '' || program === 'export') && span.start < before)
    .flatMap(({ assignments, args }) => [...assignments, ...args])
    .findLast(({ text }) => text.startsWith(`${name}=`));
  return given?.text.slice(name.length + 1);
}
