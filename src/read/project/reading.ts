// What the steps of reading one project share.
import type { ReadProblem } from '../../model/artifact.ts';
import type { Dockerfile } from '../../model/dockerfile.ts';
import type { EnvFile } from '../../model/env-file.ts';
import type { FileTree } from '../../model/project.ts';
import type { KnownDocuments } from '../compose/documents.ts';
import type { FoundFile } from '../discover.ts';
import { realPath } from '../disk.ts';
import { onceForText } from '../disk-view.ts';
import { dockerfileOf } from '../dockerfile/dockerfile.ts';
import { envFileOf } from '../env/env-file.ts';
import { fileTree } from '../file-tree.ts';
import type { FolderLists } from '../folder-lists.ts';
import { type GitIgnore, gitIgnoreOf } from '../git-ignore.ts';
import { pathKinds } from '../path-kinds.ts';
import { unreadableProblem } from '../text-file.ts';
import { type TextStore, textStore } from '../text-store.ts';

export interface Reading {
  readonly root: string;
  readonly gitIgnore: GitIgnore;
  readonly lists: FolderLists;
  readonly files: FileTree;
  readonly store: TextStore;
  readonly dockerfiles: Map<string, Dockerfile>;
  readonly envFiles: Map<string, EnvFile>;
  /** Files that a compose file includes or extends: they are part of its stack. */
  readonly drawnIn: Set<string>;
  /** Files that others name as a Dockerfile or env file and that are no text. */
  readonly refused: Map<string, 'dockerfile' | 'env'>;
  /** Compose files while stacks are being read: most are part of several. */
  readonly composeFiles: KnownDocuments;
}

/** In a review no path and no link leads out of the checkout; what a deployment names is the user's own choice. */
export function newReading(root: string, scope: 'review' | 'deploy'): Reading {
  const gitIgnore = gitIgnoreOf(root);
  const kinds = pathKinds(realPath(root));
  return {
    root,
    gitIgnore,
    lists: kinds.lists,
    files: fileTree(root, gitIgnore, kinds),
    store: textStore(root, scope === 'deploy' ? undefined : (gitIgnore.top ?? root), kinds.isPlain),
    dockerfiles: new Map(),
    envFiles: new Map(),
    drawnIn: new Set(),
    refused: new Map(),
    composeFiles: new Map(),
  };
}

const dockerfileOnce = onceForText(dockerfileOf);

export function dockerfileAt(reading: Reading, file: string): Dockerfile | undefined {
  const known = reading.dockerfiles.get(file);
  if (known !== undefined) return known;
  const text = readAs(reading, 'dockerfile', file);
  if (text === undefined) return undefined;
  const dockerfile = dockerfileOnce(file, text);
  reading.dockerfiles.set(file, dockerfile);
  return dockerfile;
}

function readAs(reading: Reading, kind: 'dockerfile' | 'env', file: string): string | undefined {
  const text = reading.store.read(file);
  if (text === undefined && reading.store.problems.has(file)) reading.refused.set(file, kind);
  return text;
}

export function addEnvFile(reading: Reading, file: string): void {
  if (reading.envFiles.has(file)) return;
  const text = readAs(reading, 'env', file);
  if (text !== undefined) reading.envFiles.set(file, envFileOf(file, text, reading.files.isGitIgnored(file)));
}

/** Problems that no stack, Dockerfile, env file or the chosen settings carry. */
export function looseProblems(
  reading: Reading,
  others: readonly { readonly problems: readonly ReadProblem[] }[],
  found: readonly FoundFile[],
): ReadProblem[] {
  return [
    ...reading.store.problems.values(),
    ...others.flatMap(({ problems }) => problems),
    ...found.flatMap(oddProblem),
  ];
}

/** What stands where a deployment file should be. Behind a link out of the project may stand a good file. */
function oddProblem({ path, kind, unreadable }: FoundFile): ReadProblem[] {
  const isOurs = kind === 'compose' || kind === 'dockerfile' || kind === 'env' || kind === 'settings';
  if (!isOurs || unreadable === undefined) return [];
  // A template is no mistake, and the env file that a link waits for is made by each user.
  if (unreadable.endsWith('out of the project') || unreadable.startsWith('a template')) return [];
  if (kind === 'env' && unreadable.endsWith('symbolic link to nothing')) return [];
  return [unreadableProblem(path, unreadable)];
}
