// What the steps of reading one project share.
import type { ReadProblem } from '../../model/artifact.ts';
import type { Dockerfile } from '../../model/dockerfile.ts';
import type { EnvFile } from '../../model/env-file.ts';
import type { FileTree } from '../../model/project.ts';
import type { Stack } from '../../model/service.ts';
import type { Settings } from '../../model/settings.ts';
import type { ComposeSteps } from '../compose/context.ts';
import type { KnownDocuments } from '../compose/documents.ts';
import { readCompose } from '../compose/stack.ts';
import type { FoundFile } from '../discover.ts';
import { realPath } from '../disk.ts';
import { onceForText, onceForTexts, type ReadText } from '../disk-view.ts';
import { dockerfileOf } from '../dockerfile/dockerfile.ts';
import { envFileOf } from '../env/env-file.ts';
import { fileTree } from '../file-tree.ts';
import type { FolderLists } from '../folder-lists.ts';
import { type GitIgnore, gitIgnoreOf } from '../git-ignore.ts';
import { pathKinds } from '../path-kinds.ts';
import { absolutePath, nameOf } from '../paths.ts';
import { readExtension, readSettings } from '../settings/settings.ts';
import { unreadableProblem } from '../text-file.ts';
import { type TextStore, textStore } from '../text-store.ts';
import type { ComposeSet } from './compose-sets.ts';

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

export interface StackOptions {
  readonly projectName: string | undefined;
  readonly processEnv: Readonly<Record<string, string>>;
  readonly profiles: readonly string[];
  readonly steps?: ComposeSteps | undefined;
  /** True where the resolved project is for printing. */
  readonly absolutePaths?: boolean;
}

interface MadeStack {
  readonly stack: Stack;
  readonly drawnIn: ReadonlySet<string>;
}

const stackOnce = onceForTexts<MadeStack>();

export function readStack(reading: Reading, set: ComposeSet, options: StackOptions): Stack {
  const name = JSON.stringify([reading.root, set, options]);
  const { stack, drawnIn } = stackOnce(name, reading.store.read, (read) =>
    makeStack(reading, set, options, read),
  );
  for (const file of drawnIn) reading.drawnIn.add(file);
  for (const file of set.envFiles) addEnvFile(reading, file);
  for (const service of stack.services.values()) {
    for (const { path, exists } of service.envFiles) if (exists) addEnvFile(reading, path.value);
  }
  return stack;
}

function makeStack(reading: Reading, set: ComposeSet, options: StackOptions, read: ReadText): MadeStack {
  const { store } = reading;
  const drawnIn = new Set<string>();
  const texts = (files: readonly string[]) =>
    files.flatMap((file) => {
      const text = read(file);
      return text === undefined ? [] : [{ file, text }];
    });
  const stack = readCompose({
    files: texts(set.files),
    readFile: (file) => {
      drawnIn.add(file);
      return read(file);
    },
    exists: (file) => reading.files.kind(file) !== undefined || store.quietly(file).kind !== 'absent',
    projectName: options.projectName,
    folderName: nameOf(absolutePath(reading.root, set.folder)),
    folder: set.folder,
    ...(options.absolutePaths === true ? { root: reading.root } : {}),
    environment: set.environment,
    processEnv: options.processEnv,
    envFiles: texts(set.envFiles),
    profiles: options.profiles,
    known: reading.composeFiles,
    ...options.steps,
  });
  return { stack, drawnIn };
}

/** `seaworthy.yaml`, or else `x-seaworthy` of the last compose file that has it. */
export function settingsFor(
  reading: Reading,
  own: string | undefined,
  files: readonly string[],
): Settings | undefined {
  if (own !== undefined) {
    const text = reading.store.read(own);
    return text === undefined ? undefined : readSettings(own, text);
  }
  for (const file of [...files].reverse()) {
    const settings = readExtension(file, reading.store.read(file) ?? '');
    if (settings !== undefined) return settings;
  }
  return undefined;
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
