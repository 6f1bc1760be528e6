// The file that an image's command starts, where the Dockerfile makes plain which one that is.
import { posix } from 'node:path';
import type { Span } from '../../base/span.ts';
import { nearest } from '../../base/text.ts';
import type { Dockerfile, DockerInstruction, ImageFacts, Stage } from '../../model/dockerfile.ts';
import type { CommandLine } from '../../model/service.ts';
import { commandsOf } from '../../syntax/shell.ts';
import { chainOf } from './build.ts';
import { workdirAt } from './held-files.ts';
import { runText } from './installs.ts';
import { type RunCommand, runCommands } from './run.ts';

export interface StartedFile {
  /** As written. */
  readonly path: string;
  readonly at: Span;
}

/** `node server.js`, `java -jar /app.jar`, `/entrypoint.sh`: absolute, or relative to the working folder. */
export function startedFile({ entrypoint, cmd }: ImageFacts): StartedFile | undefined {
  const line = entrypoint ?? cmd;
  if (line === undefined) return undefined;
  const own = wordsOf(line);
  const more =
    entrypoint !== undefined && entrypoint.form === 'exec' && cmd?.form === 'exec' ? wordsOf(cmd) : [];
  const words = withoutStarters([...(own ?? []), ...(more ?? [])]);
  const path = fileIn(words);
  if (own === undefined || path === undefined || !/^[\w./-]+$/.test(path) || !programFile.test(path))
    return undefined;
  const isOwn = entrypoint === undefined || own.includes(path);
  return { path, at: isOwn || cmd === undefined ? line.span : cmd.span };
}

const programFile = /\.(?:[cm]?js|py|rb|php|sh|jar)$/;

/** The words of the one command that is run; undefined where a shell text runs several. */
export function wordsOf(line: CommandLine): readonly string[] | undefined {
  const words = line.words.map(({ value }) => value);
  const isShell =
    line.form === 'exec' && /^(?:\/bin\/)?(?:ba|da|a)?sh$/.test(words[0] ?? '') && words[1] === '-c';
  if (line.form === 'exec' && !isShell) return words;
  const commands = commandsOf(isShell ? (words[2] ?? '') : words.join(' '));
  return commands.length === 1 ? commands[0]?.words.map(({ text }) => text) : undefined;
}

/** Programs that only start another one. */
export function withoutStarters(words: readonly string[]): readonly string[] {
  const [first = '', ...rest] = words;
  if (first === 'exec') return withoutStarters(rest);
  if (!/^(?:\/[\w/]+\/)?(?:tini|dumb-init)$/.test(first)) return words;
  const end = rest.findIndex((word) => !word.startsWith('-') || word === '--');
  return end === -1 ? [] : rest.slice(rest[end] === '--' ? end + 1 : end);
}

