// The resolved project in normal form, as `docker compose config` prints it: long forms, sorted keys, secrets masked.
import type { ResolvedNode, Stack } from '../../model/service.ts';
import { emitYaml, type PlainValue } from './emit-yaml.ts';
import { masked } from './mask.ts';
import { doubled, printed, type Show } from './printed/printed.ts';
import { onlyServices, selectServices } from './select.ts';

export interface ConfigOptions {
  readonly format: 'yaml' | 'json';
  readonly showSecrets: boolean;
  /** Only these services and what they use; all that are enabled unless given. */
  readonly services?: ReadonlySet<string>;
  /** Networks, volumes and the like that no service uses are printed too. */
  readonly allResources?: boolean;
  /** True when the env files of services were left unread, so that they must be named. */
  readonly hasEnvFiles?: boolean;
  /** True when variables were left as written, so that their dollar signs stay. */
  readonly hasTemplates?: boolean;
}

/** Services of profiles that are not selected are left out, as docker compose does. */
export function renderConfig(stack: Stack, options: ConfigOptions): string {
  return rendered(plainOf(stack, options), options.format);
}

export function rendered(data: PlainValue, format: ConfigOptions['format']): string {
  return format === 'json' ? `${JSON.stringify(data, undefined, 2)}\n` : emitYaml(data);
}

export function plainConfig(stack: Stack, showSecrets: boolean): PlainValue {
  return plainOf(stack, { showSecrets });
}

function plainOf(stack: Stack, options: Omit<ConfigOptions, 'format'>): PlainValue {
  const {
    showSecrets,
    services = selectServices(stack, []),
    allResources = false,
    hasEnvFiles = false,
  } = options;
  const own = onlyServices(stack.resolved, services, allResources);
  const entries = [...own].sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : a > b ? 1 : 0));
  const dollars = options.hasTemplates === true ? (text: string) => text : doubled;
  return Object.fromEntries(
    entries.flatMap(([key, node]) => {
      const whole = hasEnvFiles || key !== 'services' ? node : withoutEnvFiles(node);
      const value = printed(key, whole, showSecrets ? shown(dollars) : shownMasked(dollars), dollars);
      return value === undefined ? [] : [[key, value] as const];
    }),
  );
}

/** Their variables stand under `environment`. */
function withoutEnvFiles(containers: ResolvedNode): ResolvedNode {
  if (containers.kind !== 'map') return containers;
  const own = [...containers.entries].map(([name, one]): readonly [string, ResolvedNode] => {
    if (one.kind !== 'map' || !one.entries.has('env_file')) return [name, one];
    return [name, { ...one, entries: new Map([...one.entries].filter(([key]) => key !== 'env_file')) }];
  });
  return { ...containers, entries: new Map(own) };
}

const firstKeys = ['name', 'services', 'jobs', 'networks', 'volumes', 'secrets', 'configs', 'models'];

function rank(key: string): number {
  const at = firstKeys.indexOf(key);
  return at === -1 ? firstKeys.length : at;
}

type Dollars = (text: string) => string;

function shown(dollars: Dollars): Show {
  return (_path, value) => (typeof value === 'string' ? dollars(value) : value);
}

function shownMasked(dollars: Dollars): Show {
  return (path, value) => {
    if (value === null || typeof value === 'boolean') return value;
    const text = masked(path, String(value));
    return typeof value === 'number' && text === String(value) ? value : dollars(text);
  };
}
