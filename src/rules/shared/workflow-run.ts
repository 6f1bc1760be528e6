// The commands that a step's `run` gives to its shell.
import type { Span } from '../../base/span.ts';
import type { ScriptCommand } from '../../model/script.ts';
import type { Job, Step, Workflow } from '../../model/workflow.ts';
import { commandsOf, type ShellCommand, type ShellWord } from '../../syntax/shell.ts';
import { unwrapped } from './wrappers.ts';

export interface StepCommand {
  /** Without its folder and what runs it (`sudo`, `env`, `npx`). */
  readonly program: string;
  /** The program and its arguments, as text. */
  readonly words: readonly string[];
  readonly span: Span;
  readonly operatorBefore: ShellCommand['operatorBefore'];
  readonly depth: number;
  /** Offsets in the step's text. */
  readonly start: number;
  readonly end: number;
  readonly parts: readonly ShellWord[];
}

export interface StepShell {
  /** `bash`, `sh`, `pwsh`, `cmd`, `python`; undefined when not known. */
  readonly name: string | undefined;
  /** True when a failure inside of a pipe fails the step. */
  readonly pipefail: boolean;
}

/**
 * Without `shell:` bash is started with `-e` alone, with `shell: bash` with `-eo pipefail`.
 * Source: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsshell
 */
export function shellOf(workflow: Workflow | undefined, job: Job | undefined, step: Step): StepShell {
  const given = (step.shell ?? job?.defaults.shell ?? workflow?.defaults.shell)?.value;
  if (given === undefined) {
    const isWindows = job?.runsOn.some(({ value }) => /windows|\$\{\{/i.test(value)) === true;
    return { name: isWindows ? undefined : 'bash', pipefail: false };
  }
  if (given.includes('${{')) return { name: undefined, pipefail: true };
  const name = /^[\w./-]+/.exec(given)?.[0].replace(/^.*\//, '');
  return { name, pipefail: given === 'bash' || given.includes('pipefail') };
}

const cache = new WeakMap<Step, readonly StepCommand[]>();

/** Commands of a step whose shell is a POSIX one, substitutions included. */
export function stepCommands(step: Step): readonly StepCommand[] {
  const known = cache.get(step);
  if (known !== undefined) return known;
  const shell = step.shell?.value ?? 'bash';
  const isPosix = /^(?:\S*\/)?(?:ba|z|da|k)?sh\b/.test(shell);
  const commands =
    step.run === undefined || !isPosix
      ? []
      : commandsOf(step.run.value).flatMap((command) => readCommand(step, command));
  cache.set(step, commands);
  return commands;
}

function readCommand(step: Step, command: ShellCommand): StepCommand[] {
  const { run } = step;
  if (run === undefined) return [];
  const { rest } = unwrapped(command.words);
  const parts = withoutRunner(rest);
  const { start, end, operatorBefore, depth } = command;
  return [
    {
      program: (parts[0]?.text ?? '').replace(/^.*\//, ''),
      words: parts.map(({ text }) => text),
      parts,
      span: run.place(start, end),
      start,
      end,
      operatorBefore,
      depth,
    },
  ];
}

const runners: readonly (readonly string[])[] = [
  ['npx'],
  ['bunx'],
  ['uvx'],
  ['pipx', 'run'],
  ['uv', 'run'],
  ['poetry', 'run'],
  ['pipenv', 'run'],
  ['pdm', 'run'],
  ['hatch', 'run'],
  ['bundle', 'exec'],
  ['pnpm', 'exec'],
  ['pnpm', 'dlx'],
  ['yarn', 'dlx'],
  ['npm', 'exec'],
  ['xvfb-run'],
];

/** `uv run pytest` runs pytest. */
function withoutRunner(words: readonly ShellWord[]): readonly ShellWord[] {
  const runner = runners.find((one) => one.every((word, at) => words[at]?.text === word));
  if (runner === undefined) return words;
  let at = runner.length;
  while (words[at]?.text.startsWith('-') === true) at += 1;
  return at < words.length ? words.slice(at) : words;
}

/** Words of the command that are no flags, after the program. */
export function plainArgs({ words }: StepCommand): readonly string[] {
  return words.slice(1).filter((word) => !word.startsWith('-'));
}

/** `set -o pipefail` in the text itself. */
export function setsPipefail(step: Step): boolean {
  return stepCommands(step).some(({ program, words }) => program === 'set' && words.includes('pipefail'));
}

/** The same as those of scripts are, each word with its place. */
export function scriptCommands(step: Step): readonly ScriptCommand[] {
  return stepCommands(step).map(({ parts, span, operatorBefore, depth }) => ({
    words: parts.map(({ text, dynamic, start, end }) => ({
      text,
      dynamic,
      span: step.run?.place(start, end) ?? span,
    })),
    span,
    operatorBefore,
    depth,
  }));
}
