// Which networks, volumes, secrets, configs and models the printed services use: docker compose leaves out the others.
import type { ResolvedNode } from '../../../model/service.ts';

const kinds = ['networks', 'volumes', 'secrets', 'configs', 'models'] as const;
type Kind = (typeof kinds)[number];

/** True for an entry of the top level that a service or job refers to, and for all that is no resource. */
export function isUsed(containers: readonly ResolvedNode[]): (kind: string, name: string) => boolean {
  const used: Readonly<Record<Kind, Set<string>>> = {
    networks: new Set(containers.flatMap((one) => namesAt(one, 'networks'))),
    volumes: new Set(containers.flatMap(volumesOf)),
    secrets: new Set(
      containers.flatMap((one) => [...sourcesAt(one, 'secrets'), ...sourcesAt(at(one, 'build'), 'secrets')]),
    ),
    configs: new Set(containers.flatMap((one) => sourcesAt(one, 'configs'))),
    models: new Set(containers.flatMap((one) => namesAt(one, 'models'))),
  };
  return (kind, name) => {
    const known = kinds.find((one) => one === kind);
    return known === undefined || used[known].has(name);
  };
}

function at(node: ResolvedNode | undefined, key: string): ResolvedNode | undefined {
  return node?.kind === 'map' ? node.entries.get(key) : undefined;
}

function namesAt(node: ResolvedNode | undefined, key: string): readonly string[] {
  const found = at(node, key);
  return found?.kind === 'map' ? [...found.entries.keys()] : [];
}

function itemsAt(node: ResolvedNode | undefined, key: string): readonly ResolvedNode[] {
  const found = at(node, key);
  return found?.kind === 'list' ? found.items : [];
}

function sourcesAt(node: ResolvedNode | undefined, key: string): readonly string[] {
  return itemsAt(node, key).flatMap((item) => textAt(item, 'source') ?? []);
}

function volumesOf(container: ResolvedNode): readonly string[] {
  const volumes = itemsAt(container, 'volumes').filter((item) => textAt(item, 'type') === 'volume');
  return volumes.flatMap((item) => textAt(item, 'source') ?? []);
}

function textAt(node: ResolvedNode, key: string): string | undefined {
  const found = at(node, key);
  return found?.kind === 'scalar' && found.value !== null ? String(found.value) : undefined;
}
