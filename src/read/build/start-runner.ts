// What npm, yarn, pnpm, bun and make are asked to run.

export type RunnerStarted =
  /** `npm run build`: a script of package.json, of the folder or of the package that is named. */
  | {
      readonly kind: 'script';
      readonly script: string;
      readonly folder: string | undefined;
      readonly package: string | undefined;
    }
  | { readonly kind: 'target'; readonly target: string; readonly folder: string | undefined };

type PackageCall =
  | Extract<RunnerStarted, { kind: 'script' }>
  /** `npm exec`: another program. */
  | { readonly kind: 'exec'; readonly words: readonly string[] };

const verbs = /^(?:start|run|run-script|test|exec)$/;
/** Words of yarn, pnpm and bun that are no scripts; of npm all but a few are its own. */
const own =
  /^(?:add|install|i|ci|remove|rm|up|update|upgrade|link|pack|publish|init|create|dlx|x|info|list|ls|why|config|cache|audit|build-info|version|set|pm|rebuild|prune|dedupe|import|store|workspaces|workspace|foreach|--version|-v)$/;
const valued = /^(?:--prefix|-C|--dir|--cwd|-w|--workspace|--filter|-F)$/;

/** Undefined for what is no package manager, or asks for nothing to be started. */
export function startedByPackage(program: string, args: readonly string[]): PackageCall | undefined {
  if (!/^(?:npm|yarn|pnpm|bun)$/.test(program)) return undefined;
  let folder: string | undefined;
  let named: string | undefined;
  const words: string[] = [];
  for (let at = 0; at < args.length; at++) {
    const [, flag = '', joined] = /^(--?[\w-]+)(?:=(.*))?$/.exec(args[at] ?? '') ?? [];
    const isWorkspace = words.length === 0 && args[at] === 'workspace';
    if (args[at] === '--') break;
    if (isWorkspace || valued.test(flag)) {
      const value = joined ?? args[++at];
      if (isWorkspace || /^(?:-w|--workspace|--filter|-F)$/.test(flag)) named = value;
      else folder = value;
    } else if (flag === '') words.push(args[at] ?? '');
    if (words[0] === 'exec') return { kind: 'exec', words: args.slice(at + 1) };
  }
  const [verb, name] = words;
  // `bun server.ts` and `bun run server.ts` start a file.
  if (verb === undefined || (program === 'bun' && /\.[cm]?[jt]sx?$/.test(name ?? ''))) return undefined;
  if (/^run(?:-script)?$/.test(verb))
    return name === undefined ? undefined : { kind: 'script', script: name, folder, package: named };
  // npm knows only a few scripts without `run`.
  const isScript = program === 'npm' ? verbs.test(verb) : /^[\w:-]+$/.test(verb) && !own.test(verb);
  return isScript ? { kind: 'script', script: verb, folder, package: named } : undefined;
}

export function startedByMake(args: readonly string[]): RunnerStarted[] {
  let folder: string | undefined;
  const targets: string[] = [];
  for (let at = 0; at < args.length; at++) {
    const word = args[at] ?? '';
    if (word === '-C') folder = args[++at];
    else if (word === '-f') return [];
    else if (/^[A-Za-z][\w./-]*$/.test(word)) targets.push(word);
  }
  return targets.map((target) => ({ kind: 'target', target, folder }));
}
