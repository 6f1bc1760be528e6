// Where a verb works. Apart from reading what is there, which most verbs that deploy have no need of.
import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { SeaworthyError } from '../base/errors.ts';
import type { VerbContext } from './verb.ts';

/** The folder that a deploying verb works on: `--project-directory`, a folder argument, or where it was called. */
export function projectFolder(context: VerbContext, folder?: string): string {
  const given = context.flags.text('project-directory') ?? folder;
  const path = resolve(context.cwd, given ?? '.');
  if (!existsSync(path) || !statSync(path).isDirectory()) {
    throw new SeaworthyError('NO_PROJECT', `there is no folder ${given ?? path}`, {
      hint: 'Name the folder that holds the compose file.',
    });
  }
  return path;
}
