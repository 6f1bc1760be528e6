// `config api`: the named services, what they depend on, and of the rest only what these use.
import { SeaworthyError } from '../../base/errors.ts';
import { nearest } from '../../base/text.ts';
import type { ResolvedNode, Stack } from '../../model/service.ts';

/**
 * The services that are meant, in the order of the files: all enabled ones, or those named with their dependencies.
 * Naming a service enables it whatever its profiles say; for a dependency the profiles count.
 */
export function selectServices(stack: Stack, named: readonly string[]): ReadonlySet<string> {
  const enabled = [...stack.services.values()].filter((service) => service.enabled).map(({ name }) => name);
  if (named.length === 0) return new Set(enabled);
  const open = new Set(enabled);
  for (const name of named) {
    requireService(stack, name);
    open.add(name);
  }
  const chosen = new Set<string>();
  const waiting = [...named];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (chosen.has(name)) continue;
    chosen.add(name);
    for (const { service, required } of stack.services.get(name)?.dependsOn ?? []) {
      if (open.has(service)) waiting.push(service);
      else if (required) throw offService(name, service);
    }
  }
  return new Set([...stack.services.keys()].filter((name) => chosen.has(name)));
}

/** @throws SeaworthyError USAGE with the nearest name. */
export function requireService(stack: Stack, name: string): void {
  if (stack.services.has(name)) return;
  const names = [...stack.services.keys()];
  const guess = nearest(name, names);
  const hint = guess === undefined ? `There are ${names.join(', ')}.` : `Did you mean ${guess}?`;
  throw new SeaworthyError('USAGE', `there is no service ${name}`, { hint });
}

function offService(name: string, dependency: string): SeaworthyError {
  return new SeaworthyError('USAGE', `${name} depends on ${dependency}, which no profile enables`, {
    hint: `Name ${dependency} as well, or enable one of its profiles with --profile.`,
  });
}

type Entries = ReadonlyMap<string, ResolvedNode>;
const none: Entries = new Map();

export function entriesOf(node: ResolvedNode | undefined, ...keys: readonly string[]): Entries {
  let at = node;
  for (const key of keys) at = at?.kind === 'map' ? at.entries.get(key) : undefined;
  return at?.kind === 'map' ? at.entries : none;
}

export function itemsOf(node: ResolvedNode | undefined): readonly ResolvedNode[] {
  return node?.kind === 'list' ? node.items : [];
}

export function textOf(node: ResolvedNode | undefined): string | undefined {
  return node?.kind === 'scalar' && node.value !== null ? String(node.value) : undefined;
}

/** The resolved project with these services, and of the other objects those that services and jobs use. */
export function onlyServices(resolved: ResolvedNode, services: ReadonlySet<string>): ResolvedNode {
  if (resolved.kind !== 'map') return resolved;
  const kept = new Map([...entriesOf(resolved, 'services')].filter(([name]) => services.has(name)));
  const users = [...kept.values(), ...entriesOf(resolved, 'jobs').values()];
  const entries = new Map<string, ResolvedNode>();
  for (const [key, node] of resolved.entries) {
    const used = key === 'services' ? services : usedBy(users, key);
    if (used === undefined || node.kind !== 'map') entries.set(key, node);
    else {
      const own = new Map([...node.entries].filter(([name]) => used.has(name)));
      if (own.size > 0 || key === 'services') entries.set(key, { ...node, entries: own });
    }
  }
  return { ...resolved, entries };
}

/** Names of the objects of one kind that services use; undefined for keys that hold no such objects. */
function usedBy(users: readonly ResolvedNode[], kind: string): ReadonlySet<string> | undefined {
  switch (kind) {
    case 'networks':
    case 'models':
      return new Set(users.flatMap((user) => [...entriesOf(user, kind).keys()]));
    case 'volumes':
      return sourcesOf(users, 'volumes', (use) => textOf(entriesOf(use).get('type')) === 'volume');
    case 'configs':
      return sourcesOf(users, 'configs', () => true);
    case 'secrets': {
      const builds = users.flatMap((user) => entriesOf(user).get('build') ?? []);
      return sourcesOf([...users, ...builds], 'secrets', () => true);
    }
    default:
      return undefined;
  }
}

function sourcesOf(
  users: readonly ResolvedNode[],
  key: string,
  isUse: (use: ResolvedNode) => boolean,
): ReadonlySet<string> {
  const uses = users.flatMap((user) => itemsOf(entriesOf(user).get(key)).filter(isUse));
  return new Set(uses.flatMap((use) => textOf(entriesOf(use).get('source')) ?? []));
}
