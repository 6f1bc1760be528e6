// What the commands of this folder share: their flags, and how they end.
import { parseArgs } from 'node:util';
import { Unavailable } from './unavailable.ts';

/** Flags with a value; an unknown one, or one without its value, is an error. */
export function flagsOf(defaults: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const options = Object.fromEntries(
    Object.entries(defaults).map(([name, value]) => [name, { type: 'string', default: value } as const]),
  );
  const { values } = parseArgs({ options });
  return {
    ...defaults,
    ...Object.fromEntries(Object.entries(values).map(([name, value]) => [name, `${value}`])),
  };
}

/** Runs a command: exit code 0, 69 where this machine cannot have a cluster, 1 for what went wrong. */
export async function runCommand(command: () => Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    const isUnavailable = error instanceof Unavailable;
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(isUnavailable ? `no Kubernetes here: ${message}\n` : `${message}\n`);
    process.exitCode = isUnavailable ? 69 : 1;
  }
}
