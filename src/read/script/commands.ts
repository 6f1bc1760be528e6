// The commands of a text of the shell, each word with its place.
import type { ScriptCommand } from '../../model/script.ts';
import { commandsOf } from '../../syntax/shell.ts';

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
