// Calls of package managers: what is done with which packages, and which flags stand beside them.
import type { Dockerfile, DockerInstruction } from '../../model/dockerfile.ts';
import { type Action, grammars, type PackageTool } from './package-grammars.ts';
import { type RunCommand, type RunWord, runCommands } from './run.ts';

export interface PackageCall {
  readonly manager: PackageTool;
  readonly action: Action;
  readonly command: RunCommand;
  readonly program: RunWord;
  /** The word that names the action: `install`. */
  readonly verb: RunWord;
  /** Flags with the values they take. */
  readonly flags: readonly RunWord[];
  /** The words after the verb that are no flags. */
  readonly packages: readonly RunWord[];
}

const cache = new WeakMap<DockerInstruction, readonly PackageCall[]>();

export function packageCalls(dockerfile: Dockerfile, instruction: DockerInstruction): readonly PackageCall[] {
  const known = cache.get(instruction);
  if (known !== undefined) return known;
  const calls = runCommands(dockerfile, instruction).flatMap((command) => callOf(command) ?? []);
  cache.set(instruction, calls);
  return calls;
}

function callOf(command: RunCommand): PackageCall | undefined {
  const given = withoutPython(command.words);
  const [program, ...rest] = given;
  if (program === undefined) return undefined;
  const name = program.text.slice(program.text.lastIndexOf('/') + 1);
  const grammar = grammars.find(({ programs }) => programs.test(name));
  if (grammar === undefined) return undefined;
  const { flags, others } = sorted(rest, grammar.values);
  const plain = others.slice(isPrefix(grammar.manager, others[0]?.text) ? 1 : 0);
  const [verb, ...packages] = plain;
  const action =
    verb === undefined || !Object.hasOwn(grammar.verbs, verb.text) ? undefined : grammar.verbs[verb.text];
  if (verb === undefined || action === undefined) return undefined;
  return { manager: grammar.manager, action, command, program, verb, flags, packages };
}

/** `yarn global add x`, `dnf module install x`. */
function isPrefix(manager: PackageTool, word: string | undefined): boolean {
  if (manager === 'yarn') return word === 'global';
  return /^(?:yum|dnf)$/.test(manager) && /^(?:groups?|module)$/.test(word ?? '');
}

/** `python3 -m pip install x` and `uv pip install x` are pip's. */
function withoutPython(given: readonly RunWord[]): readonly RunWord[] {
  const texts = given.slice(0, 3).map(({ text }) => text);
  if (/(?:^|\/)python[\d.]*$/.test(texts[0] ?? '') && texts[1] === '-m' && texts[2] === 'pip')
    return given.slice(2);
  return texts[0] === 'uv' && texts[1] === 'pip' ? given.slice(1) : given;
}

function sorted(rest: readonly RunWord[], values: ReadonlySet<string>) {
  const flags: RunWord[] = [];
  const others: RunWord[] = [];
  for (let at = 0; at < rest.length; at++) {
    const word = rest[at];
    if (word === undefined) continue;
    if (word.text === '--') {
      others.push(...rest.slice(at + 1));
      break;
    }
    if (!word.text.startsWith('-') || word.text === '-') {
      others.push(word);
      continue;
    }
    flags.push(word);
    const value = rest[at + 1];
    if (value === undefined || !values.has(word.text)) continue;
    flags.push(value);
    at += 1;
  }
  return { flags, others };
}

/** True when the call has one of the flags: `-y` also in `-qqy`, `--yes` also as `--yes=true`. */
export function hasFlag(call: PackageCall, ...names: readonly string[]): boolean {
  return call.flags.some(({ text }) =>
    names.some((name) =>
      /^-\w$/.test(name)
        ? new RegExp(`^-[A-Za-z]*${name.slice(1)}`).test(text)
        : text === name || text.startsWith(`${name}=`),
    ),
  );
}

/** Files, URLs and what a variable or a command gives are no names of packages. */
export function isPackageName({ text, dynamic }: RunWord): boolean {
  return (
    !dynamic &&
    /^@?[A-Za-z0-9]/.test(text) &&
    !/^\w+:\/\/|^git\+|\.(?:rpm|deb|apk|whl|tgz|tar\.gz|zip|gem)$/.test(text)
  );
}
