// Where a case is laid out for the run, and what both programs see of this machine: nothing.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ParityCase } from './case.ts';

export interface Place {
  /** Holds all cases and the home folder. */
  readonly base: string;
  readonly root: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

export function layOut(base: string, { name, files, env, cwd }: ParityCase): Place {
  const root = join(base, name);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  mkdirSync(join(root, cwd ?? ''), { recursive: true });
  return {
    base,
    root,
    cwd: join(root, cwd ?? ''),
    env: { HOME: join(base, 'home'), PATH: '/usr/bin:/bin', ...env },
  };
}

/** What came out: a project as plain data, or the reason why there is none. */
export type Outcome =
  | { readonly kind: 'project'; readonly project: unknown }
  | { readonly kind: 'refused'; readonly why: readonly string[] };

/** The same text wherever the cases lie: paths are relative to the folder of all cases. */
export function withoutBase(text: string, base: string): string {
  return text.replaceAll(base, '/cases');
}
