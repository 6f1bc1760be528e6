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
