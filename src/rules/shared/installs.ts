// The commands of RUN instructions.
import type { DockerInstruction } from '../../model/dockerfile.ts';
import { commandsOf, type ShellCommand } from '../../syntax/shell.ts';

/** Commands of a RUN instruction, nested ones included; the exec form is one command. */
export function runCommands(instruction: DockerInstruction): readonly (readonly string[])[] {
  if (instruction.keyword !== 'RUN') return [];
  if (instruction.form === 'exec') return [instruction.args.map((word) => word.value)];
  const texts = [instruction.raw.value, ...instruction.heredocs.map((doc) => doc.content.value)];
  return texts.flatMap((text) => commandsOf(text)).map(wordsOf);
}

function wordsOf(command: ShellCommand): readonly string[] {
  const words = command.words.map((word) => word.text);
  return words[0] === 'sudo' ? words.slice(1) : words;
}

/** True when the command is `program subcommand …`, options between them allowed. */
export function isCall(words: readonly string[], program: RegExp, subcommand: string): boolean {
  if (!program.test((words[0] ?? '').replace(/^.*\//, ''))) return false;
  return words.slice(1).find((word) => !word.startsWith('-')) === subcommand;
}

/** True when a `--mount=type=cache` (or tmpfs) covers the folder, so that it is not part of the layer. */
export function isMountedAway(instruction: DockerInstruction, folder: string): boolean {
  return instruction.flags.some((flag) => {
    if (flag.name !== 'mount' || !/type=(?:cache|tmpfs)/.test(flag.value ?? '')) return false;
    const target = /(?:^|,)(?:target|dst|destination)=([^,]+)/.exec(flag.value ?? '')?.[1];
    return target !== undefined && (folder.startsWith(target) || target.startsWith(folder));
  });
}
