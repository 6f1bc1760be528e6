// `config api`: the named services, what they depend on, and of the rest only what these use.
import { SeaworthyError } from '../../base/errors.ts';
import { nearest } from '../../base/text.ts';
import type { ResolvedNode, Stack } from '../../model/service.ts';
import { isUsed } from './printed/used.ts';

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
export function onlyServices(
  resolved: ResolvedNode,
  services: ReadonlySet<string>,
  allResources = false,
): Entries {
  const all = entriesOf(resolved);
  // `services: {}` stands for none.
  const written = all.get('services') ?? { kind: 'map', span: resolved.span, entries: none };
  const kept = filtered(written, (name) => services.has(name));
  const own = kept === undefined ? all : new Map(all).set('services', kept);
  if (allResources) return own;
  const isKept = isUsed([...entriesOf(kept).values(), ...entriesOf(own.get('jobs')).values()]);
  return new Map(
    [...own].flatMap(([kind, node]) => {
      const used = filtered(node, (name) => isKept(kind, name));
      return used === undefined ? [] : [[kind, used] as const];
    }),
  );
}

function filtered(
  node: ResolvedNode | undefined,
  isKept: (name: string) => boolean,
): ResolvedNode | undefined {
  if (node?.kind !== 'map') return node;
  return { ...node, entries: new Map([...node.entries].filter(([name]) => isKept(name))) };
}
