// From flags to the project that a verb deploys.
import { SeaworthyError } from '../base/errors.ts';
import { count } from '../base/text.ts';
import type { ReadProblem } from '../model/artifact.ts';
import type { Project } from '../model/project.ts';
import type { Stack } from '../model/service.ts';
import { type ReadOptions, readProject } from '../read/project.ts';
import { placedLine, withoutCompose } from './own-stack.ts';
import { readingFlags } from './reading.ts';
import { brokenReferences } from './references.ts';
import type { VerbContext } from './verb.ts';

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
    ...readingFlags(context, folder),
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

function describe(project: Project, problem: ReadProblem): string {
  return placedLine(project.texts.get(problem.span.file)?.text ?? '', problem);
}

function invalid(problems: readonly string[]): SeaworthyError {
  return new SeaworthyError('CONFIG_INVALID', `the configuration has ${count(problems.length, 'problem')}`, {
    detail: problems,
    hint: 'Mend these and run again; seaworthy review shows them with the lines.',
  });
}
