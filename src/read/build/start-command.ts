// The program files that a container's command starts, as written: paths, modules, jars and classes.
import type { ImageFacts } from '../../model/dockerfile.ts';
import type { CommandLine, Service } from '../../model/service.ts';
import { commandsOf } from '../../syntax/shell.ts';
import { type JavaStarted, startedByBuildTool, startedByJava } from './start-java.ts';
import { type RunnerStarted, startedByMake, startedByPackage } from './start-runner.ts';

/** What of a service decides which program its image starts. */
export type StartedService = Pick<Service, 'command' | 'entrypoint' | 'workingDir'>;

export type Started =
  | { readonly kind: 'path'; readonly path: string }
  | { readonly kind: 'module'; readonly module: string }
  /** A script of the shell, or a program of that name. */
  | { readonly kind: 'shell'; readonly path: string }
  | RunnerStarted
  | JavaStarted;

/** What the service's command can start, the most likely first. Compose's entrypoint drops the image's CMD. */
export function startedBy(service: StartedService, image: ImageFacts): readonly Started[] {
  const { entrypoint, command } = commandLines(service, image);
  const words = [...wordsOf(entrypoint), ...wordsOf(command)];
  return [...startedByWords(words), ...startedByWords(wordsOf(command))];
}

function commandLines(service: StartedService, image: ImageFacts) {
  const entrypoint = service.entrypoint ?? image.entrypoint;
  const command = service.command ?? (service.entrypoint === undefined ? image.cmd : undefined);
  return { entrypoint, command };
}

/** The program that is started, past those that only start the next one. */
export function programOf(service: StartedService, image: ImageFacts): string | undefined {
  const { entrypoint, command } = commandLines(service, image);
  const words = [entrypoint, command].flatMap(
    (line) => line?.words.flatMap(({ value }) => value.split(/\s+/)) ?? [],
  );
  return words.find((word) => !isPassed(word));
}

function wordsOf(command: CommandLine | undefined): string[] {
  if (command === undefined) return [];
  const words = command.words.map(({ value }) => value);
  return command.form === 'exec' ? words : ['sh', '-c', words.join(' ')];
}

/** The files that a text of the shell starts: a script of package.json, a recipe of make, a script's own. */
export function startedByText(text: string): readonly Started[] {
  return startedByShell(text, 0);
}

function startedByShell(text: string, depth: number): Started[] {
  return commandsOf(text).flatMap(({ words }) =>
    startedByWords(
      words.map((word) => word.text),
      depth + 1,
    ),
  );
}

/** Programs that only start the next one. */
const wrappers = new Set(
  'exec tini dumb-init env nice time sudo gosu su-exec poetry uv pipenv npx bunx dotenvx'.split(' '),
);
/** Of them, those that name a user first. */
const asUser = /(?:^|\/)(?:gosu|su-exec)$/;
const runtimes = new Set(
  'node nodejs bun deno tsx ts-node nodemon node-dev pm2 pm2-runtime python py pypy'.split(' '),
);
const servers = new Set(
  'uvicorn gunicorn hypercorn daphne granian celery waitress-serve flask fastapi'.split(' '),
);
/** Options whose next word is their value. */
const valued =
  /^(?:-r|--require|--import|--loader|--experimental-loader|-e|--eval|-W|-X|--env-file|--config|-c|-w|--workers|-k|--worker-class|-b|--bind|--host|--port|-p)$/;

export function startedByWords(words: readonly string[], depth = 0): Started[] {
  let at = 0;
  while (at < words.length && isPassed(words[at] ?? '')) at += asUser.test(words[at] ?? '') ? 2 : 1;
  const program = nameOf(words[at] ?? '');
  const rest = words.slice(at + 1);
  if (depth > 3 || program === '') return [];
  if (/^(?:ba|da|a|z)?sh$/.test(program)) return startedByShellCall(rest, depth);
  if (program === 'java') return startedByJava(rest);
  if (/^(?:mvnw?|gradlew?)$/.test(program)) return startedByBuildTool(program, rest);
  if (program === 'make') return startedByMake(rest);
  const byPackage = startedByPackage(program, rest);
  if (byPackage?.kind === 'exec') return startedByWords(byPackage.words, depth + 1);
  if (byPackage !== undefined) return [byPackage];
  if (runtimes.has(program.replace(/[\d.]+$/, ''))) return startedByRuntime(rest);
  if (servers.has(program)) return startedByServer(rest);
  return sourcePath(words[at] ?? '');
}

function isPassed(word: string): boolean {
  return (
    wrappers.has(nameOf(word)) ||
    word === '--' ||
    word === 'run' ||
    /^\w+=/.test(word) ||
    /^-[a-zA-Z]$/.test(word)
  );
}

function startedByShellCall(rest: readonly string[], depth: number): Started[] {
  const flag = rest.findIndex((word) => /^-[a-z]*c$/.test(word));
  const text = flag === -1 ? undefined : rest[flag + 1];
  if (text !== undefined) return startedByShell(text, depth);
  const [path] = rest.filter((word) => !word.startsWith('-'));
  return path === undefined || path.includes('$') ? [] : [{ kind: 'shell', path }];
}

function startedByRuntime(rest: readonly string[]): Started[] {
  for (let at = 0; at < rest.length; at++) {
    const word = rest[at] ?? '';
    if (word === '-m') return startedByModule(rest.slice(at + 1));
    if (valued.test(word)) at += 1;
    else if (!word.startsWith('-') && !/^(?:run|start|watch|serve)$/.test(word))
      return [{ kind: 'path', path: word }];
  }
  return [];
}

/** `python -m uvicorn main:app`, `python -m app.main`. */
function startedByModule(rest: readonly string[]): Started[] {
  const [module, ...more] = rest;
  if (module === undefined) return [];
  return servers.has(module) ? startedByServer(more) : [{ kind: 'module', module }];
}

/** `uvicorn app.main:app --port 8000`, `gunicorn -b :8000 project.wsgi`, `celery -A tasks worker`, `fastapi run main.py`. */
function startedByServer(rest: readonly string[]): Started[] {
  for (let at = 0; at < rest.length; at++) {
    const word = rest[at] ?? '';
    if (valued.test(word)) at += 1;
    else if (/\.py$/.test(word)) return [{ kind: 'path', path: word }];
    else if (/^[A-Za-z_][\w.]*(?::[\w.()]+)?$/.test(word) && !/^(?:run|worker|beat|dev)$/.test(word)) {
      return [{ kind: 'module', module: word.replace(/:.*$/, '') }];
    }
  }
  return [];
}

/** A program by its path; without an ending it may be a script of the shell. */
function sourcePath(word: string): Started[] {
  if (/\.(?:[cm]?[jt]s|py)$/.test(word)) return [{ kind: 'path', path: word }];
  return /^[\w./-]*(?:\.(?:ba|z)?sh|\/[\w-]+)$/.test(word) ? [{ kind: 'shell', path: word }] : [];
}

function nameOf(word: string): string {
  return word.slice(word.lastIndexOf('/') + 1);
}
