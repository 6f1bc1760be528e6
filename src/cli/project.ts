// From flags to a Project: where it is, which files, which environment.
import { existsSync } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { SeaworthyError } from '../base/errors.ts';
import { count } from '../base/text.ts';
import type { ReadProblem } from '../model/artifact.ts';
import type { Project } from '../model/project.ts';
import type { Stack } from '../model/service.ts';
import { type ReadOptions, readProject } from '../read/project.ts';
import { placedLine, withoutCompose } from './own-stack.ts';
import { projectFolder } from './project-folder.ts';
import { brokenReferences } from './references.ts';
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
    ...common(context, root, flags.list('file')),
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
  const { environment: _, ...given } = common(context, root, context.flags.list('file'));
  return { root, scope: 'review', processEnv: {}, ...given };
}

export interface DeployProject {
  readonly project: Project;
  readonly stack: Stack;
  /** What is wrong with the files, each with its place and what to do. */
  readonly problems: readonly string[];
}

/** Reads the one stack that a deploying verb means. @throws SeaworthyError CONFIG_INVALID with every problem at once. */
export async function openForDeploy(context: VerbContext, folder: string): Promise<DeployProject> {
  const opened = await openTolerant(context, folder);
  refuseProblems(opened.problems);
  return opened;
}

/** @throws SeaworthyError CONFIG_INVALID when there are any. */
export function refuseProblems(problems: readonly string[]): void {
  if (problems.length > 0) throw invalid(problems);
}

/** The same for a verb that only looks: it goes on with what could be read. */
export async function openTolerant(context: VerbContext, folder: string): Promise<DeployProject> {
  const opened = await openUnchecked(context, folder);
  return { ...opened, problems: [...opened.problems, ...brokenReferences(opened.project)] };
}

/** Without the references between files, which take a moment: `brokenReferences` finds them. */
export async function openUnchecked(
  context: VerbContext,
  folder: string,
  reading: Pick<ReadOptions, 'steps' | 'withoutBuilds'> = {},
): Promise<DeployProject> {
  const read = await readProject({
    root: folder,
    scope: 'deploy',
    // Docker compose knows the folder even where the shell did not say it.
    processEnv: { PWD: context.cwd, ...context.env },
    ...reading,
    ...common(context, folder, context.flags.list('file')),
  });
  const own = read.stacks.length > 0 ? undefined : withoutCompose(read, namesOf(context));
  const { project, stack } = own ?? { project: read, stack: read.stacks[0] };
  const met = [...project.problems, ...(stack?.problems ?? []), ...(project.settings?.problems ?? [])];
  const inTheWay = met.filter(({ accepted }) => accepted !== true);
  const problems = [...new Set(inTheWay.map((problem) => describe(project, problem)))];
  if (stack !== undefined) return { project, stack, problems };
  if (problems.length > 0) throw invalid(problems);
  throw new SeaworthyError('NO_PROJECT', `no compose file in ${folder}`, {
    hint: 'Go to the folder that holds compose.yaml, or name the file with -f.',
  });
}

function namesOf({ flags, env }: VerbContext) {
  return {
    name: flags.text('project-name') ?? (env['COMPOSE_PROJECT_NAME'] || undefined),
    environment: flags.text('env'),
  };
}

function common({ flags, cwd }: VerbContext, root: string, files: readonly string[]) {
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

function describe(project: Project, problem: ReadProblem): string {
  return placedLine(project.texts.get(problem.span.file)?.text ?? '', problem);
}

function invalid(problems: readonly string[]): SeaworthyError {
  return new SeaworthyError('CONFIG_INVALID', `the configuration has ${count(problems.length, 'problem')}`, {
    detail: problems,
    hint: 'Mend these and run again; seaworthy review shows them with the lines.',
  });
}
