// One compose file, or some that are merged, as a stack.
import type { Stack } from '../../model/service.ts';
import type { ComposeSteps } from '../compose/context.ts';
import { readCompose } from '../compose/stack.ts';
import { onceForTexts, type ReadText } from '../disk-view.ts';
import { absolutePath, nameOf } from '../paths.ts';
import type { ComposeSet } from './compose-sets.ts';
import { addEnvFile, type Reading } from './reading.ts';

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
