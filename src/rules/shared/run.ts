// The shell texts of RUN instructions as commands, each word with its place in the file.
import type { Span } from '../../base/span.ts';
import type { Dockerfile, DockerInstruction, TextPiece } from '../../model/dockerfile.ts';
import { spanInPieces } from '../../syntax/dockerfile.ts';
import { commandsOf, type ShellCommand, type ShellWord } from '../../syntax/shell.ts';
import { baseName, defaultShell, posixShell, type Shell, shellOf } from './run-shell.ts';
import { unwrapped } from './wrappers.ts';

export interface RunWord {
  /** Without quotes and escapes; `$…` expressions as written. */
  readonly text: string;
  /** As written. */
  readonly raw: string;
  readonly span: Span;
  /** Where it begins in the text of its script. */
  readonly at: number;
  readonly dynamic: boolean;
  readonly quoted: boolean;
}

export interface RunCommand {
  /** The program's name without its folder, wrappers like `sudo` and `env` left out; empty for assignments alone. */
  readonly program: string;
  /** The program and its arguments. */
  readonly words: readonly RunWord[];
  readonly args: readonly RunWord[];
  readonly assignments: readonly RunWord[];
  /** What stands before the program and runs it: `sudo -E`, `env A=b`, `xargs`. */
  readonly wrappers: readonly RunWord[];
  readonly span: Span;
  readonly operatorBefore: ShellCommand['operatorBefore'];
  readonly depth: number;
}

/** One text that one shell runs, or the words of an exec form. */
export interface RunScript {
  readonly text: string;
  readonly commands: readonly RunCommand[];
  readonly shell: Shell;
  /** Not the instruction's own text: a here-document, or the text after `sh -c`. */
  readonly inner: boolean;
}

/** True when the span covers just the word, so that an edit can stand on it. */
export function isPlaced({ span, raw }: RunWord): boolean {
  return span.end - span.start === raw.length;
}

const cache = new WeakMap<DockerInstruction, readonly RunScript[]>();

/** Texts that the instruction's RUN (its own, or that of ONBUILD) hands to a POSIX shell. */
export function runScripts(dockerfile: Dockerfile, instruction: DockerInstruction): readonly RunScript[] {
  const known = cache.get(instruction);
  if (known !== undefined) return known;
  const run = instruction.trigger ?? instruction;
  const shell = run.keyword === 'RUN' ? shellOf(dockerfile, instruction) : undefined;
  const scripts = shell === undefined ? [] : readScripts(run, shell);
  cache.set(instruction, scripts);
  return scripts;
}

const commandCache = new WeakMap<readonly RunScript[], readonly RunCommand[]>();

export function runCommands(dockerfile: Dockerfile, instruction: DockerInstruction): readonly RunCommand[] {
  const scripts = runScripts(dockerfile, instruction);
  const known = commandCache.get(scripts) ?? scripts.flatMap(({ commands }) => commands);
  commandCache.set(scripts, known);
  return known;
}

/** A text and where its parts stand; without pieces every word stands at `whole`. */
interface Source {
  readonly text: string;
  readonly file: string;
  readonly pieces: readonly TextPiece[] | undefined;
  readonly whole: Span;
}

function readScripts(run: DockerInstruction, shell: Shell): readonly RunScript[] {
  if (run.form === 'exec') return execScripts(run);
  const { file } = run.span;
  const own = scriptsOf(
    { text: run.raw.value, file, pieces: run.pieces, whole: run.raw.span },
    shell,
    false,
    0,
  );
  // Without a command of its own the here-document is the script; after a shell's name it is that shell's.
  const fed = own[0]?.commands.find(({ program, args }) => posixShell.test(program) && !hasScript(args));
  const isFed = fed !== undefined || own[0]?.commands.length === 0;
  if (!isFed) return own;
  const inner = run.heredocs.flatMap(({ content, pieces }) => {
    const shebang = /^#!\s*(\S+)(?:[ \t]+(\S+))?/.exec(content.value);
    const named = shebang?.[1]?.endsWith('/env') === true ? shebang[2] : shebang?.[1];
    const name = fed?.program ?? (named === undefined ? shell.name : baseName(named));
    if (!posixShell.test(name)) return [];
    const stopsOnError =
      fed === undefined ? shell.stopsOnError : fed.args.some(({ text }) => /^-\w*e/.test(text));
    const used = { ...shell, name, stopsOnError };
    return scriptsOf({ text: content.value, file, pieces, whole: content.span }, used, true, 0);
  });
  return [...own, ...inner];
}

function hasScript(args: readonly RunWord[]): boolean {
  return args.some(({ text }) => !/^[-+]/.test(text) && text !== 'pipefail');
}

