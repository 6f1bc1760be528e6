// Values of compose around secrets, as Kubernetes writes them: `$(KEY)` where the secret stands.

import { isSecretName, passwordInUrl } from '../../base/secret.ts';
import type { Located } from '../../base/span.ts';
import type { World } from './part.ts';

export interface Template {
  readonly text: string;
  readonly keys: readonly string[];
}

/** How a key is written into the text: `$(KEY)` in a manifest, `$KEY` for a shell. */
export type Hole = (key: string) => string;

export const manifestHole: Hole = (key) => `$(${key})`;

/** Names of the variables with a secret in them that the value came through. */
export function secretVariables(value: Located<string>, isSecret = isSecretName): readonly string[] {
  return (value.trail ?? []).flatMap(({ how, note }) =>
    how === 'interpolation' && note !== undefined && isSecret(note) ? [note] : [],
  );
}

/**
 * The value with `$(VARIABLE)` for each variable that holds a secret; undefined when it cannot be told where in the
 * text they stand, and then all of it must be taken as secret.
 */
export function templateOf(
  value: Located<string>,
  secrets: readonly string[],
  world: Pick<World, 'project' | 'stack'>,
  hole: Hole = manifestHole,
): Template | undefined {
  const { file, start, end } = value.span;
  const written = world.project.texts.get(file)?.text.slice(start, end);
  if (written === undefined) return undefined;
  const raw = unquoted(written);
  if (raw === undefined) return undefined;
  const keys: string[] = [];
  let isWhole = true;
  const parts = raw.split(variable);
  let text = '';
  // `split` with four groups: literal, then the whole match's groups, again and again.
  for (let index = 0; index < parts.length; index += 5) {
    text += escaped(parts[index] ?? '');
    if (index + 4 >= parts.length) break;
    const [dollar, braced, fallback, bare] = parts.slice(index + 1, index + 5);
    const name = braced ?? bare;
    if (dollar !== undefined) text += escaped('$');
    else if (name === undefined) isWhole = false;
    else if (secrets.includes(name)) {
      keys.push(name);
      text += hole(name);
    } else text += escaped(known(name, fallback, world));
  }
  return isWhole && keys.length > 0 && !/\$\{/.test(text) ? { text, keys: [...new Set(keys)] } : undefined;
}

/** `$$`, `${NAME}` with an operator and a word behind it, `$NAME`. */
const variable = /(\$\$)|\$\{(\w+)(?::?[-?+]([^{}]*))?\}|\$(\w+)/;

function known(name: string, fallback: string | undefined, { stack }: Pick<World, 'stack'>): string {
  const value = stack.environmentVariables.get(name);
  return value === undefined || value === '' ? (fallback ?? '') : value;
}

/** A scalar on one line without escapes; anything else is not taken apart. */
function unquoted(written: string): string | undefined {
  if (written.includes('\n') || written.includes('\\')) return undefined;
  const [, quote, inner] = /^(["'])(.*)\1$/.exec(written) ?? [];
  return quote === "'" ? inner?.replaceAll("''", "'") : (inner ?? written);
}

/** Kubernetes reads `$(` and `$$` in values, commands and arguments. */
export function escaped(text: string): string {
  return text.replace(/\$(?=[$(])/g, '$$$$');
}

/** A URL whose password stands in the file: `scheme://user:` and what follows the password. */
export function aroundPassword(value: string, key: string): Template | undefined {
  const password = passwordInUrl(value);
  if (password === undefined) return undefined;
  const [before, after] = [
    value.slice(0, value.indexOf(`:${password}@`) + 1),
    value.slice(value.indexOf(`:${password}@`) + 1 + password.length),
  ];
  return { text: `${escaped(before)}${manifestHole(key)}${escaped(after)}`, keys: [key] };
}
