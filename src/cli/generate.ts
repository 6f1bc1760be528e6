import { randomBytes } from 'node:crypto';
import { type ExitCode, exitCodes, SeaworthyError } from '../base/errors.ts';
import { nearest } from '../base/text.ts';
import { chosenStack } from '../generate/chosen-stack.ts';
import type { Given, Kind } from '../generate/generator.ts';
import { kinds } from '../generate/kinds.ts';
import type { Project } from '../model/project.ts';
import { readProject } from '../read/project.ts';
import { everyVerbOptions, projectOptions } from './flags.ts';
import { optionsOfKinds } from './generate-options.ts';
import { generateOutput, printGenerated } from './generate-output.ts';
import { projectFolder } from './project-folder.ts';
import { readingOf } from './reading.ts';
import type { Flags, OptionSpecs, Verb, VerbContext } from './verb.ts';
import { placeFiles, textOf, writePlaced } from './write-generated.ts';

const width = Math.max(...kinds.map(({ name }) => name.length)) + 2;

const writing: OptionSpecs = {
  force: { type: 'boolean', help: 'overwrite files that are there' },
  'dry-run': { type: 'boolean', help: 'print the files instead of writing them; -o - does the same' },
};

const reading: OptionSpecs = {
  ...projectOptions,
  output: { type: 'string', short: 'o', value: 'FORMAT', help: 'text or json, or - for --dry-run' },
  json: { type: 'boolean', help: 'the same as --output json' },
};

export const verb: Verb = {
  name: 'generate',
  usage: 'generate KIND [FLAGS]',
  about:
    'Makes new files from what the repository says: all of them or none, and none that is there already.\n' +
    'What nothing says is listed at the end.\n\nKinds:\n' +
    kinds.map(({ name, summary }) => `  ${name.padEnd(width)}${summary}`).join('\n'),
  options: {
    ...writing,
    ...optionsOfKinds(kinds, { ...writing, ...reading, ...everyVerbOptions }),
    ...reading,
  },
  examples: [
    ['seaworthy generate overlay --dry-run', 'shows the overlays that would be written'],
    ['seaworthy generate overlay -e production', 'writes compose.production.yaml only'],
  ],
  async run(context) {
    const kind = kindOf(context.positionals);
    refuseOtherFlags(kind, context.flags);
    return makeFiles(context, kind);
  },
};

/** Reads the project, makes the files of a kind, writes them, and tells. */
export async function makeFiles(context: VerbContext, kind: Kind): Promise<ExitCode> {
  const { flags } = context;
  const output = generateOutput(flags);
  const given = await givenFor(context, kind);
  const { generator } = await kind.load();
  const { files, notes } = generator.generate(given);
  const placed = placeFiles(given.project.root, files, flags.is('force') || output.isDryRun);
  if (!output.isDryRun) writePlaced(given.project.root, placed);
  printGenerated(context, { kind: kind.name, project: given.project, files: placed, notes }, output);
  return exitCodes.ok;
}

/** What generators are given, from the command line. */
export async function givenFor(context: VerbContext, kind?: Kind): Promise<Given> {
  const { flags, clock } = context;
  const environment = flags.text('env');
  const project = await projectFor(context, kind?.withoutOverride === true);
  return {
    project,
    // Only kinds that need one have to know which it is.
    get stack() {
      return chosenStack(project, environment);
    },
    asked: flags,
    environment,
    now: clock.now(),
    text: (path) => textOf(project.root, path),
    randomBytes,
  };
}

async function projectFor(context: VerbContext, isWithoutOverride: boolean): Promise<Project> {
  const reading = readingOf(context, projectFolder(context));
  const project = await readProject(reading);
  if (!isWithoutOverride || reading.composeFiles !== undefined) return project;
  const files = chosenStack(project, undefined)?.files ?? [];
  const base = files.filter((file) => !/\.override\.ya?ml$/.test(file));
  const isSame = base.length === files.length || base.length === 0;
  return isSame ? project : readProject({ ...reading, composeFiles: base });
}

/** @throws SeaworthyError USAGE */
function kindOf(positionals: readonly string[]): Kind {
  const [word, extra] = positionals;
  const names = kinds.map(({ name }) => name);
  if (word === undefined) {
    throw new SeaworthyError('USAGE', 'generate: what is to be made is missing', {
      hint: `It is one of ${names.join(', ')}.`,
    });
  }
  const kind = kinds.find(({ name }) => name === word);
  if (kind === undefined) {
    const guess = nearest(word, names);
    throw new SeaworthyError('USAGE', `generate: there is no kind ${word}`, {
      hint: guess === undefined ? `It is one of ${names.join(', ')}.` : `Did you mean ${guess}?`,
    });
  }
  if (extra === undefined) return kind;
  throw new SeaworthyError('USAGE', `generate: ${extra} is one word too many`, {
    hint: 'One kind at a time; --project-directory names the folder.',
  });
}

/** @throws SeaworthyError USAGE for a flag that this kind does not know */
function refuseOtherFlags(kind: Kind, flags: Flags): void {
  const own = kind.options ?? {};
  for (const { name, options = {} } of kinds) {
    for (const flag of Object.keys(options)) {
      const isGiven = flags.is(flag) || flags.text(flag) !== undefined || flags.list(flag).length > 0;
      if (flag in own || !isGiven) continue;
      throw new SeaworthyError('USAGE', `--${flag} does not go with generate ${kind.name}`, {
        hint: `It belongs to generate ${name}.`,
      });
    }
  }
}
