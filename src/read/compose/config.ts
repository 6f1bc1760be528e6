// The resolved project in normal form, as `docker compose config` prints it: long forms, sorted keys, secrets masked.
import type { ResolvedNode, Stack } from '../../model/service.ts';
import { emitYaml, type PlainValue } from './emit-yaml.ts';
import { masked } from './mask.ts';
import { onlyServices } from './select.ts';

export { explain, type Link } from './explain.ts';

export interface ConfigOptions {
  readonly format: 'yaml' | 'json';
  readonly showSecrets: boolean;
  /** Only these services and what they use; all that are enabled unless given. */
  readonly services?: ReadonlySet<string>;
  /** True when variables were left as written, so that their dollar signs stay. */
  readonly hasTemplates?: boolean;
}

/** Services of profiles that are not selected are left out, as docker compose does. */
export function renderConfig(stack: Stack, options: ConfigOptions): string {
  const { format, showSecrets, services, hasTemplates = false } = options;
  const resolved = services === undefined ? enabledOnly(stack) : onlyServices(stack.resolved, services);
  return rendered(plainOf(resolved, { showSecrets, hasTemplates }), format);
}

export function rendered(data: PlainValue, format: ConfigOptions['format']): string {
  return format === 'json' ? `${JSON.stringify(data, undefined, 2)}\n` : emitYaml(data);
}

export function plainConfig(stack: Stack, showSecrets: boolean): PlainValue {
  return plainOf(enabledOnly(stack), { showSecrets, hasTemplates: false });
}

interface Showing {
  readonly showSecrets: boolean;
  readonly hasTemplates: boolean;
}

function plainOf(resolved: ResolvedNode, showing: Showing): PlainValue {
  if (resolved.kind !== 'map') return {};
  const entries = [...resolved.entries].sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : a > b ? 1 : 0));
  return Object.fromEntries(entries.map(([key, node]) => [key, shownNode(node, [key], showing)]));
}

const firstKeys = ['name', 'services', 'networks', 'volumes', 'secrets', 'configs', 'models'];

function rank(key: string): number {
  const at = firstKeys.indexOf(key);
  return at === -1 ? firstKeys.length : at;
}

function enabledOnly({ resolved, services }: Stack): ResolvedNode {
  const all = resolved.kind === 'map' ? resolved.entries.get('services') : undefined;
  if (resolved.kind !== 'map' || all?.kind !== 'map') return resolved;
  const entries = [...all.entries].filter(([name]) => services.get(name)?.enabled !== false);
  const enabled = { ...all, entries: new Map(entries) };
  return { ...resolved, entries: new Map(resolved.entries).set('services', enabled) };
}

function shownNode(node: ResolvedNode, path: readonly string[], showing: Showing): PlainValue {
  if (node.kind === 'list') return node.items.map((item) => shownNode(item, [...path, ''], showing));
  if (node.kind === 'map') {
    const entries = [...node.entries].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    return Object.fromEntries(
      entries.map(([key, value]) => [key, shownNode(value, [...path, key], showing)]),
    );
  }
  if (node.value === null || typeof node.value === 'boolean') return node.value;
  const text = String(node.value);
  const shown = showing.showSecrets ? text : masked(path, text);
  if (typeof node.value === 'number' && shown === text) return node.value;
  // A dollar sign is doubled, so that reading the output again gives the same text.
  return showing.hasTemplates ? shown : shown.replaceAll('$', '$$$$');
}
