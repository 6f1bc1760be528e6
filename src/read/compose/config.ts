// The resolved project in normal form, as `docker compose config` prints it: long forms, sorted keys, secrets masked.
import type { ResolvedNode, Stack } from '../../model/service.ts';
import { emitYaml, type PlainValue } from './emit-yaml.ts';
import { masked } from './mask.ts';
import { doubled, printed, type Show } from './printed/printed.ts';
import { isUsed } from './printed/used.ts';

export { explain, type Link } from './explain.ts';

export interface ConfigOptions {
  readonly format: 'yaml' | 'json';
  readonly showSecrets: boolean;
  /** Networks, volumes and the like that no service uses are printed too. */
  readonly allResources?: boolean;
}

/** Services of profiles that are not selected are left out, as docker compose does. */
export function renderConfig(stack: Stack, { format, showSecrets, allResources }: ConfigOptions): string {
  const data = plainConfig(stack, showSecrets, allResources);
  return format === 'json' ? `${JSON.stringify(data, undefined, 2)}\n` : emitYaml(data);
}

export function plainConfig(stack: Stack, showSecrets: boolean, allResources = false): PlainValue {
  const { resolved } = stack;
  if (resolved.kind !== 'map') return {};
  const own = allResources ? enabledOnly(resolved, stack) : usedOnly(enabledOnly(resolved, stack));
  const entries = [...own].sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : a > b ? 1 : 0));
  return Object.fromEntries(
    entries.flatMap(([key, node]) => {
      const value = printed(key, node, showSecrets ? shown : shownMasked);
      return value === undefined ? [] : [[key, value] as const];
    }),
  );
}

const firstKeys = ['name', 'services', 'jobs', 'networks', 'volumes', 'secrets', 'configs', 'models'];

function rank(key: string): number {
  const at = firstKeys.indexOf(key);
  return at === -1 ? firstKeys.length : at;
}

type Entries = ReadonlyMap<string, ResolvedNode>;

function enabledOnly(project: ResolvedNode & { readonly kind: 'map' }, stack: Stack): Entries {
  const services = project.entries.get('services');
  const none: ResolvedNode = { kind: 'map', span: project.span, entries: new Map() };
  const kept = filtered(services ?? none, (name) => stack.services.get(name)?.enabled !== false);
  return new Map(project.entries).set('services', kept);
}

function usedOnly(project: Entries): Entries {
  const isKept = isUsed([project.get('services'), project.get('jobs')].flatMap(entriesOf));
  return new Map([...project].map(([kind, node]) => [kind, filtered(node, (name) => isKept(kind, name))]));
}

function entriesOf(node: ResolvedNode | undefined): readonly ResolvedNode[] {
  return node?.kind === 'map' ? [...node.entries.values()] : [];
}

function filtered(node: ResolvedNode, isKept: (name: string) => boolean): ResolvedNode {
  if (node.kind !== 'map') return node;
  return { ...node, entries: new Map([...node.entries].filter(([name]) => isKept(name))) };
}

const shown: Show = (_path, value) => (typeof value === 'string' ? doubled(value) : value);

const shownMasked: Show = (path, value) => {
  if (value === null || typeof value === 'boolean') return value;
  const text = masked(path, String(value));
  return typeof value === 'number' && text === String(value) ? value : doubled(text);
};
