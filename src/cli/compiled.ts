// Loads the program with the machine code that V8 made of it the last time: compiling it anew takes longer than most
// verbs take to run. What Node does from version 22 on (module.enableCompileCache), for every Node we support.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire, wrap } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { constants, Script } from 'node:vm';
import { exitCodes } from '../base/errors.ts';
import { attempt, cacheFolder, newestFirst, putWhole, readOwn } from './user-cache.ts';

export interface CompiledOptions {
  /** A CommonJS file of ASCII text, as are those beside it. */
  readonly file: string;
  /** Changes with every byte of them: V8 itself compares only lengths. */
  readonly build: string;
  /** What is compiled depends on what runs, so each verb keeps its own. */
  readonly verb: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Builds whose compiled code stays in the cache, so that two installed versions do not drive each other out. */
const keptBuilds = 3;

/**
 * The exports of a CommonJS file, as `require` gives them; of what it requires from beside it the compiled code is kept,
 * too. Without a usable cache it only takes longer.
 */
export function requireCompiled(options: CompiledOptions): unknown {
  const { file } = options;
  const plain = createRequire(file);
  const parts = new Map<string, unknown>();
  const part = (id: string) => {
    if (!parts.has(id)) parts.set(id, run({ ...options, file: plain.resolve(id) }, plain));
    return parts.get(id);
  };
  const require = Object.assign((id: string) => (id.startsWith('./') ? part(id) : plain(id)), plain);
  return run(options, require);
}

function run(options: CompiledOptions, require: NodeJS.Require): unknown {
  const { file } = options;
  const place = placeOf(options);
  // It is run as it is, hence only where nobody else can have written it.
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
  script.runInThisContext()(module.exports, require, module, file, dirname(file));
  return module.exports;
}

/** Undefined: nothing is kept, as with Node's own cache, or where the first word is no verb. */
function placeOf({ file, build, verb, env }: CompiledOptions): string | undefined {
  if (env['NODE_DISABLE_COMPILE_CACHE'] === '1' || !/^[a-z][a-z-]{0,30}$/.test(verb)) return undefined;
  const folder = join(cacheFolder(env), 'compiled', `${build}-${process.version}-${process.arch}`);
  return join(folder, `${verb}.${basename(file, '.js')}`);
}

function keep(place: string, script: Script): void {
  putWhole(place, (draft) => writeFileSync(draft, script.createCachedData(), { mode: 0o600 }));
  const builds = dirname(dirname(place));
  attempt(() => {
    for (const { path } of newestFirst(builds).slice(keptBuilds))
      rmSync(path, { recursive: true, force: true });
  });
}
