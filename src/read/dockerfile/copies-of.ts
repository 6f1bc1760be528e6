// Where the code of an image lies in its build context, from the COPY and ADD lines.
import { posix } from 'node:path';
import type { Dockerfile, DockerInstruction, Stage } from '../../model/dockerfile.ts';
import { isWithin, joinPath } from '../paths.ts';
import { maximumPath } from './image-state.ts';
import { expandIn, platformArgs, type Scope } from './scope.ts';

/** What lies at `from` in the container comes from `to`, relative to the build context (`''`: the context itself). */
export interface CopiedFolder {
  readonly from: string;
  readonly to: string;
}

/** What the caller gives the build, by name: what `ARG` says is only its default. */
export type GivenArguments = ReadonlyMap<string, { readonly value: string | undefined }>;

const noArguments: GivenArguments = new Map();

/** What a path of the context is; undefined when there is nothing. */
export type KindInContext = (path: string) => 'file' | 'folder' | undefined;

/**
 * Container paths of a stage that were copied from the context, in the order of the lines: of two that fit a path,
 * the later one wins. Files that are built in the image are not there, and archives that ADD unpacks are left out.
 */
export function copiesOf(
  dockerfile: Dockerfile,
  stage: number,
  kindOf: KindInContext = guessKind,
  given: GivenArguments = noArguments,
): readonly CopiedFolder[] {
  const done = new Map<number, readonly CopiedFolder[]>();
  // A stage copies only from earlier ones, so that one pass in order is enough.
  for (const each of dockerfile.stages.slice(0, stage + 1)) {
    done.set(each.index, readStage(dockerfile, each, done, kindOf, given));
  }
  return done.get(stage) ?? [];
}

/** The context path of a container path. */
export function inContext(copies: readonly CopiedFolder[], path: string): string | undefined {
  return candidatesInContext(copies, path)[0];
}

/** All context paths that a container path can come from, the most likely first. */
export function candidatesInContext(copies: readonly CopiedFolder[], path: string): string[] {
  const found = copies.filter(({ from }) => from === '/' || isWithin(path, from)).reverse();
  found.sort((a, b) => b.from.length - a.from.length);
  return found.map(({ from, to }) => joinPath(to, path.slice(from === '/' ? 1 : from.length + 1)));
}

/** A stage that copies another twice has twice its copies, and so on: nobody's Dockerfile needs more than this. */
const maximumCopies = 500;

interface Walked {
  readonly copies: CopiedFolder[];
  workdir: string;
  readonly scope: Scope;
}

function readStage(
  dockerfile: Dockerfile,
  stage: Stage,
  earlier: ReadonlyMap<number, readonly CopiedFolder[]>,
  kindOf: KindInContext,
  given: GivenArguments,
): CopiedFolder[] {
  const base = stage.baseStage === undefined ? undefined : dockerfile.stages[stage.baseStage];
  const walked: Walked = {
    copies: [...(stage.baseStage === undefined ? [] : (earlier.get(stage.baseStage) ?? []))],
    workdir: base?.image.workdir?.value ?? '/',
    // The values at the stage's end: a COPY that uses a variable before it changes is not worth a second pass.
    scope: scopeAtEnd(dockerfile, stage, given),
  };
  for (const instruction of stage.instructions) {
    const { keyword, args } = instruction;
    if (keyword === 'WORKDIR' && args[0] !== undefined) {
      const folder = posix.resolve('/', walked.workdir, expandIn(walked.scope, args[0].value).text);
      if (folder.length <= maximumPath) walked.workdir = folder;
    } else if (keyword === 'COPY' || keyword === 'ADD') {
      readCopy(dockerfile, instruction, walked, earlier, kindOf);
    }
  }
  return walked.copies;
}

function scopeAtEnd(dockerfile: Dockerfile, stage: Stage, given: GivenArguments): Scope {
  const { env } = stage.image;
  const args = new Map<string, string | undefined>(platformArgs);
  for (const { keyword, pairs } of stage.instructions) {
    if (keyword !== 'ARG') continue;
    for (const { name, value } of pairs) {
      const own = value?.value ?? dockerfile.args.get(name.value)?.value ?? args.get(name.value);
      args.set(name.value, given.get(name.value)?.value ?? own);
    }
  }
  // `ENV NAME=${NAME}` of an argument that only the caller knows reads as empty.
  return (name) => env.get(name)?.value || args.get(name);
}

