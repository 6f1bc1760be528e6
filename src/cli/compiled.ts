// Loads the program with the machine code that V8 made of it the last time: compiling it anew takes longer than most
// verbs take to run. What Node does from version 22 on (module.enableCompileCache), for every Node we support.
import {
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire, wrap } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { constants, Script } from 'node:vm';
import { exitCodes } from '../base/errors.ts';

export interface CompiledOptions {
  /** A CommonJS file of ASCII text. */
  readonly file: string;
  /** Changes with every byte of the file: V8 itself compares only lengths. */
  readonly build: string;
  /** What is compiled depends on what runs, so each verb keeps its own. */
  readonly verb: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Builds whose compiled code stays in the cache, so that two installed versions do not drive each other out. */
const keptBuilds = 3;

/** The exports of a CommonJS file, as `require` gives them. Without a usable cache it only takes longer. */
export function requireCompiled(options: CompiledOptions): unknown {
  const { file } = options;
  const place = placeOf(options);
  const cachedData = place === undefined ? undefined : readOwn(place);
  const script = new Script(wrap(readFileSync(file, 'latin1')), {
    filename: file,
    cachedData,
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  const stale = cachedData === undefined || script.cachedDataRejected === true;
  // At the end, when what this verb needs has been compiled.
  if (place !== undefined && stale) {
    process.once('exit', (code) => {
      if (code !== exitCodes.usage) keep(place, script);
    });
  }
  const module: { exports: unknown } = { exports: {} };
  script.runInThisContext()(module.exports, createRequire(file), module, file, dirname(file));
  return module.exports;
}

/** Undefined: nothing is kept, as with Node's own cache, or where the first word is no verb. */
function placeOf({ build, verb, env }: CompiledOptions): string | undefined {
  if (env['NODE_DISABLE_COMPILE_CACHE'] === '1' || !/^[a-z][a-z-]{0,30}$/.test(verb)) return undefined;
  const cache = env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  return join(cache, 'seaworthy', 'compiled', `${build}-${process.version}-${process.arch}`, verb);
}

/** Compiled code is run as it is, so it must be ours alone to write. */
function readOwn(place: string): Buffer | undefined {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(place, 'r');
    return isOwn(fstatSync(descriptor)) ? readFileSync(descriptor) : undefined;
  } catch {
    return undefined;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

function isOwn(stats: Stats): boolean {
  return stats.isFile() && stats.uid === process.getuid?.() && (stats.mode & 0o022) === 0;
}

function keep(place: string, script: Script): void {
  const draft = `${place}.${process.pid}`;
  const written = attempt(() => {
    mkdirSync(dirname(place), { recursive: true, mode: 0o700 });
    writeFileSync(draft, script.createCachedData(), { mode: 0o600 });
    renameSync(draft, place);
    forgetOldBuilds(dirname(dirname(place)));
  });
  if (!written) attempt(() => rmSync(draft, { force: true }));
}

/** A cache that cannot be written costs time, nothing else. */
function attempt(act: () => void): boolean {
  try {
    act();
    return true;
  } catch {
    return false;
  }
}

function forgetOldBuilds(folder: string): void {
  const builds = readdirSync(folder).map((name) => {
    const path = join(folder, name);
    return { path, at: statSync(path).mtimeMs };
  });
  for (const { path } of builds.sort((a, b) => b.at - a.at).slice(keptBuilds)) {
    rmSync(path, { recursive: true, force: true });
  }
}
