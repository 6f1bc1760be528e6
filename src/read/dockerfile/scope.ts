// What `$NAME` means at a place of a Dockerfile: ENV over ARG over the arguments before FROM.
import { type Expansion, expandVariables } from '../../syntax/dockerfile.ts';

/** The value of a variable; undefined: declared without a value that the file knows, or not at all. */
export type Scope = (name: string) => string | undefined;

/**
 * Arguments that BuildKit sets. The machine that builds decides on them; a review must say the same everywhere, so
 * they stand for the most common one.
 */
export const platformArgs: ReadonlyMap<string, string> = new Map([
  ['TARGETPLATFORM', 'linux/amd64'],
  ['TARGETOS', 'linux'],
  ['TARGETARCH', 'amd64'],
  ['TARGETVARIANT', ''],
  ['BUILDPLATFORM', 'linux/amd64'],
  ['BUILDOS', 'linux'],
  ['BUILDARCH', 'amd64'],
  ['BUILDVARIANT', ''],
]);

export function expandIn(scope: Scope, text: string): Expansion {
  return text.includes('$') ? expandVariables(text, scope) : { text, undefinedNames: [] };
}
