// From a container's command to files on this machine.
import { posix } from 'node:path';
import type { Stage } from '../../model/dockerfile.ts';
import type { FileTree } from '../../model/project.ts';
import { type CopiedFolder, candidatesInContext } from '../dockerfile/copies-of.ts';
import { joinPath } from '../paths.ts';
import { type Started, type StartedService, startedBy, startedByScript } from './start-command.ts';

export interface StartPlace {
  /** Build context relative to the root. */
  readonly context: string;
  readonly copies: readonly CopiedFolder[];
  readonly files: FileTree;
  /** Text of a file, or undefined. */
  readonly read: (path: string) => string | undefined;
}

/** Files (relative to the root) that the service starts, the most likely first; none when that cannot be told. */
export function startedFiles(service: StartedService, stage: Stage, place: StartPlace): readonly string[] {
  const workdir = service.workingDir?.value ?? stage.image.workdir?.value ?? '/';
  const resolve = (started: readonly Started[], depth: number): string[] =>
    started.flatMap((each) => {
      if (each.kind === 'script')
        return depth > 2 ? [] : resolve(scriptOf(each.script, workdir, place), depth + 1);
      const found =
        each.kind === 'path' ? pathFile(each.path, workdir, place) : moduleFile(each.module, workdir, place);
      return found === undefined ? [] : [found];
    });
  return [...new Set(resolve(startedBy(service, stage.image), 0))];
}

/** Scripts are read as data: what package.json holds is not run. */
function scriptOf(script: string, workdir: string, place: StartPlace): readonly Started[] {
  const path = onDisk(posix.join(workdir, 'package.json'), place, ['']);
  const text = path === undefined ? undefined : place.read(path);
  if (text === undefined) return [];
  const scripts = entry(parse(text), 'scripts');
  const line = entry(scripts, script) ?? (script === 'start' ? 'node server.js' : undefined);
  return typeof line === 'string' ? startedByScript(line) : [];
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
