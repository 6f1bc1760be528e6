// What a build leaves out of node_modules, step by step: installs that omit what only development needs.
import { posix } from 'node:path';
import type { Dockerfile, DockerInstruction } from '../../model/dockerfile.ts';
import { chainOf, fromStage } from './build.ts';
import { instructionsBefore, workdirAt } from './held-files.ts';
import { type RunCommand, runCommands } from './run.ts';

/** What is known of node_modules: by which install it lacks packages, or that it has all or nobody knows. */
type State = RunCommand | undefined;

/**
 * The install that left development packages out of the node_modules in `folder`, as they are when a command of the
 * instruction runs; undefined where they are there, or where something else may have brought them.
 */
export function leftOutAt(
  dockerfile: Dockerfile,
  instruction: DockerInstruction,
  command: RunCommand,
  folder: string,
): State {
  const before = instructionsBefore(dockerfile, instruction);
  const state = stateAfter(dockerfile, before, folder, 0);
  const own = runCommands(dockerfile, instruction).filter(({ span }) => span.start < command.span.start);
  return afterCommands(own, isProduction(before), state);
}

/** The command is an install that leaves development packages out. */
export function leavesOut(
  dockerfile: Dockerfile,
  instruction: DockerInstruction,
  command: RunCommand,
): boolean {
  return isInstall(command) && omits(command, isProduction(instructionsBefore(dockerfile, instruction)));
}

function stateAfter(
  dockerfile: Dockerfile,
  instructions: readonly DockerInstruction[],
  folder: string,
  depth: number,
): State {
  let state: State;
  instructions.forEach((instruction, index) => {
    if (instruction.keyword === 'RUN' && workdirAt(dockerfile, instruction) === folder) {
      const production = isProduction(instructions.slice(0, index));
      state = afterCommands(runCommands(dockerfile, instruction), production, state);
    } else if (instruction.keyword === 'COPY') {
      const from = instruction.flags.find(({ name }) => name === 'from')?.value;
      const source = from === undefined ? undefined : modulesFrom(dockerfile, instruction, folder);
      if (from === undefined || source === undefined) return;
      const stage = fromStage(dockerfile, from);
      const chain = chainOf(dockerfile, stage).toReversed();
      const inside = chain.flatMap((one) => one.instructions);
      state = depth > 4 ? undefined : stateAfter(dockerfile, inside, source, depth + 1);
    }
  });
  return state;
}

/** The folder of another stage whose node_modules come into `folder`; undefined where none do. */
function modulesFrom(
  dockerfile: Dockerfile,
  instruction: DockerInstruction,
  folder: string,
): string | undefined {
  const words = instruction.args.map(({ value }) => value.replace(/\/+$/, ''));
  const target = posix.resolve(workdirAt(dockerfile, instruction) ?? '/', words.at(-1) ?? '');
  for (const word of words.slice(0, -1)) {
    const source = posix.resolve('/', word);
    if (posix.basename(source) !== 'node_modules') {
      if (target === folder) return source;
    } else if (target === folder || target === posix.join(folder, 'node_modules'))
      return posix.dirname(source);
  }
  return undefined;
}

/** `ENV NODE_ENV=production`, which npm, pnpm and yarn take as a wish to leave development packages out. */
function isProduction(instructions: readonly DockerInstruction[]): boolean {
  const set = instructions
    .filter(({ keyword }) => keyword === 'ENV')
    .flatMap(({ pairs }) => pairs)
    .filter(({ name }) => name.value === 'NODE_ENV');
  return set.at(-1)?.value?.value === 'production';
}

function afterCommands(commands: readonly RunCommand[], production: boolean, before: State): State {
  const installs = commands.filter(isInstall);
  const [first] = installs;
  if (first === undefined) return before;
  return installs.every((one) => omits(one, production)) ? first : undefined;
}

function isInstall({ program, args }: RunCommand): boolean {
  const verb = args.find(({ text }) => !text.startsWith('-'))?.text;
  if (program === 'npm') return verb !== undefined && /^(?:ci|clean-install|i|install|add)$/.test(verb);
  if (program === 'yarn') return verb === undefined || verb === 'install' || verb === 'add';
  return (program === 'pnpm' || program === 'bun') && verb !== undefined && /^(?:i|install|add)$/.test(verb);
}

const omitting = /^--(?:omit=dev|only=prod(?:uction)?|production(?:=true)?|prod(?:=true)?)$/;
const including =
  /^(?:--include(?:=dev)?|--production=false|--prod=false|--dev|-D|-g|--global|--only=(?!prod).*)$/;

/** True where the install leaves development packages out; one of named packages may bring any. */
function omits({ program, args, assignments }: RunCommand, production: boolean): boolean {
  const words = args.map(({ text }) => text);
  if (words.some((word) => including.test(word) || word.includes('$'))) return false;
  const isTold = words.some(
    (word, at) =>
      omitting.test(word) ||
      (word === '-P' && program === 'pnpm') ||
      (/^--(?:omit|only)$/.test(word) && /^(?:dev|prod(?:uction)?)$/.test(words[at + 1] ?? '')),
  );
  const plain = words.filter(
    (word, at) => !word.startsWith('-') && !/^--(?:omit|only)$/.test(words[at - 1] ?? ''),
  );
  const hasPackages = plain.length > 1;
  const inEnvironment = production || assignments.some(({ text }) => text === 'NODE_ENV=production');
  return !hasPackages && (isTold || inEnvironment);
}
