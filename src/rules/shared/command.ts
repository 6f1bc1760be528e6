// The programs that a command line calls.
import type { Span } from '../../base/span.ts';
import type { BuildLink } from '../../model/project.ts';
import type { CommandLine, Healthcheck, Service } from '../../model/service.ts';
import { commandsOf, type ShellCommand } from '../../syntax/shell.ts';
import { stageOf } from './image.ts';

/** The health check that the engine will run, from the compose file or the Dockerfile. */
export function healthcheckOf(service: Service, link: BuildLink | undefined): Healthcheck | undefined {
  const own = service.healthcheck;
  const shipped = stageOf(link)?.image.healthcheck;
  // `interval` and the like alone leave the image's own test in place.
  if (own !== undefined && own.test === undefined && !own.disabled && shipped !== undefined) return shipped;
  return own ?? shipped;
}

/** Words after `CMD` or `CMD-SHELL`. */
function wordsOf(line: CommandLine): readonly string[] {
  const words = line.words.map((word) => word.value);
  return words[0] === 'CMD' || words[0] === 'CMD-SHELL' ? words.slice(1) : words;
}

/** The text that a shell runs, when one does: shell form, or `sh -c text`. */
export function shellTextOf(line: CommandLine): string | undefined {
  const words = wordsOf(line);
  if (line.form === 'shell' || line.words[0]?.value === 'CMD-SHELL') return words.join(' ');
  const [program = '', flag = '', text] = words;
  return /(?:^|\/)(?:ba|da|a)?sh$/.test(program) && /^-\w*c$/.test(flag) ? text : undefined;
}

export function lineText(line: CommandLine | undefined): string {
  return line === undefined ? '' : wordsOf(line).join(' ');
}

interface CalledProgram {
  readonly name: string;
  readonly at: Span;
}

const endings = new Set(['exit', 'true', 'false', ':', 'kill', 'echo', 'return']);

/** Programs without which the check fails: a program that has a stand-in after `||` is left out. */
export function neededPrograms(line: CommandLine): readonly CalledProgram[] {
  const text = shellTextOf(line);
  const at = line.span;
  const first = wordsOf(line)[0];
  if (text === undefined) return first === undefined ? [] : [{ name: programName(first), at }];
  const shell = line.form === 'shell' || first === undefined ? 'sh' : programName(first);
  const commands = commandsOf(text).filter((command) => command.depth === 0);
  const names = commands.flatMap((command, index) => {
    const name = command.words[0];
    if (name === undefined || name.dynamic || hasStandIn(commands, index)) return [];
    return [programName(name.text)];
  });
  return [...new Set([shell, ...names])].map((name) => ({ name, at }));
}

function hasStandIn(commands: readonly ShellCommand[], index: number): boolean {
  const own = commands[index];
  const rest = commands.slice(index + 1);
  const other = rest.find((command) => command.operatorBefore === '||');
  const before = commands.slice(0, index + 1).some((command) => command.operatorBefore === '||');
  const isAlternative = own?.words[0] !== undefined && before;
  return isAlternative || (other !== undefined && !endings.has(other.words[0]?.text ?? 'exit'));
}

function programName(word: string): string {
  return word.replace(/^.*\//, '');
}
