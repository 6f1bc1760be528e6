// The environment of a service: what a ConfigMap may hold, and what comes out of a Secret.
import { isSecretEntry, isSecretName, passwordInUrl } from '../../base/secret.ts';
import type { EnvEntry } from '../../model/service.ts';
import { envReadsOf } from '../../rules/shared/env-reads.ts';
import { fileVariableOf } from '../secrets/file-variables-table.ts';
import { withHosts } from './names.ts';
import type { Environment, Part, Setting, World } from './part.ts';
import { aroundPassword, manifestHole, secretVariables, type Template, templateOf } from './template.ts';

/** Names in the Secret of a stack, for literals that stand in compose files: the same value has one name. */
export type Literals = ReadonlyMap<string, string>;

/** Literal secrets of the environment, by value: so that a URL with the password of the database refers to it. */
export function literalsOf(world: World): Literals {
  const keys = new Map<string, string>();
  const values = new Map<string, string>();
  for (const { service, name } of world.parts) {
    for (const entry of service.environment.values()) {
      const text = entry.value?.value ?? '';
      const isOwn = isSecretName(entry.name) && secretVariablesOf(entry).length === 0;
      if (text === '' || !isOwn || keys.has(text)) continue;
      const taken = values.has(entry.name) && values.get(entry.name) !== text;
      const key = taken ? `${name.toUpperCase().replaceAll('-', '_')}_${entry.name}` : entry.name;
      keys.set(text, key);
      values.set(key, text);
    }
  }
  return keys;
}

export function environmentOf(part: Part, world: World, literals: Literals): Environment {
  const settings = [...part.service.environment.values()].map((entry) =>
    settingOf(entry, part, world, literals),
  );
  const keys = settings.flatMap((setting) => (setting.kind === 'composed' ? setting.keys : []));
  return { settings: [...settings, ...added(part)], keys: [...new Set(keys)] };
}

/** The root of a volume belongs to root: PostgreSQL must make a folder of its own in it. */
function added({ facts, service }: Part): readonly Setting[] {
  if (facts.data !== '/var/lib/postgresql/data' || service.environment.has('PGDATA')) return [];
  return [{ name: 'PGDATA', kind: 'plain', value: `${facts.data}/pgdata` }];
}

function settingOf(entry: EnvEntry, part: Part, world: World, literals: Literals): Setting {
  const { name, value } = entry;
  if (value === undefined) return { name, kind: 'absent' };
  const variables = secretVariablesOf(entry);
  if (variables.length > 0) {
    const template = templateOf(value, variables, world);
    if (template === undefined) return secret(name, name, part);
    return composedOrWhole(name, template, part, world);
  }
  const text = value.value;
  if (!isSecretEntry(name, text)) return { name, kind: 'plain', value: withHosts(text, world.names, name) };
  if (isSecretName(name)) return secret(name, literals.get(text) ?? name, part);
  const password = passwordInUrl(text) ?? '';
  const key = literals.get(password);
  const template = key === undefined ? undefined : aroundPassword(text, key);
  return template === undefined
    ? secret(name, ownKey(name, part), part)
    : composedOrWhole(name, template, part, world);
}

/** A URL that holds a password differs between services of the same variable. */
function ownKey(name: string, { name: part }: Part): string {
  return `${part.toUpperCase().replaceAll('-', '_')}_${name}`;
}

/** Variables behind the value: all of them where the entry's own name says that it is a secret. */
function secretVariablesOf(entry: EnvEntry): readonly string[] {
  if (entry.value === undefined) return [];
  return secretVariables(entry.value, isSecretName(entry.name) ? () => true : isSecretName);
}

function composedOrWhole(name: string, { text, keys }: Template, part: Part, world: World): Setting {
  const [only] = keys;
  if (keys.length === 1 && only !== undefined && text === `$(${only})`) return secret(name, only, part);
  const value = withHosts(text, world.names);
  const variable = fileVariable(name, part);
  const made = variable === undefined ? undefined : inSecret(value, keys);
  if (variable !== undefined && made !== undefined)
    return { name, kind: 'file', key: name, variable, made: { text: made, keys } };
  return { name, kind: 'composed', value, keys };
}

function secret(name: string, key: string, part: Part): Setting {
  const variable = fileVariable(name, part);
  return variable === undefined ? { name, kind: 'secret', key } : { name, kind: 'file', key, variable };
}

/** The variable by which the image, or the code that is built, is told of a file to read the value from. */
function fileVariable(name: string, { facts, link, isBuilt }: Part): string | undefined {
  const own = `${name}_FILE`;
  if (isBuilt) return envReadsOf(link).some((read) => read.name === own) ? own : undefined;
  const twin = fileVariableOf(facts.repository, name);
  return twin === undefined ? undefined : `${name}${twin.suffix}`;
}

/**
 * The text as a template of an ExternalSecret; undefined where its own marks stand in the text.
 * https://external-secrets.io/latest/guides/templating/
 */
function inSecret(value: string, keys: readonly string[]): string | undefined {
  if (/\{\{|\$\$/.test(value)) return undefined;
  return keys.reduce((text, key) => text.replaceAll(manifestHole(key), `{{ .${key} }}`), value);
}

/** Keys that the Secret of a part must hold, sorted. */
export function secretKeys(
  { settings }: Environment,
  files: readonly { readonly key: string }[],
  inCommands: readonly string[],
): readonly string[] {
  const keys = new Set<string>([...files.map(({ key }) => key), ...inCommands]);
  for (const setting of settings) {
    if (setting.kind === 'secret' || setting.kind === 'file') keys.add(setting.key);
    if (setting.kind === 'composed') for (const key of setting.keys) keys.add(key);
  }
  return [...keys].sort();
}
