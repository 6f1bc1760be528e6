// Lock files that package managers insist on.
import type { RunCommand } from './run.ts';

export interface WantedLock {
  /** The manager looks for the project by this file. */
  readonly manifest: string;
  readonly locks: readonly string[];
  readonly words: string;
}

/** The lock file without which the command refuses to install; undefined for other commands. */
export function lockOf({ program, args, assignments }: RunCommand): WantedLock | undefined {
  const words = args.map(({ text }) => text);
  const has = (...flags: readonly string[]) => words.some((word) => flags.includes(word));
  // Another folder, or global packages.
  if (
    has('--prefix', '-C', '--dir', '--cwd', '--directory', '--project', '-g', '--global') ||
    assignments.length > 0
  )
    return undefined;
  if (words.some((word) => /^--(?:prefix|dir|cwd|directory|project)=/.test(word))) return undefined;
  const manifest = 'package.json';
  if (program === 'npm' && /^(?:ci|clean-install)$/.test(words[0] ?? ''))
    return { manifest, locks: ['package-lock.json', 'npm-shrinkwrap.json'], words: 'npm ci' };
  const installs = /^(?:i|install)$/.test(words[0] ?? '');
  if (program === 'pnpm' && installs && has('--frozen-lockfile'))
    return { manifest, locks: ['pnpm-lock.yaml'], words: 'pnpm install --frozen-lockfile' };
  if (program === 'yarn' && has('--immutable'))
    return { manifest, locks: ['yarn.lock'], words: 'yarn install --immutable' };
  if (program === 'bun' && installs && has('--frozen-lockfile'))
    return { manifest, locks: ['bun.lock', 'bun.lockb'], words: 'bun install --frozen-lockfile' };
  if (program === 'uv' && words[0] === 'sync' && has('--frozen', '--locked'))
    return {
      manifest: 'pyproject.toml',
      locks: ['uv.lock'],
      words: `uv sync ${has('--frozen') ? '--frozen' : '--locked'}`,
    };
  return undefined;
}

const makers: ReadonlyMap<string, string> = new Map([
  ['package-lock.json', 'npm'],
  ['npm-shrinkwrap.json', 'npm'],
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
  ['uv.lock', 'uv'],
]);

export function isLockName(name: string): boolean {
  return makers.has(name);
}

const keepsLock =
  /^--(?:no-package-lock|no-lockfile|no-save|frozen-lockfile|frozen|locked|immutable|global)$|^-g$/;
const writing =
  /^(?:i|in|install|install-test|it|add|update|up|upgrade|dedupe|import|lock|sync|remove|rm|uninstall|un|audit|shrinkwrap)$/;

/** True for a command that leaves such a lock file behind: `npm install`, `yarn`, `uv lock`. */
export function mayWriteLock({ program, args }: RunCommand, name: string): boolean {
  if (program !== makers.get(name)) return false;
  const words = args.map(({ text }) => text);
  if (words.some((word) => keepsLock.test(word))) return false;
  const verb = words.find((word) => !word.startsWith('-'));
  return verb === undefined ? program === 'yarn' : writing.test(verb);
}
