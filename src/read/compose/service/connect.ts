// What a service is connected to: ports, mounts, networks, dependencies, secrets and configs.
import { keptList } from '../../../base/kept.ts';
import { located } from '../../../base/span.ts';
import type { Dependency, Mount, NetworkUse, Port, Reference } from '../../../model/service.ts';
import { itemsAt, type MapNode, mapAt, type Node, part, scalarAt, textAt } from '../node/node.ts';
import { flagAt, locatedText, locatedTexts, textOf } from './located.ts';

export function portsOf(service: MapNode, name: string): readonly Port[] {
  return keptList(itemsAt(service, 'ports').flatMap((port) => portOf(port, name) ?? []));
}

function portOf(port: Node, name: string): Port | undefined {
  const target = scalarAt(port, 'target');
  const number = Number(target?.value);
  const protocol = textAt(port, 'protocol') ?? 'tcp';
  if (target === undefined || !isPort(number) || (protocol !== 'tcp' && protocol !== 'udp')) return undefined;
  const host = locatedText(port, 'host_ip');
  return {
    span: port.span,
    service: name,
    host: host?.value === '' ? undefined : host,
    published: publishedOf(port),
    target: located(number, target.span, target.trail),
    protocol,
  };
}

function isPort(number: number): boolean {
  return Number.isInteger(number) && number > 0 && number <= 65_535;
}

/** One of a range and `0` are chosen by the engine: ephemeral to us. */
function publishedOf(port: Node): Port['published'] {
  const published = scalarAt(port, 'published');
  const number = Number(published?.text);
  if (published === undefined || !isPort(number)) return undefined;
  return located(number, published.span, published.trail);
}

const mountKinds: Readonly<Record<string, Mount['kind']>> = {
  volume: 'volume',
  bind: 'bind',
  tmpfs: 'tmpfs',
};

export function mountsOf(service: MapNode): readonly Mount[] {
  const volumes = itemsAt(service, 'volumes').flatMap((volume) => mountOf(volume) ?? []);
  const tmpfs = itemsAt(service, 'tmpfs').flatMap((item): readonly Mount[] => {
    if (item.kind !== 'scalar') return [];
    const colon = item.text.indexOf(':');
    const target = colon === -1 ? item : part(item, 0, colon);
    return [
      {
        span: item.span,
        kind: 'tmpfs',
        source: undefined,
        target: textOf(target),
        readOnly: false,
        mustExist: false,
      },
    ];
  });
  return keptList([...volumes, ...tmpfs]);
}

function mountOf(volume: Node): Mount | undefined {
  const target = locatedText(volume, 'target');
  if (target === undefined) return undefined;
  const kind = mountKinds[textAt(volume, 'type') ?? 'volume'] ?? 'other';
  const source = locatedText(volume, 'source');
  // The root's own folder is `''` in the model, as in `Stack.folder`.
  const isRoot = kind === 'bind' && source?.value === '.';
  return {
    span: volume.span,
    kind,
    source: source !== undefined && isRoot ? { ...source, value: '' } : source,
    target,
    readOnly: flagAt(volume, false, 'read_only'),
    mustExist: kind === 'bind' && !flagAt(volume, true, 'bind', 'create_host_path'),
  };
}

export function networksOf(service: MapNode): readonly NetworkUse[] {
  const networks = mapAt(service, 'networks');
  return [...(networks?.entries ?? [])].map(([name, { key, value }]) => ({
    name,
    span: key,
    aliases: keptList(locatedTexts(value, 'aliases').map((alias) => alias.value)),
  }));
}

const conditions: ReadonlyMap<string, Dependency['condition']> = new Map(
  (['service_started', 'service_healthy', 'service_completed_successfully'] as const).map((name) => [
    name,
    name,
  ]),
);

export function dependenciesOf(service: MapNode): readonly Dependency[] {
  return [...(mapAt(service, 'depends_on')?.entries ?? [])].map(([name, { key, value }]) => ({
    service: name,
    span: key,
    condition: conditions.get(textAt(value, 'condition') ?? '') ?? 'service_started',
    required: flagAt(value, true, 'required'),
    restart: flagAt(value, false, 'restart'),
  }));
}

/** Uses of top-level secrets or configs. */
export function referencesOf(service: MapNode, key: 'secrets' | 'configs'): readonly Reference[] {
  const uses = itemsAt(service, key).flatMap((item) => {
    const source = scalarAt(item, 'source');
    return source === undefined
      ? []
      : [{ name: source.text, span: item.span, target: textAt(item, 'target') }];
  });
  return keptList(uses);
}
