// Labels and annotations are the memory of this engine: who made an object, for which instance, release and run.
import { at, listAt, textAt } from '../../base/json.ts';
import type { Json } from './json.ts';

export const ownLabels = {
  stack: 'dev.seaworthy/stack',
  /** On objects that lie elsewhere: where the stack runs that they belong to. */
  namespace: 'dev.seaworthy/namespace',
  service: 'dev.seaworthy/service',
  instance: 'dev.seaworthy/instance',
  config: 'dev.seaworthy/config',
  release: 'dev.seaworthy/release',
  run: 'dev.seaworthy/run',
  phase: 'dev.seaworthy/phase',
  priority: 'dev.seaworthy/priority',
} as const;

/** Slashes are no part of a label's value. */
export const ownAnnotations = { key: 'dev.seaworthy/key', oneShot: 'dev.seaworthy/one-shot' } as const;

export const managedBy = 'app.kubernetes.io/managed-by';

export interface Identity {
  readonly instance: string;
  readonly config: string;
  readonly key: string;
  readonly release: string;
  readonly run: string;
}

/** For `labelSelector=`: everything of the stack that is ours. */
export function selectorOf(stack: string): string {
  return `${ownLabels.stack}=${stack}`;
}

export function labelOf(object: unknown, name: string): string {
  return textAt(object, 'metadata', 'labels', name) ?? '';
}

export function annotationOf(object: unknown, name: string): string {
  return textAt(object, 'metadata', 'annotations', name) ?? '';
}

export interface Owner {
  readonly stack: string;
  readonly namespace: string;
}

/** Elsewhere a stack of the same name in another namespace may have objects, too. */
export function isOurs(object: unknown, { stack, namespace }: Owner): boolean {
  if (labelOf(object, ownLabels.stack) !== stack) return false;
  const isHere = textAt(object, 'metadata', 'namespace') === namespace;
  return isHere || labelOf(object, ownLabels.namespace) === namespace;
}

/** What keeps an object that is being deleted, in words: `its finalizer acme.dev/hold holds it`. */
export function heldBy(object: unknown): string | undefined {
  if (textAt(object, 'metadata', 'deletionTimestamp') === undefined) return undefined;
  const names = listAt(object, 'metadata', 'finalizers').filter((one) => typeof one === 'string');
  if (names.length === 0) return undefined;
  return names.length === 1
    ? `its finalizer ${names[0]} holds it`
    : `its finalizers ${names.join(', ')} hold it`;
}

/** On every object of a service. */
export function objectLabels(stack: string, service: string): Readonly<Record<string, string>> {
  return {
    [managedBy]: 'seaworthy',
    'app.kubernetes.io/instance': stack,
    [ownLabels.stack]: stack,
    [ownLabels.service]: service,
  };
}

/** On the workload and its pods. */
export function instanceLabels(identity: Identity, priority: string): Readonly<Record<string, string>> {
  const phase = /^[^/]+\/([^/]+)\//.exec(identity.key)?.[1];
  return {
    [ownLabels.instance]: identity.instance,
    [ownLabels.config]: identity.config,
    [ownLabels.release]: identity.release,
    [ownLabels.run]: identity.run,
    [ownLabels.priority]: priority,
    ...(phase === undefined ? {} : { [ownLabels.phase]: phase }),
  };
}

/** The metadata with these labels and annotations besides its own. */
export function withMetadata(
  metadata: unknown,
  labels: Readonly<Record<string, string>>,
  annotations: Readonly<Record<string, string>> = {},
): Json {
  const own = typeof metadata === 'object' ? metadata : {};
  const before = (name: string) => {
    const found = at(metadata, name);
    return typeof found === 'object' ? found : {};
  };
  return {
    ...own,
    labels: { ...before('labels'), ...labels },
    annotations: { ...before('annotations'), ...annotations },
  };
}
