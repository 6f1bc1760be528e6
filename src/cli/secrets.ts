import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type ExitCode, exitCodes, SeaworthyError } from '../base/errors.ts';
import { jsonText, printableLine } from '../base/text.ts';
import { requireStack } from '../generate/chosen-stack.ts';
import { kinds } from '../generate/kinds.ts';
import { type ListedSecret, secretsOf } from '../generate/secrets/list.ts';
import { beginRotation, finishRotation, type Rotation } from '../generate/secrets/rotate.ts';
import { projectOptions, wantsJson } from './flags.ts';
import { givenFor, makeFiles } from './generate.ts';
import type { Verb, VerbContext } from './verb.ts';
import { placeFiles, writePlaced } from './write-generated.ts';

const words = ['init', 'rotate', 'ls'] as const;

export const verb: Verb = {
  name: 'secrets',
  usage: 'secrets init|rotate|ls [NAME] [FLAGS]',
  about:
    'init gives random values to secrets that have none, and moves literals out of compose files; files get mode 0600\n' +
    'and an entry in .gitignore. rotate NAME puts a new value beside the old one and says how to change over; with\n' +
    '--finish it takes its place. ls lists them. No value is ever printed.',
  options: {
    finish: { type: 'boolean', help: 'rotate: the new value takes the place of the old one' },
    'dry-run': { type: 'boolean', help: 'say what would be written' },
    ...projectOptions,
    output: { type: 'string', short: 'o', value: 'FORMAT', help: 'text or json' },
    json: { type: 'boolean', help: 'the same as --output json' },
  },
  examples: [
    ['seaworthy secrets init', 'values for .env and for files of secrets'],
    ['seaworthy secrets rotate postgres_password', 'the first of two steps, and the plan'],
    ['seaworthy secrets ls --json', 'which there are, and who holds them'],
  ],
  async run(context) {
    const [word, name, extra] = context.positionals;
    const known = words.find((one) => one === word);
    const isWhole = known === 'rotate' ? name !== undefined && extra === undefined : name === undefined;
    if (known === undefined || !isWhole) throw usage(context.positionals);
    if (known === 'init') return init(context);
    return known === 'ls' ? list(context) : rotate(context, name ?? '');
  },
};

function usage(positionals: readonly string[]): SeaworthyError {
  const [word] = positionals;
  const what =
    word === undefined
      ? 'what to do is missing'
      : word === 'rotate'
        ? 'rotate takes the name of one secret'
        : `there is no ${positionals.join(' ')}`;
  return new SeaworthyError('USAGE', `secrets: ${what}`, { hint: 'It is one of: init, rotate NAME, ls.' });
}

async function init(context: VerbContext): Promise<ExitCode> {
  const kind = kinds.find((one) => one.name === 'secrets');
  if (kind === undefined) throw new SeaworthyError('USAGE', 'secrets: there is no init');
  return makeFiles(context, kind);
}

async function list(context: VerbContext): Promise<ExitCode> {
  const { terminal, flags } = context;
  const given = await givenFor(context);
  const secrets = secretsOf(given.project, requireStack(given));
  if (wantsJson(flags)) {
    const told = secrets.map(({ file, ...one }) => ({ ...one, file: file ?? null }));
    terminal.stdout.write(`${jsonText({ schema: 'seaworthy.secrets/1', secrets: told }, 2)}\n`);
    return exitCodes.ok;
  }
  const width = Math.max(0, ...secrets.map((one) => one.name.length)) + 2;
  for (const secret of secrets) terminal.stdout.write(`${printableLine(lineOf(secret, width))}\n`);
  if (secrets.length === 0) terminal.stdout.write('no secrets\n');
  return exitCodes.ok;
}

function lineOf({ name, kind, file, users, isSet }: ListedSecret, width: number): string {
  const where = file === undefined ? kind : `${kind} ${file}`;
  return `${name.padEnd(width)}${isSet ? 'set  ' : 'unset'}  ${where}  ${users.join(', ')}`.trimEnd();
}

async function rotate(context: VerbContext, name: string): Promise<ExitCode> {
  const { flags, terminal } = context;
  const given = await givenFor(context);
  const isEnd = flags.is('finish');
  const rotation = isEnd ? finishRotation(given, name) : beginRotation(given, name);
  const files = placeFiles(given.project.root, rotation.files, false);
  if (!flags.is('dry-run')) {
    writePlaced(given.project.root, files);
    for (const path of rotation.removes) rmSync(join(given.project.root, path), { force: true });
  }
  const changed = files.map(({ path, action }) => ({ file: path, action }));
  if (wantsJson(flags)) {
    const { steps, overlaps } = rotation.steps;
    const body = {
      schema: 'seaworthy.rotation/1',
      secret: name,
      finished: isEnd,
      overlaps,
      files: changed,
      steps,
    };
    terminal.stdout.write(`${jsonText(body, 2)}\n`);
    return exitCodes.ok;
  }
  const verbs = { create: 'wrote', replace: 'overwrote', edit: 'changed', same: 'unchanged' } as const;
  for (const { file, action } of changed) terminal.stdout.write(`${verbs[action]} ${printableLine(file)}\n`);
  terminal.stdout.write(`\n${planText(rotation, isEnd)}`);
  return exitCodes.ok;
}

/** What is left to do: all of it after the first half, what follows the switch after the second. */
function planText({ steps: { steps } }: Rotation, isEnd: boolean): string {
  const at = steps.findIndex(({ command }) => command?.endsWith('--finish') === true);
  const left = isEnd ? steps.slice(at + 1) : steps;
  return left
    .map(({ says, command }, index) => {
      const line = `${index + 1}. ${says}\n`;
      return printablePlan(command === undefined ? line : `${line}     ${command}\n`);
    })
    .join('');
}

function printablePlan(text: string): string {
  return text.split('\n').map(printableLine).join('\n');
}
