// From flags to what is read of a folder.
import { existsSync } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { SeaworthyError } from '../base/errors.ts';
import type { ReadOptions } from '../read/project.ts';
import { projectFolder } from './project-folder.ts';
import { isPartial, rootOf } from './review-root.ts';
import type { VerbContext } from './verb.ts';

/** What a review reads: everything below the folder, or the paths given. */
export function reviewReading(context: VerbContext): ReadOptions {
  const { positionals, flags, cwd } = context;
  for (const path of positionals) {
    if (existsSync(resolve(cwd, path))) continue;
    throw new SeaworthyError('NO_PROJECT', `there is no file or folder ${path}`, {
      hint: 'Name a folder or files to review.',
    });
  }
  const given = (positionals.length === 0 ? ['.'] : positionals).map((path) => resolve(cwd, path));
  const root = flags.text('project-directory') === undefined ? rootOf(given, cwd) : projectFolder(context);
  const paths = isPartial(context) ? given.map((path) => fromRoot(root, cwd, path)) : [];
  return {
    root,
    scope: 'review',
    processEnv: {},
    onFound: prepareFor,
    ...(flags.is('helm') ? { helm: true } : {}),
    ...(paths.length === 0 ? {} : { paths }),
    ...readingFlags(context, root),
  };
}

/** A review of fewer files takes little memory, and loading what may hold it down takes longer than reading some of them. */
const manyFiles = 1000;

async function prepareFor(files: number): Promise<void> {
  if (files < manyFiles) return;
  const { prepareForMany } = await import('./large-review.ts');
  prepareForMany();
}

/** All that the folder holds, every environment of it, for verbs that write files from it. */
export function readingOf(context: VerbContext, root: string): ReadOptions {
  const { environment: _, ...given } = readingFlags(context, root);
  return { root, scope: 'review', processEnv: {}, ...given };
}

/** What any verb's flags say of what is read. */
export function readingFlags({ flags, cwd }: VerbContext, root: string) {
  const files = flags.list('file');
  const environment = flags.text('env');
  const projectName = flags.text('project-name');
  const profiles = flags.list('profile');
  const envFiles = flags.list('env-file').map((path) => fromRoot(root, cwd, path));
  return {
    ...(files.length === 0 ? {} : { composeFiles: files.map((path) => fromRoot(root, cwd, path)) }),
    ...(envFiles.length === 0 ? {} : { envFiles }),
    ...(flags.text('project-directory') === undefined ? {} : { hasOwnFolder: true }),
    ...(environment === undefined ? {} : { environment }),
    ...(projectName === undefined ? {} : { projectName }),
    ...(profiles.length === 0 ? {} : { profiles }),
  };
}

function fromRoot(root: string, cwd: string, path: string): string {
  const absolute = isAbsolute(path) ? path : resolve(cwd, path);
  return relative(root, absolute).split(sep).join('/');
}
