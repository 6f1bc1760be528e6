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

export function secretPath(key: string): string {
  return `/run/secrets/${key}`;
}
