// What runs after a command of a script, at the same depth of nesting.

/** Looks only as far as it must: a script may hold a hundred thousand commands. */
export function following<T extends { readonly depth: number }>(
  commands: readonly T[],
  index: number,
): T | undefined {
  const depth = commands[index]?.depth;
  for (let at = index + 1; at < commands.length; at++) {
    const command = commands[at];
    if (command?.depth === depth) return command;
  }
  return undefined;
}
