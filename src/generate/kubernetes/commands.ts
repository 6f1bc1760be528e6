// Entrypoint and command of compose as command and arguments of a container.
import { isSecretName } from '../../base/secret.ts';
import type { Located } from '../../base/span.ts';
import type { CommandLine } from '../../model/service.ts';
import { withHosts } from './names.ts';
import type { Part, World } from './part.ts';
import { escaped, manifestHole, secretVariables, templateOf } from './template.ts';

export interface Commands {
  readonly command: readonly string[] | undefined;
  readonly args: readonly string[] | undefined;
  /** Keys of secrets that stand in them as `$(KEY)`. */
  readonly keys: readonly string[];
}

export function commandsOf({ service }: Part, world: World): Commands {
  const keys = new Set<string>();
  const wordsOf = (line: CommandLine | undefined) =>
    line === undefined || line.words.length === 0
      ? undefined
      : line.form === 'shell'
        ? ['sh', '-c', ...line.words.map((word) => wordOf(word, undefined, world, keys))]
        : line.words.map((word, index) => wordOf(word, line.words[index - 1]?.value, world, keys));
  const command = wordsOf(service.entrypoint);
  const args = wordsOf(service.command);
  return { command, args, keys: [...keys] };
}

function wordOf(word: Located<string>, before: string | undefined, world: World, keys: Set<string>): string {
  const variables = secretVariables(word);
  const template = variables.length === 0 ? undefined : templateOf(word, variables, world);
  if (template !== undefined) {
    for (const key of template.keys) keys.add(key);
    return withHosts(template.text, world.names);
  }
  const literal = literalSecret(word.value, before);
  if (literal === undefined) return withHosts(escaped(word.value), world.names);
  keys.add(literal.key);
  return `${escaped(literal.before)}${manifestHole(literal.key)}`;
}

/** `--requirepass x`, `--admin-password=x`: the value of a flag whose name says that it is a secret. */
function literalSecret(
  word: string,
  before: string | undefined,
): { readonly before: string; readonly key: string } | undefined {
  const [, flag, value] = /^(--?[\w-]+=)(.+)$/.exec(word) ?? [];
  if (flag !== undefined && value !== undefined && isSecretFlag(flag.slice(0, -1)) && !value.startsWith('$'))
    return { before: flag, key: keyOf(flag) };
  if (
    before === undefined ||
    !isSecretFlag(before) ||
    word.startsWith('-') ||
    word.startsWith('$') ||
    word === ''
  )
    return undefined;
  return { before: '', key: keyOf(before) };
}

function isSecretFlag(flag: string): boolean {
  if (!/^--?[a-z]/i.test(flag)) return false;
  const name = flag.replace(/^-+/, '');
  return isSecretName(name) || /^(?:requirepass|masterauth)$/i.test(name);
}

function keyOf(flag: string): string {
  return flag
    .replace(/^-+|=$/g, '')
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_');
}