function fileIn([program = '', ...args]: readonly string[]): string | undefined {
  if (program.includes('/') && programFile.test(program)) return program;
  const name = program.replace(/^\/usr(?:\/local)?\/bin\/|^\/bin\//, '');
  if (name === 'java') {
    const at = args.indexOf('-jar');
    return at === -1 ? undefined : args[at + 1];
  }
  if (name === 'streamlit' && args[0] === 'run') return args[1];
  if (!/^(?:node|python3?|ruby|php|sh|bash|dash|ash)$/.test(name)) return undefined;
  const at = args.findIndex((arg) => !arg.startsWith('-'));
  // After these stands something else than the program's file.
  const isOther = args
    .slice(0, at)
    .some((arg) => /^-[a-zA-Z]*[rmecISW]$|^--(?:require|import|loader|eval|print)$/.test(arg));
  return at === -1 || isOther ? undefined : args[at];
}

/** Where the file lies in the image; undefined where a variable or the base decides. */
export function placeOf(stage: Stage, { path }: StartedFile): string | undefined {
  if (path.startsWith('/')) return posix.normalize(path);
  const folder = stage.image.workdir?.value;
  return folder?.startsWith('/') === true && !folder.includes('$') ? posix.join(folder, path) : undefined;
}

/** A file of nearly the same name that a COPY puts into the same folder, where nothing speaks of the one named. */
export function nearCopied(dockerfile: Dockerfile, stage: Stage, path: string) {
  const name = posix.basename(path);
  const instructions = chainOf(dockerfile, stage).flatMap((one) => one.instructions);
  const brought = instructions.filter(({ keyword }) => /^(?:RUN|COPY|ADD)$/.test(keyword));
  if (brought.some((one) => speaksOf(runText(one), name))) return undefined;
  const places = brought.flatMap((copy) => targetsOf(dockerfile, copy).map((file) => ({ file, copy })));
  const beside = places.filter(({ file }) => posix.dirname(file) === posix.dirname(path));
  const right = nearest(
    name,
    beside.map(({ file }) => posix.basename(file)),
    2,
  );
  return beside.find(({ file }) => posix.basename(file) === right);
}

function speaksOf(text: string, name: string): boolean {
  return text.includes(name) && text.split(/[\s/"'=:;|&(),]+/).includes(name);
}

/** The files that a COPY makes under names that can be read off. */
function targetsOf(dockerfile: Dockerfile, instruction: DockerInstruction): readonly string[] {
  if (instruction.keyword === 'RUN') return [];
  const sources = instruction.args.slice(0, -1).map(({ value }) => value);
  const target = instruction.args.at(-1)?.value ?? '$';
  const folder = target.startsWith('/') ? '/' : (workdirAt(dockerfile, instruction) ?? '$');
  if (`${folder}${target}`.includes('$')) return [];
  const path = posix.join(folder, target);
  const isFile = sources.length === 1 && programFile.test(target);
  if (isFile) return [path];
  return sources
    .filter((source) => programFile.test(source) && !/[*?$[]/.test(source))
    .map((source) => posix.join(path, posix.basename(source)));
}

/** True when the stage makes no program files: it copies, installs packages and sets rights. */
export function onlyCopies(dockerfile: Dockerfile, stage: Stage, path: string): boolean {
  return chainOf(dockerfile, stage).every((one) =>
    one.instructions.every((instruction) => {
      if (instruction.keyword === 'RUN') {
        const commands = runCommands(dockerfile, instruction);
        return commands.length > 0 && commands.every(isInstall);
      }
      const isFrom = instruction.flags.some(({ name }) => name === 'from');
      return !isFrom || !isAbove(dockerfile, instruction, path);
    }),
  );
}

/** A folder is copied to where the file would lie, and nobody knows what it holds. */
export function copiesWhole(dockerfile: Dockerfile, stage: Stage, path: string): boolean {
  return stage.instructions.some(
    (copy) =>
      /^(?:COPY|ADD)$/.test(copy.keyword) &&
      !copy.flags.some(({ name }) => name === 'from') &&
      copy.args.slice(0, -1).some(({ value }) => !/\.\w+$/.test(value) || /[*?]/.test(value)) &&
      isAbove(dockerfile, copy, path),
  );
}

/** True when what is copied lands at the path, or in a folder above it. */
function isAbove(dockerfile: Dockerfile, copy: DockerInstruction, path: string): boolean {
  const target = copy.args.at(-1)?.value ?? '$';
  const folder = target.startsWith('/') ? '/' : (workdirAt(dockerfile, copy) ?? '$');
  const whole = posix.join(folder, target).replace(/\/+$/, '');
  return whole.includes('$') || `${path}/`.startsWith(`${whole}/`);
}

/** Installs packages or sets rights; makes no program files. */
function isInstall({ words }: RunCommand): boolean {
  const text = words.map((word) => word.text).join(' ');
  return /^(?:npm (?:ci|i|install|cache|prune)|yarn(?: install)?|pnpm install|(?:python3? -m )?pip3? install|apk (?:add|update|upgrade)|apt(?:-get)? |rm |mkdir |chown |chmod |adduser |addgroup |useradd |groupadd )/.test(
    `${text} `,
  );
}
