// The project as it was at a revision: unpacked into a folder of its own, read, and the folder removed.
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { exitCodes } from '../base/errors.ts';
import { count, printableLine } from '../base/text.ts';
import type { Project } from '../model/project.ts';
import { type ReadOptions, readProject } from '../read/project.ts';
import { type Checkout, checkoutOf, commitOf, type Git, treeOf } from '../read/revision/git.ts';
import { unpack } from '../read/revision/unpack.ts';
import type { ReviewResult } from '../review/result.ts';
import type { VerbContext } from './verb.ts';

export interface Since {
  readonly project: Project;
  /** Nothing is read from the folder any more. */
  close(): void;
}

interface Revision {
  readonly git: Git;
  readonly checkout: Checkout;
  readonly name: string;
  readonly commit: string;
}

/** Known before anything is read, so that a misspelt revision costs nothing. @throws SeaworthyError */
export function revisionOf(context: VerbContext, root: string): Revision {
  const git = { folder: root, env: context.env };
  const checkout = checkoutOf(git);
  const name = context.flags.text('changed-since') ?? '';
  return { git, checkout, name, commit: commitOf(git, name) };
}

export async function projectSince(
  { git, checkout, commit }: Revision,
  now: Project,
  options: ReadOptions,
): Promise<Since> {
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-since-'));
  const close = removedAtTheEnd(folder);
  try {
    // Of the same name: it is the name of a compose project.
    const top = join(folder, basename(checkout.top) || 'project');
    const root = join(top, checkout.prefix);
    const entries = treeOf(git, commit);
    mkdirSync(root, { recursive: true });
    await unpack(git, checkout, entries, top);
    const modules = entries.flatMap(({ kind, path }) => (kind === 'commit' ? [`${path}/`] : []));
    addUncommitted(now, { top, root }, (file) => modules.some((module) => file.startsWith(module)));
    const paths = options.paths?.filter((path) => existsSync(resolve(root, path)));
    const project = await readProject({ ...options, root, ...(paths === undefined ? {} : { paths }) });
    return { project, close };
  } catch (error) {
    close();
    throw error;
  }
}

/** What git ignores and what submodules hold is in no revision, and no change: it counts on both sides. */
function addUncommitted(
  { texts, files }: Project,
  { top, root }: { readonly top: string; readonly root: string },
  isInModule: (path: string) => boolean,
): void {
  for (const { file, text } of texts.values()) {
    const target = join(root, file);
    const path = relative(top, target).split(sep).join('/');
    if (path.startsWith('../') || existsSync(target)) continue;
    if (!isInModule(path) && !files.isGitIgnored(file)) continue;
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
}

/** Also when a signal ends the program half-way. */
function removedAtTheEnd(folder: string): () => void {
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const signals = [
    ['SIGINT', exitCodes.sigint],
    ['SIGTERM', exitCodes.sigterm],
    ['SIGHUP', exitCodes.sigterm],
  ] as const;
  const listeners = signals.map(([name, code]) => {
    const listener = () => {
      remove();
      process.exit(code);
    };
    process.once(name, listener);
    return { name, listener };
  });
  process.once('exit', remove);
  return () => {
    process.off('exit', remove);
    for (const { name, listener } of listeners) process.off(name, listener);
    remove();
  };
}

/** How the two states differ, on the stream that is not the report. */
export function tellSince(
  { terminal }: VerbContext,
  { since }: ReviewResult,
  { name, commit }: Revision,
): void {
  if (since === undefined) return;
  const { come, gone, same } = since;
  const short = commit.slice(0, 12);
  const shown = commit.startsWith(name) ? short : `${printableLine(name)} (${short})`;
  terminal.stderr.write(
    `since ${shown}: ${count(come, 'finding')} came, ${gone} went, ${same} as before and not shown\n`,
  );
}
