// From a container's command to files on this machine.
import { posix } from 'node:path';
import type { Stage } from '../../model/dockerfile.ts';
import type { FileTree } from '../../model/project.ts';
import { type CopiedFolder, candidatesInContext } from '../dockerfile/copies-of.ts';
import { readRecipes } from '../packages/recipes.ts';
import { folderOf, joinPath, nameOf } from '../paths.ts';
import {
  type Started,
  type StartedService,
  startedBy,
  startedByText,
  startedByWords,
} from './start-command.ts';
import type { JavaStarted } from './start-java.ts';

export interface StartPlace {
  /** Build context relative to the root. */
  readonly context: string;
  readonly copies: readonly CopiedFolder[];
  readonly files: FileTree;
  /** Text of a file, or undefined. */
  readonly read: (path: string) => string | undefined;
}

type Plain = Extract<Started, { kind: 'path' | 'module' }> | JavaStarted;

export interface Start {
  readonly started: Plain;
  /** Folder of the container in which it is started. */
  readonly workdir: string;
  /** A script starts it: maybe among others, and before what is meant. */
  readonly byScript: boolean;
}

/** More scripts and targets than these on the way are a circle, or nobody's. */
const maximumSteps = 50;

/** What the service starts, the most likely first: through scripts of npm, targets of make and scripts of the shell. */
export function startsOf(service: StartedService, stage: Stage, place: StartPlace): readonly Start[] {
  const workdir = service.workingDir?.value ?? stage.image.workdir?.value ?? '/';
  const here: Here = { workdir, byScript: false, seen: new Set() };
  const found = startedBy(service, stage.image).flatMap((each) => resolved(each, here, place));
  // What an entrypoint runs before it hands over comes after what it hands over to.
  return [...found.filter(({ byScript }) => !byScript), ...found.filter(({ byScript }) => byScript)];
}

interface Here extends Pick<Start, 'workdir' | 'byScript'> {
  readonly seen: Set<string>;
}

function resolved(started: Started, here: Here, place: StartPlace): readonly Start[] {
  const { kind } = started;
  if (kind !== 'script' && kind !== 'target' && kind !== 'shell')
    return [{ started, workdir: here.workdir, byScript: here.byScript }];
  const key = `${here.workdir} ${Object.values(started).join(' ')}`;
  if (here.seen.has(key) || here.seen.size >= maximumSteps) return [];
  here.seen.add(key);
  const workdir =
    kind === 'script'
      ? packageFolder(started, here.workdir, place)
      : kind === 'target'
        ? posix.join(here.workdir, started.folder ?? '.')
        : here.workdir;
  const next =
    kind === 'script'
      ? scriptOf(started.script, workdir, place)
      : kind === 'target'
        ? targetOf(started.target, workdir, place)
        : shellOf(started.path, workdir, place);
  const inside = { ...here, workdir, byScript: here.byScript || kind === 'shell' };
  return next.flatMap((each) => resolved(each, inside, place));
}

/** Files (relative to the root) that are started; none when that cannot be told. */
export function filesOf(starts: readonly Start[], place: StartPlace): readonly string[] {
  const found = starts.flatMap(({ started, workdir }) =>
    started.kind === 'path'
      ? (pathFile(started.path, workdir, place) ?? [])
      : started.kind === 'module'
        ? (moduleFile(started.module, workdir, place) ?? [])
        : [],
  );
  return [...new Set(found)];
}

/** Scripts are read as data: what package.json holds is not run. */
function scriptOf(script: string, workdir: string, place: StartPlace): readonly Started[] {
  const path = onDisk(posix.join(workdir, 'package.json'), place, ['']);
  const text = path === undefined ? undefined : place.read(path);
  if (text === undefined) return [];
  const scripts = entry(parse(text), 'scripts');
  const line = entry(scripts, script) ?? (script === 'start' ? 'node server.js' : undefined);
  return typeof line === 'string' ? startedByText(line) : [];
}

