// A part with all that is derived of it: read by the objects and by the report alike.
import { type Commands, commandsOf } from './commands.ts';
import { environmentOf, type Literals, secretKeys } from './environment.ts';
import type { Environment, Part, Storage, World } from './part.ts';
import { type Probes, probesOf } from './probes.ts';
import { storageOf } from './storage.ts';

export interface Built {
  readonly part: Part;
  readonly environment: Environment;
  readonly storage: Storage;
  readonly commands: Commands;
  readonly probes: Probes;
  /** Keys of its Secret. */
  readonly secrets: readonly string[];
}

export function builtOf(part: Part, world: World, literals: Literals): Built {
  const environment = environmentOf(part, world, literals);
  const storage = storageOf(part, world);
  const commands = commandsOf(part, world);
  const secrets = secretKeys(environment, storage.secretFiles, commands.keys);
  return { part, environment, storage, commands, probes: probesOf(part, world), secrets };
}

export function secretName({ name }: Part): string {
  return `${name}-secrets`;
}

export function configName({ name }: Part): string {
  return `${name}-env`;
}

/** Variables that the ConfigMap holds. */
export function plainSettings({
  environment,
}: Built): readonly { readonly name: string; readonly value: string }[] {
  return environment.settings.filter((one) => one.kind === 'plain');
}

/** True when a volume of the Secret is needed. */
export function mountsSecrets({ storage, environment }: Built): boolean {
  return storage.secretFiles.length > 0 || environment.settings.some(({ kind }) => kind === 'file');
}

export function secretPath(key: string): string {
  return `/run/secrets/${key}`;
}

/** Keys of the Secret that it puts together of others, as templates. */
export function madeKeys({ environment }: Built): ReadonlyMap<string, string> {
  return new Map(
    environment.settings.flatMap((one) =>
      one.kind === 'file' && one.made !== undefined ? [[one.key, one.made.text] as const] : [],
    ),
  );
}

/** Keys that the store must hold, sorted: those that are not made, and what the others are made of. */
export function storedKeys(built: Built): readonly string[] {
  const made = madeKeys(built);
  const parts = built.environment.settings.flatMap((one) =>
    one.kind === 'file' && one.made !== undefined ? one.made.keys : [],
  );
  return [...new Set([...built.secrets.filter((key) => !made.has(key)), ...parts])].sort();
}
