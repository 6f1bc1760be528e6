// The resolved project in normal form, as `docker compose config` prints it: long forms, sorted keys, secrets masked.
import type { ResolvedNode, Stack } from '../../model/service.ts';
import { emitYaml, type PlainValue } from './emit-yaml.ts';
import { masked } from './mask.ts';

export { explain, type Link } from './explain.ts';

export interface ConfigOptions {
  readonly format: 'yaml' | 'json';
  readonly showSecrets: boolean;
}

/** Services of profiles that are not selected are left out, as docker compose does. */
export function renderConfig(stack: Stack, { format, showSecrets }: ConfigOptions): string {
  const data = plainConfig(stack, showSecrets);
  return format === 'json' ? `${JSON.stringify(data, undefined, 2)}\n` : emitYaml(data);
}

export function plainConfig(stack: Stack, showSecrets: boolean): PlainValue {
  const { resolved } = stack;
  if (resolved.kind !== 'map') return {};
  const entries = [...resolved.entries].sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : a > b ? 1 : 0));
  return Object.fromEntries(
    entries.map(([key, node]) => [
      key,
      dataOf(key === 'services' ? enabledOnly(node, stack) : node, [key], showSecrets),
    ]),
  );
}

const firstKeys = ['name', 'services', 'networks', 'volumes', 'secrets', 'configs', 'models'];

function rank(key: string): number {
  const at = firstKeys.indexOf(key);
  return at === -1 ? firstKeys.length : at;
}

function enabledOnly(services: ResolvedNode, stack: Stack): ResolvedNode {
  if (services.kind !== 'map') return services;
  const entries = [...services.entries].filter(([name]) => stack.services.get(name)?.enabled !== false);
  return { ...services, entries: new Map(entries) };
}

function dataOf(node: ResolvedNode, path: readonly string[], showSecrets: boolean): PlainValue {
  if (node.kind === 'list') return node.items.map((item) => dataOf(item, [...path, ''], showSecrets));
  if (node.kind === 'map') {
    const entries = [...node.entries].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    return Object.fromEntries(
      entries.map(([key, value]) => [key, dataOf(value, [...path, key], showSecrets)]),
    );
  }
  if (node.value === null || typeof node.value === 'boolean') return node.value;
  const shown = showSecrets ? String(node.value) : masked(path, String(node.value));
  if (typeof node.value === 'number' && shown === String(node.value)) return node.value;
  // A dollar sign is doubled, so that reading the output again gives the same text.
  return shown.replaceAll('$', '$$$$');
}
