// Reads a shell script or Makefile into its commands.
import type { Script, ScriptCommand } from '../../model/script.ts';
import { commandsOf } from '../../syntax/shell.ts';
import { nameOf } from '../paths.ts';

const makefile = /^(?:GNU)?[Mm]akefile$|\.mk$/;

export function isScriptName(path: string): boolean {
  const name = nameOf(path);
  return /\.(?:sh|bash)$/.test(name) || makefile.test(name);
}

/** Undefined for scripts that start no container and dump no database: most are of no concern here. */
export function readScript(file: string, text: string): Script | undefined {
  if (!/\bdocker\b|docker-compose|_dump|dump\b/.test(text)) return undefined;
  if (!makefile.test(nameOf(file))) return shellScriptOf(file, text);
  const commands = recipesOf(text).flatMap(({ line, at }) => commandsIn(file, line, at));
  return { file, kind: 'make', commands, pipefail: text.includes('pipefail') };
}

export function shellScriptOf(file: string, text: string): Script {
  const commands = commandsIn(file, text, 0);
  const pipefail = commands.some(
    ({ words }) => words[0]?.text === 'set' && words.some((word) => word.text === 'pipefail'),
  );
  return { file, kind: 'shell', commands, pipefail: pipefail || /^#!.*pipefail/.test(text) };
}

export function commandsIn(file: string, text: string, base: number): readonly ScriptCommand[] {
  return commandsOf(text).map(({ words, start, end, operatorBefore, depth }) => ({
    words: words.map((word) => ({
      text: word.text,
      span: { file, start: base + word.start, end: base + word.end },
      dynamic: word.dynamic,
    })),
    span: { file, start: base + start, end: base + end },
    operatorBefore,
    depth,
  }));
}

/** Recipe lines, continued ones whole, without the `@`, `-` and `+` in front. */
function recipesOf(text: string): readonly { readonly line: string; readonly at: number }[] {
  const recipes: { line: string; at: number }[] = [];
  for (const match of text.matchAll(/^\t[@+-]*((?:[^\n\\]|\\[\s\S])*)/gm)) {
    const line = match[1] ?? '';
    recipes.push({ line, at: match.index + match[0].length - line.length });
  }
  return recipes;
}
