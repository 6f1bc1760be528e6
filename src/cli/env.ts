import { exitCodes, SeaworthyError } from '../base/errors.ts';
import { lineStarts, positionAt } from '../base/span.ts';
import { count, jsonText, printableLine } from '../base/text.ts';
import { chosenStack, noComposeFile } from '../generate/chosen-stack.ts';
import { checkEnv, type EnvCheck, type EnvProblem, grave } from '../generate/env/check.ts';
import type { Project } from '../model/project.ts';
import type { Stack } from '../model/service.ts';
import { readProject } from '../read/project.ts';
import { outputOptions, projectOptions, wantsJson } from './flags.ts';
import { projectFolder } from './project-folder.ts';
import { readingOf } from './reading.ts';
import type { Verb, VerbContext } from './verb.ts';

export const verb: Verb = {
  name: 'env',
  usage: 'env check [FLAGS]',
  about:
    'Checks the env files of an environment against the compose files and the code that read them: what is missing,\n' +
    'of the wrong type, a placeholder, unused, or different between environments. Values are never printed.',
  options: {
    strict: { type: 'boolean', help: 'weak, unused and differing keys make the exit code 3 too' },
    ...projectOptions,
    ...outputOptions,
  },
  examples: [
    ['seaworthy env check -e production', 'checks .env and .env.production'],
    ['seaworthy env check -e production --json', 'the same for scripts'],
  ],
  async run(context) {
    const { flags, positionals } = context;
    const [word, extra] = positionals;
    if (word !== 'check' || extra !== undefined) {
      throw new SeaworthyError(
        'USAGE',
        `env: ${word === undefined ? 'what to do is missing' : `there is no ${positionals.join(' ')}`}`,
        {
          hint: 'It is: seaworthy env check. seaworthy generate env makes an example file.',
        },
      );
    }
    const environment = flags.text('env');
    const { project, stack } = await openEnvironment(context, environment);
    const check = checkEnv(project, stack, environment);
    print(context, project, check);
    const isGrave = ({ fault }: EnvProblem) => flags.is('strict') || grave.includes(fault);
    return check.problems.some(isGrave) ? exitCodes.refused : exitCodes.ok;
  },
};

/** The stack of an environment with its env files, whether or not there is an overlay for it. */
export async function openEnvironment(
  context: VerbContext,
  environment: string | undefined,
): Promise<{ readonly project: Project; readonly stack: Stack }> {
  const root = projectFolder(context);
  const reading = readingOf(context, root);
  const project = await readProject(reading);
  const stack = chosenStack(project, environment);
  if (stack === undefined) throw noComposeFile(project);
  if (environment === undefined || stack.environment === environment) return { project, stack };
  const composeFiles = reading.composeFiles ?? stack.files;
  const again = await readProject({ ...reading, composeFiles, environment });
  const own = again.stacks[0];
  if (own === undefined) throw noComposeFile(project);
  return { project: again, stack: own };
}

function print({ terminal, flags }: VerbContext, project: Project, check: EnvCheck): void {
  const placed = check.problems.map((problem) => ({ ...problem, ...placeOf(problem, project) }));
  if (wantsJson(flags)) {
    const { environment, files, keys } = check;
    const problems = placed.map(({ fault, name, text, file, line }) => ({ fault, name, text, file, line }));
    const body = { schema: 'seaworthy.env-check/1', environment: environment ?? null, files, keys, problems };
    terminal.stdout.write(`${jsonText(body, 2)}\n`);
    return;
  }
  const width = Math.max(...placed.map(({ fault }) => fault.length), 0) + 2;
  for (const { fault, text, file, line } of placed) {
    const place = file === null ? '' : `  ${file}:${line}`;
    terminal.stdout.write(`${printableLine(`${fault.padEnd(width)}${text}${place}`)}\n`);
  }
  const files = check.files.length === 0 ? 'no env file' : check.files.join(', ');
  const what = placed.length === 0 ? 'nothing to say' : count(placed.length, 'problem');
  terminal.stdout.write(`${printableLine(`${what}: ${count(check.keys, 'key')}, ${files}`)}\n`);
}

function placeOf({ at }: EnvProblem, { texts }: Project): { file: string | null; line: number | null } {
  if (at === undefined) return { file: null, line: null };
  return { file: at.file, line: positionAt(lineStarts(texts.get(at.file)?.text ?? ''), at.start).line };
}
