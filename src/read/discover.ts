// Which files of a repository are for review, what each one is, and what was left out and why.
import { SeaworthyError } from '../base/errors.ts';
import { count } from '../base/text.ts';
import type { ArtifactKind, Skipped } from '../model/artifact.ts';
import { isTestMaterial, kindByName, kindByText, kindOfNamed, type NamedKind } from './artifact-kind.ts';
import { fileStart, realPath } from './disk.ts';
import { isDocumentName } from './document/document.ts';
import type { FolderLists } from './folder-lists.ts';
import { type GitIgnore, gitIgnoreOf } from './git-ignore.ts';
import { absolutePath, byText, folderOf, insidePath } from './paths.ts';
import { isScriptName } from './script/script.ts';
import { reasonOf } from './text-file.ts';
import { maximumEntries, resolveLink, shown, walk } from './walk.ts';

export interface FoundFile {
  readonly path: string;
  readonly kind: ArtifactKind;
  /** Set when the path has the name of such a file but cannot be read as one. */
  readonly unreadable: string | undefined;
}

export interface Discovery {
  /** Sorted by path. */
  readonly files: readonly FoundFile[];
  readonly skipped: readonly Skipped[];
  /** Shell scripts and Makefiles: read only where a rule asks for them. */
  readonly scripts?: readonly string[];
  /** Markdown, likewise. */
  readonly documents?: readonly string[];
}

export interface DiscoverOptions {
  /** Files and folders relative to the root; all of the root when absent. */
  readonly paths?: readonly string[] | undefined;
  readonly gitIgnore?: GitIgnore;
  readonly lists?: FolderLists;
  readonly maximumEntries?: number;
}

/** Bytes of a YAML file that must tell what it is; comments at the top can be long. */
const headBytes = 64 * 1024;

export function discover(root: string, options: DiscoverOptions = {}): Discovery {
  const search = newSearch(realPath(root), options);
  for (const path of options.paths ?? ['']) {
    if (options.paths !== undefined && take(search, path)) continue;
    const start = startOf(path);
    walk({
      root: search.root,
      ...(options.lists === undefined ? {} : { lists: options.lists }),
      start,
      budget: search.budget,
      skipped: search.skipped,
      skipFolder: (folder) => ignoredFolder(search.gitIgnore, folder),
      onFile: (file) => onFile(search, file, start),
      onOdd: (file, why) => onOdd(search, file, why),
    });
  }
  const files = [...search.files.values()].sort((a, b) => byText(a.path, b.path));
  return {
    files,
    skipped: grouped(search),
    scripts: search.scripts.sort(byText),
    documents: search.documents.sort(byText),
  };
}

interface Search {
  readonly root: string;
  readonly gitIgnore: GitIgnore;
  readonly budget: { left: number };
  readonly files: Map<string, FoundFile>;
  readonly skipped: Skipped[];
  readonly scripts: string[];
  readonly documents: string[];
  /** Folder -> files in it that git ignores. */
  readonly ignored: Map<string, number>;
}

function newSearch(root: string, options: DiscoverOptions): Search {
  return {
    root,
    gitIgnore: options.gitIgnore ?? gitIgnoreOf(root),
    budget: { left: options.maximumEntries ?? maximumEntries },
    files: new Map(),
    skipped: [],
    scripts: [],
    documents: [],
    ignored: new Map(),
  };
}

function startOf(path: string): string {
  const start = insidePath(path);
  if (start !== undefined) return start;
  throw new SeaworthyError('USAGE', `${path} is outside of the project`, {
    hint: 'Run seaworthy in a folder above it.',
  });
}

/** A file that the user names is read whatever git or its name say; false for a folder. */
function take(search: Search, given: string): boolean {
  const path = startOf(given);
  const target = resolveLink(search.root, path);
  if (target.kind === 'folder') return false;
  if (target.kind === 'odd') {
    if (target.why.endsWith('to nothing')) {
      throw new SeaworthyError('USAGE', `${given} does not exist`, { hint: 'Check the path.' });
    }
    search.files.set(path, { path, kind: settled(kindByName(path)), unreadable: target.why });
    return true;
  }
  const kind = kindByName(path);
  search.files.set(path, look(search, path, kind === 'other' ? 'look' : kind, kindOfNamed));
  return true;
}

function ignoredFolder(gitIgnore: GitIgnore, folder: string): string | undefined {
  return gitIgnore.isIgnored(folder, true) ? 'ignored by git' : undefined;
}

function onFile(search: Search, path: string, start: string): void {
  const kind = kindByName(path);
  if (kind === 'other') {
    const list = isScriptName(path) ? search.scripts : isDocumentName(path) ? search.documents : undefined;
    if (list !== undefined && !search.gitIgnore.isIgnored(path, false)) list.push(path);
    return;
  }
  // An ignored .env is how it should be, and what is in it still matters.
  if (kind !== 'env' && search.gitIgnore.isIgnored(path, false)) {
    const folder = folderOf(path);
    search.ignored.set(folder, (search.ignored.get(folder) ?? 0) + 1);
    return;
  }
  const found = look(search, path, kind, kindByText);
  const isManifest = found.kind === 'helm' || (kind === 'look' && found.kind === 'kubernetes');
  // In a folder that the user names for itself, they are what is asked about.
  if (isManifest && isTestMaterial(path.slice(start.length))) return;
  if (found.kind !== 'other' || found.unreadable !== undefined) search.files.set(path, found);
}

function onOdd(search: Search, path: string, why: string): boolean {
  const kind = kindByName(path);
  if (kind === 'other' || kind === 'look' || kind === 'source') return false;
  search.files.set(path, { path, kind, unreadable: why });
  return true;
}

function look(
  search: Search,
  path: string,
  kind: NamedKind,
  kindOf: (path: string, head: string) => ArtifactKind,
): FoundFile {
  if (kind !== 'look') return { path, kind, unreadable: undefined };
  const head = readHead(absolutePath(search.root, path));
  if (typeof head === 'object') return { path, kind: 'other', unreadable: head.why };
  return { path, kind: kindOf(path, head), unreadable: undefined };
}

function settled(kind: NamedKind): ArtifactKind {
  return kind === 'look' ? 'other' : kind;
}

function readHead(path: string): string | { readonly why: string } {
  try {
    return fileStart(path, headBytes).bytes.toString('utf8');
  } catch (error) {
    return { why: reasonOf(error) };
  }
}

function grouped(search: Search): Skipped[] {
  const files = [...search.ignored].map(([folder, amount]) => ({
    path: shown(folder),
    why: `${count(amount, 'file')} ignored by git`,
  }));
  return [...search.skipped, ...files].sort((a, b) => byText(a.path, b.path) || byText(a.why, b.why));
}
