// What the scripts of a package.json run.
import type { Located } from '../../base/span.ts';
import type { ScriptCommand } from '../../model/script.ts';
import { readYaml } from '../../syntax/yaml.ts';
import { textMapAt } from '../../syntax/yaml-path.ts';
import { commandsIn } from '../script/commands.ts';

export interface NpmSteps extends Located<string> {
  readonly commands: readonly ScriptCommand[];
}

export function npmSteps(file: string, text: string): ReadonlyMap<string, NpmSteps> {
  // JSON is YAML, and this reader knows places; tabs stand for the same blank.
  const root = readYaml(file, text.replaceAll('\t', ' ')).documents[0]?.root;
  const scripts = textMapAt(root, 'scripts');
  return new Map(
    [...scripts].map(([name, script]) => [name, { ...script, commands: stepsOf(text, script) }]),
  );
}

/** Words stand where they are written, but for a text with escapes: they then stand at the whole of it. */
export function stepsOf(text: string, command: Located<string> | undefined): readonly ScriptCommand[] {
  if (command === undefined) return [];
  const { file, start, end } = command.span;
  const found = commandsIn(file, command.value, start + 1);
  if (text.slice(start + 1, end - 1) === command.value) return found;
  return found.map((each) => ({
    ...each,
    span: command.span,
    words: each.words.map((word) => ({ ...word, span: command.span })),
  }));
}