function readCopy(
  dockerfile: Dockerfile,
  instruction: DockerInstruction,
  walked: Walked,
  earlier: ReadonlyMap<number, readonly CopiedFolder[]>,
  kindOf: KindInContext,
): void {
  const expanded = instruction.args.map(({ value }) => expandIn(walked.scope, value));
  const target = expanded.pop()?.text;
  if (target === undefined) return;
  // A path with an argument that nobody gives a value is no folder of ours.
  const words = expanded.filter(({ undefinedNames }) => undefinedNames.length === 0).map(({ text }) => text);
  const flag = (name: string) => instruction.flags.find((each) => each.name === name);
  const from = flag('from')?.value;
  const sources = words.filter((word) => !word.startsWith('<<'));
  const into: Target = {
    path: posix.resolve('/', walked.workdir, target),
    isFolder: /(?:^|\/)\.{0,2}$/.test(target) || sources.length > 1,
    keepsParents: flag('parents') !== undefined && flag('parents')?.value !== 'false',
  };
  for (const source of sources) {
    const copies =
      from === undefined
        ? copyOfContext(source, into, kindOf)
        : copyOfStage(source, into, earlier.get(stageNamed(dockerfile, from) ?? -1) ?? [], kindOf);
    walked.copies.push(...copies.slice(0, Math.max(0, maximumCopies - walked.copies.length)));
  }
}

function stageNamed(dockerfile: Dockerfile, from: string): number | undefined {
  if (/^\d+$/.test(from)) return Number(from);
  return dockerfile.stages.findLast(({ name }) => name === from.toLowerCase())?.index;
}

interface Target {
  readonly path: string;
  readonly isFolder: boolean;
  readonly keepsParents: boolean;
}

const remote = /^(?:[a-z][a-z0-9+.-]*:\/\/|git@)/i;
const archive = /\.(?:tar|tgz|tar\.(?:gz|bz2|xz|zst)|zip|jar|war)$/i;

function copyOfContext(source: string, into: Target, kindOf: KindInContext): CopiedFolder[] {
  if (remote.test(source) || archive.test(source)) return [];
  const path = joinPath('', posix.resolve('/', source).slice(1));
  if (/[*?[]/.test(path)) return globCopy(path, into);
  const kind = kindOf(path);
  if (kind === undefined) return [];
  if (into.keepsParents) return [{ from: posix.join(into.path, path), to: path }];
  return [{ from: kind === 'file' ? fileTarget(path, into) : into.path, to: path }];
}

/** Patterns that take code along stand for their folder; `package*.json` and the like bring no code. */
function globCopy(path: string, into: Target): CopiedFolder[] {
  if (/\.(?:json|lock|toml|txt|cfg|ini|xml|mod|sum|md|ya?ml|lockb?)\*?$|lock\*?$/i.test(path)) return [];
  const fixed = path.slice(0, path.search(/[*?[]/));
  return [{ from: into.path, to: joinPath('', fixed.slice(0, Math.max(0, fixed.lastIndexOf('/')))) }];
}

function fileTarget(path: string, into: Target): string {
  return into.isFolder ? posix.join(into.path, posix.basename(path)) : into.path;
}

/** `COPY --from=builder /app /app`: what of that folder the other stage itself copied from the context. */
function copyOfStage(
  source: string,
  into: Target,
  copies: readonly CopiedFolder[],
  kindOf: KindInContext,
): CopiedFolder[] {
  const path = posix.resolve('/', source.replace(/\/?[^/]*[*?[].*$/, ''));
  const found: CopiedFolder[] = [];
  const above = candidatesInContext(copies, path);
  const nearest = above.find((to) => kindOf(to) !== undefined) ?? above[0];
  if (nearest !== undefined) {
    const isFile = kindOf(nearest) === 'file';
    found.push({ from: isFile ? fileTarget(path, into) : into.path, to: nearest });
  }
  for (const { from, to } of copies) {
    if (from !== path && isWithin(from, path === '/' ? '' : path)) {
      found.push({ from: posix.join(into.path, posix.relative(path, from)), to });
    }
  }
  return found;
}

/** Without the context at hand: a name with an ending is a file. */
function guessKind(path: string): 'file' | 'folder' {
  return /[^/.][^/]*\.[A-Za-z0-9]+$/.test(path) ? 'file' : 'folder';
}