function execScripts(run: DockerInstruction): readonly RunScript[] {
  const words: RunWord[] = run.args.map(({ value, span }) => ({
    text: value,
    raw: value,
    span,
    at: 0,
    dynamic: false,
    quoted: true,
  }));
  if (words.length === 0) return [];
  const shell: Shell = { ...defaultShell, isDefault: false };
  const command = commandOf(words, [], { operatorBefore: '', depth: 0 }, run.raw.span);
  const own: RunScript = { text: '', commands: [command], shell, inner: false };
  const source = { text: '', file: run.span.file, pieces: undefined, whole: run.raw.span };
  return [own, ...shellTexts([command], source, 0)];
}

const maximumDepth = 4;

function scriptsOf(source: Source, shell: Shell, inner: boolean, depth: number): readonly RunScript[] {
  const commands = commandsOf(source.text).map((command) => readCommand(command, source));
  const own: RunScript = { text: source.text, commands, shell: withSet(shell, commands), inner };
  return depth >= maximumDepth ? [own] : [own, ...shellTexts(commands, source, depth + 1)];
}

/** `set -e`, `set -euxo pipefail` at the beginning of a text. */
function withSet(shell: Shell, commands: readonly RunCommand[]): Shell {
  const set = commands.filter(({ program }) => program === 'set').flatMap(({ args }) => args);
  if (set.length === 0) return shell;
  const words = set.map(({ text }) => text);
  return {
    ...shell,
    stopsOnError:
      shell.stopsOnError || words.some((word) => /^-[a-zA-Z]*e/.test(word)) || words.includes('errexit'),
    pipefail: shell.pipefail || words.includes('pipefail'),
  };
}

/** The texts of `sh -c "…"`. */
function shellTexts(commands: readonly RunCommand[], source: Source, depth: number): readonly RunScript[] {
  return commands.flatMap(({ program, args }) => {
    if (!posixShell.test(program)) return [];
    const flag = args.findIndex(({ text }) => /^-[a-zA-Z]*c$/.test(text));
    const word = flag === -1 ? undefined : args[flag + 1];
    if (word === undefined) return [];
    const isPlain = word.raw.length === word.text.length + 2 && word.raw.slice(1, -1) === word.text;
    const pieces = isPlain ? piecesFrom(source.pieces, word.at + 1) : undefined;
    const flags = args.slice(0, flag + 1).map(({ text }) => text);
    const shell: Shell = {
      name: program,
      stopsOnError: flags.some((text) => /^-[a-zA-Z]*e/.test(text)),
      pipefail: flags.includes('pipefail'),
      isDefault: false,
    };
    return scriptsOf({ ...source, text: word.text, pieces, whole: word.span }, shell, true, depth);
  });
}

function piecesFrom(pieces: Source['pieces'], start: number): Source['pieces'] {
  const first = pieces?.findLast(({ at }) => at <= start);
  if (pieces === undefined || first === undefined) return undefined;
  const later = pieces.filter(({ at }) => at > start);
  return [
    { at: 0, offset: first.offset + start - first.at },
    ...later.map(({ at, offset }) => ({ at: at - start, offset })),
  ];
}

function readCommand(command: ShellCommand, source: Source): RunCommand {
  const words = command.words.map((word) => wordIn(word, source));
  const assignments = command.assignments.map((word) => wordIn(word, source));
  return commandOf(words, assignments, command, spanIn(source, command.start, command.end));
}

function commandOf(
  words: readonly RunWord[],
  assignments: readonly RunWord[],
  { operatorBefore, depth }: Pick<ShellCommand, 'operatorBefore' | 'depth'>,
  span: Span,
): RunCommand {
  const { wrappers, rest } = unwrapped(words);
  const program = baseName(rest[0]?.text ?? '');
  return { program, words: rest, args: rest.slice(1), assignments, wrappers, span, operatorBefore, depth };
}

function wordIn({ text, start, end, dynamic, quoted }: ShellWord, source: Source): RunWord {
  return {
    text,
    raw: source.text.slice(start, end),
    span: spanIn(source, start, end),
    at: start,
    dynamic,
    quoted,
  };
}

function spanIn({ file, pieces, whole }: Source, start: number, end: number): Span {
  return pieces === undefined ? whole : spanInPieces({ file, pieces }, start, end);
}

/** What follows an `||` takes the failure away, unless it fails itself. */
export function isForgiven<T extends Pick<RunCommand, 'operatorBefore' | 'program'>>(
  command: T,
  commands: readonly T[],
): boolean {
  const next = commands[commands.indexOf(command) + 1];
  return next?.operatorBefore === '||' && !/^(?:exit|false|return)$/.test(next.program);
}
