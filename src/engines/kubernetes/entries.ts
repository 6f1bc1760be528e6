// What the inventory says, as text and as objects.
import { at, textAt } from '../../base/json.ts';
import { type ApiObject, objectsAt } from './json.ts';
import type { Identity } from './labels.ts';

/** By service; null: no more. */
export type Changes = Readonly<Record<string, string | null>>;

export interface Entry {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  /** Of one that lies elsewhere; empty where its kind has none. */
  readonly namespace?: string;
  /** Instances that need it; it goes with the last of them. */
  readonly instances: readonly string[];
}

/** One roll-out of objects without pods: nothing but the inventory remembers it. */
export interface Bundle extends Identity {
  readonly service: string;
  readonly startedAt: string;
  readonly objects: readonly ApiObject[];
}

export function textOf(service: string, entries: readonly Entry[]): Changes {
  return { [service]: entries.length === 0 ? null : JSON.stringify(entries) };
}

export function isSameEntry(a: Entry, b: Entry): boolean {
  return (
    a.apiVersion === b.apiVersion && a.kind === b.kind && a.name === b.name && a.namespace === b.namespace
  );
}

/** Data outlives a release, and what a definition or a namespace holds may be anybody's. */
export function isKept(kind: string): boolean {
  return /^(?:PersistentVolumeClaim|PersistentVolume|CustomResourceDefinition|Namespace)$/.test(kind);
}

export function bundlesOf(
  service: string,
  text: unknown,
  data: Readonly<Record<string, unknown>>,
): readonly Bundle[] {
  if (typeof text !== 'string') return [];
  return objectsAt({ list: JSON.parse(text) }, 'list').map((one) => {
    const [instance, key, config, release, run, startedAt] = [
      'instance',
      'key',
      'config',
      'release',
      'run',
      'startedAt',
    ].map((name) => textAt(one, name) ?? '');
    const entries = entriesOf(data[service]).filter(({ instances }) => instances.includes(instance ?? ''));
    return {
      service,
      instance: instance ?? '',
      key: key ?? '',
      config: config ?? '',
      release: release ?? '',
      run: run ?? '',
      startedAt: startedAt ?? '',
      objects: entries.map(({ apiVersion, kind, name, namespace }) => ({
        apiVersion,
        kind,
        metadata: { name, ...(namespace === '' || namespace === undefined ? {} : { namespace }) },
      })),
    };
  });
}

export function entriesOf(text: unknown): readonly Entry[] {
  if (typeof text !== 'string') return [];
  const list = objectsAt({ list: JSON.parse(text) }, 'list').filter((one) => at(one, 'kind') !== undefined);
  return list.map((one) => ({
    apiVersion: textAt(one, 'apiVersion') ?? '',
    kind: textAt(one, 'kind') ?? '',
    name: textAt(one, 'name') ?? '',
    ...(typeof at(one, 'namespace') === 'string' ? { namespace: textAt(one, 'namespace') ?? '' } : {}),
    instances: namesAt(at(one, 'instances')),
  }));
}

function namesAt(list: unknown): readonly string[] {
  return Array.isArray(list) ? list.filter((one) => typeof one === 'string') : [];
}
