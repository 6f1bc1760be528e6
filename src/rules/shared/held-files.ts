// Which file of the build context lies at a path of the image while an instruction runs.
import { posix } from 'node:path';
import type { Dockerfile, DockerInstruction, Stage } from '../../model/dockerfile.ts';
import type { Project } from '../../model/project.ts';
import { chainOf, fromStage, inContext } from './build.ts';
import { isLockName, mayWriteLock } from './lock-files.ts';
import { runCommands } from './run.ts';

export interface ImageBuild {
  readonly project: Project;
  readonly dockerfile: Dockerfile;
  /** Relative to the root. */
  readonly context: string;
}

/** `file` is relative to the root. `unknown`: something that only the build knows may have made it, or not. */
export type Held = { readonly kind: 'file'; readonly file: string } | { readonly kind: 'absent' | 'unknown' };

const unknown: Held = { kind: 'unknown' };
const absent: Held = { kind: 'absent' };

/** The working folder at an instruction; undefined where a variable or the base image decides. */
export function workdirAt(dockerfile: Dockerfile, instruction: DockerInstruction): string | undefined {
  const before = instructionsBefore(dockerfile, instruction).filter(({ keyword }) => keyword === 'WORKDIR');
  let folder: string | undefined;
  for (const { args } of before) {
    const next = args[0]?.value ?? '$';
    if (next.includes('$')) folder = undefined;
    else if (next.startsWith('/')) folder = posix.normalize(next);
    else folder = folder && posix.join(folder, next);
  }
  return folder === undefined || folder === '/' ? folder : folder.replace(/\/+$/, '');
}

/** In its stage and those that it stands on, in the order in which they run. */
export function instructionsBefore(
  dockerfile: Dockerfile,
  instruction: DockerInstruction,
): readonly DockerInstruction[] {
  const stage = instruction.stage === undefined ? undefined : dockerfile.stages[instruction.stage];
  const [own, ...bases] = chainOf(dockerfile, stage);
  const ownBefore = own?.instructions.filter(({ span }) => span.start < instruction.span.start) ?? [];
  return [...bases.reverse().flatMap((one) => one.instructions), ...ownBefore];
}

export function heldAt(build: ImageBuild, instruction: DockerInstruction, path: string): Held {
  return heldAfter(build, instructionsBefore(build.dockerfile, instruction), path, 0);
}

/** The same for the image that the stage is. */
export function heldAtEnd(build: ImageBuild, stage: Stage, path: string): Held {
  const stages = chainOf(build.dockerfile, stage).toReversed();
  return heldAfter(
    build,
    stages.flatMap(({ instructions }) => instructions),
    path,
    0,
  );
}

function heldAfter(
  build: ImageBuild,
  before: readonly DockerInstruction[],
  path: string,
  depth: number,
): Held {
  if (depth > 5) return unknown;
  const name = posix.basename(path);
  for (const instruction of before.toReversed()) {
    const { keyword, raw } = instruction;
    if (keyword === 'RUN' && (mayMake(raw.value, name) || runWritesLock(build.dockerfile, instruction, name)))
      return unknown;
    if (keyword !== 'COPY' && keyword !== 'ADD') continue;
    const held = broughtBy(build, instruction, path, depth);
    if (held.kind !== 'absent') return held;
  }
  return absent;
}

/** Programs that bring files whose names do not show. */
function mayMake(text: string, name: string): boolean {
  return (
    text.includes(name) ||
    /\bgit (?:clone|checkout|init)\b|\b(?:tar|unzip|npx|degit|create-|init|mv|ln|rsync|touch|prune)\b|\bcp\b|>/.test(
      text,
    )
  );
}

function runWritesLock(dockerfile: Dockerfile, instruction: DockerInstruction, name: string): boolean {
  if (!isLockName(name)) return false;
  // What a script or a target of make does is not followed.
  return (
    /\.sh\b|\bmake\b/.test(instruction.raw.value) ||
    runCommands(dockerfile, instruction).some((command) => mayWriteLock(command, name))
  );
}

function broughtBy(build: ImageBuild, instruction: DockerInstruction, path: string, depth: number): Held {
  const { flags, args } = instruction;
  const into = targetOf(build.dockerfile, instruction);
  if (into === undefined || flags.some(({ name }) => name === 'parents')) return unknown;
  const from = flags.find(({ name }) => name === 'from')?.value;
  const stage = from === undefined ? undefined : fromStage(build.dockerfile, from);
  const sources = args.slice(0, -1);
  for (const { value } of sources) {
    if (from !== undefined) {
      const held = fromOther(build, { stage, value, into, many: sources.length > 1 }, path, depth);
      if (held.kind !== 'absent') return held;
    } else {
      const held = fromContext(build, value, into, sources.length > 1, path);
      if (held.kind !== 'absent') return held;
    }
  }
  return absent;
}