/** Where npm looks: the folder, the one that an option names, or that of a package of the workspace. */
function packageFolder(
  { folder, package: name }: Extract<Started, { kind: 'script' }>,
  workdir: string,
  place: StartPlace,
): string {
  if (name === undefined) return posix.join(workdir, folder ?? '.');
  const own = posix.join(workdir, name);
  if (onDisk(posix.join(own, 'package.json'), place, ['']) !== undefined) return own;
  const root = onDisk(posix.join(workdir, 'package.json'), place, ['']);
  if (root === undefined) return workdir;
  const packages = place.files.below(folderOf(root)).filter((file) => nameOf(file) === 'package.json');
  const found = packages
    .slice(0, maximumPackages)
    .find((file) => entry(parse(place.read(file) ?? ''), 'name') === name);
  return found === undefined
    ? workdir
    : posix.join(workdir, posix.relative(`/${folderOf(root)}`, `/${folderOf(found)}`));
}

const maximumPackages = 200;

function targetOf(target: string, workdir: string, place: StartPlace): readonly Started[] {
  const path = ['Makefile', 'makefile', 'GNUmakefile']
    .map((name) => onDisk(posix.join(workdir, name), place, ['']))
    .find((each) => each !== undefined);
  const text = path === undefined ? undefined : place.read(path);
  const recipe = path === undefined || text === undefined ? undefined : readRecipes(path, text).get(target);
  if (recipe === undefined) return [];
  const needed = recipe.needs.map((each): Started => ({ kind: 'target', target: each, folder: undefined }));
  return [
    ...recipe.commands.flatMap(({ words }) => startedByWords(words.map((word) => word.text))),
    ...needed,
  ];
}

/** Longer scripts are installers. */
const maximumScript = 64 * 1024;

/** The last command of an entrypoint is what it is there for. */
function shellOf(path: string, workdir: string, place: StartPlace): readonly Started[] {
  const file = onDisk(posix.resolve('/', workdir, path), place, ['']);
  const text = file === undefined ? undefined : place.read(file);
  if (text === undefined || text.length > maximumScript) return [];
  const isShell = /\.(?:ba|z)?sh$/.test(path) || /^#!.*\b(?:ba|da|z|a)?sh\b/.test(text);
  return isShell ? startedByText(text).toReversed() : [];
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function entry(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? Object.entries(value).find(([name]) => name === key)?.[1]
    : undefined;
}

const endings = ['', '.js', '.mjs', '.cjs', '.ts', '.mts', '/index.js', '/index.ts', '/__main__.py'];

/** Built files are not in the repository: `dist/main.js` comes from `src/main.ts`. */
function pathFile(path: string, workdir: string, place: StartPlace): string | undefined {
  const absolute = posix.resolve('/', workdir, path);
  const found = onDisk(absolute, place, endings);
  if (found !== undefined) return found;
  const built = /^(.*?)\/(?:dist|build|out|lib)\/(?:src\/)?(.+?)(?:\.[cm]?js)?$/.exec(absolute);
  if (built === null) return undefined;
  const [, folder = '', rest = ''] = built;
  return (
    onDisk(`${folder}/src/${rest}`, place, ['.ts', '.mts', '.js']) ??
    onDisk(`${folder}/${rest}`, place, ['.ts', '.js'])
  );
}

function moduleFile(module: string, workdir: string, place: StartPlace): string | undefined {
  const path = module.replaceAll('.', '/');
  for (const folder of [workdir, posix.join(workdir, 'src'), posix.join(workdir, 'app')]) {
    const found = onDisk(posix.join(folder, path), place, ['.py', '/__main__.py', '/__init__.py']);
    if (found !== undefined) return found;
  }
  return undefined;
}

function onDisk(absolute: string, place: StartPlace, suffixes: readonly string[]): string | undefined {
  for (const candidate of candidatesInContext(place.copies, absolute)) {
    for (const suffix of suffixes) {
      const path = joinPath(place.context, `${candidate}${suffix}`);
      if (place.files.kind(path) === 'file') return path;
    }
  }
  return undefined;
}