interface Target {
  readonly path: string;
  /** Written with a slash at the end, or a folder for sure. */
  readonly isFolder: boolean;
}

function targetOf(dockerfile: Dockerfile, instruction: DockerInstruction): Target | undefined {
  const text = instruction.args.at(-1)?.value ?? '$';
  if (text.includes('$')) return undefined;
  const isFolder = /(?:^|\/)\.{0,2}$/.test(text);
  if (text.startsWith('/')) return { path: plain(text), isFolder };
  const folder = workdirAt(dockerfile, instruction) ?? '/';
  return { path: plain(posix.join(folder, text)), isFolder };
}

function plain(path: string): string {
  const normal = posix.normalize(path).replace(/\/+$/, '');
  return normal === '' ? '/' : normal;
}

interface FromStage {
  readonly stage: Stage | undefined;
  readonly value: string;
  readonly into: Target;
  readonly many: boolean;
}

function fromOther(
  build: ImageBuild,
  { stage, value, into, many }: FromStage,
  path: string,
  depth: number,
): Held {
  const rest = restOf(path, into.path);
  if (rest === undefined) return absent;
  if (stage === undefined || /[$*?[]/.test(value)) return unknown;
  const source = value.startsWith('/') ? plain(value) : plain(`/${value}`);
  // A folder's content goes into the target, a file under its own name or that of the target.
  const candidates = [posix.join(source, rest)];
  if (rest === posix.basename(source)) candidates.push(source);
  if (rest === '' && !many && !into.isFolder) candidates.push(source);
  const { instructions } = stage;
  const bases = chainOf(build.dockerfile, stage)
    .slice(1)
    .reverse()
    .flatMap((one) => one.instructions);
  for (const candidate of candidates) {
    const held = heldAfter(build, [...bases, ...instructions], candidate, depth + 1);
    if (held.kind !== 'absent') return held;
  }
  return absent;
}

/** What follows the folder in the path: `''` for itself; undefined when it lies elsewhere. */
function restOf(path: string, folder: string): string | undefined {
  if (path === folder) return '';
  const start = folder === '/' ? '/' : `${folder}/`;
  return path.startsWith(start) ? path.slice(start.length) : undefined;
}

function fromContext(build: ImageBuild, value: string, into: Target, many: boolean, path: string): Held {
  const rest = restOf(path, into.path);
  if (rest === undefined) return absent;
  // An archive is unpacked by ADD; COPY of one brings nothing else in.
  if (value.includes('$') || /^<<|:\/\/|^git@|\.(?:tar|tgz|t[bx]z)\b/.test(value)) return unknown;
  const source = posix.normalize(value.replace(/^\/+/, '')).replace(/\/+$/, '');
  if (/[*?[\\]/.test(source)) return fromGlob(build, source, rest);
  const isWhole = source === '.' || source === '';
  const at = inContext(build.context, isWhole ? '' : source);
  if (at === undefined) return unknown;
  const kind = isWhole ? 'folder' : build.project.files.kind(at);
  if (kind === 'folder') return rest === '' ? absent : existing(build, isWhole ? rest : `${source}/${rest}`);
  const isNamed = rest === '' && !many && !into.isFolder;
  return isNamed || rest === posix.basename(source) ? existing(build, source) : absent;
}

function fromGlob(build: ImageBuild, source: string, rest: string): Held {
  const folder = posix.dirname(source);
  const pattern = posix.basename(source);
  if (/[[\\]|\*\*/.test(source) || /[*?]/.test(folder)) return unknown;
  const form = pattern
    .split('')
    .map((char) => (char === '*' ? '[^/]*' : char === '?' ? '[^/]' : char.replace(/\W/g, '\\$&')))
    .join('');
  // A folder that the pattern meets gives its content.
  if (rest.includes('/')) return unknown;
  return new RegExp(`^${form}$`).test(rest)
    ? existing(build, folder === '.' ? rest : `${folder}/${rest}`)
    : absent;
}

function existing({ project, dockerfile, context }: ImageBuild, path: string): Held {
  const file = inContext(context, path);
  if (file === undefined) return unknown;
  if (project.files.kind(file) !== 'file' || project.files.isDockerIgnored(context, path, dockerfile.file))
    return project.files.isGitIgnored(file) ? unknown : absent;
  return { kind: 'file', file };
}
