// Labels and annotations are the memory of this engine: who made an object, for which instance, release and run.
import { at, listAt, textAt } from '../../base/json.ts';
import { dataStoreOf } from '../../model/data-store.ts';
import type { UnitSpec } from '../../model/unit.ts';
import type { Json } from './json.ts';

export const ownLabels = {
  stack: 'dev.seaworthy/stack',
  /** On objects that lie elsewhere: where the stack runs that they belong to. */
  namespace: 'dev.seaworthy/namespace',
  service: 'dev.seaworthy/service',
  instance: 'dev.seaworthy/instance',
} as const;

/**
 * What nobody selects by is an annotation of a template and no label: all that a pod is labelled with is written anew, with
 * the owner of each label, whenever anything about the pod changes.
 */
export const ownAnnotations = {
  /** Names the act that has started it. */
  key: 'dev.seaworthy/key',
  config: 'dev.seaworthy/config',
  release: 'dev.seaworthy/release',
  run: 'dev.seaworthy/run',
  /** `true`, or it is not there. */
  oneShot: 'dev.seaworthy/one-shot',
  /** A hash of what was last applied. */
  applied: 'dev.seaworthy/applied',
  /** Labels that the pods of a workload had before it was taken over. */
  keptLabels: 'dev.seaworthy/kept-labels',
} as const;

export const managedBy = 'app.kubernetes.io/managed-by';
export const componentLabel = 'app.kubernetes.io/component';

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

/**
 * On every object of a service: what the labels that Kubernetes recommends say of it, and whose it is.
 * https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/
 */
export function objectLabels(
  stack: string,
  service: string,
  component: Component,
): Readonly<Record<string, string>> {
  return {
    'app.kubernetes.io/name': service,
    [componentLabel]: component,
    'app.kubernetes.io/part-of': stack,
    ...claimLabels(stack, service),
  };
}

/** On templates of claims, which cannot be changed: nothing that may be another one tomorrow. */
export function claimLabels(stack: string, service: string): Readonly<Record<string, string>> {
  return {
    [managedBy]: 'seaworthy',
    'app.kubernetes.io/instance': stack,
    [ownLabels.stack]: stack,
    [ownLabels.service]: service,
  };
}

/** On what the engine needs for itself: its inventory and its lease. */
export function engineLabels(stack: string, component: string): Readonly<Record<string, string>> {
  return {
    'app.kubernetes.io/name': 'seaworthy',
    [componentLabel]: component,
    'app.kubernetes.io/instance': stack,
    'app.kubernetes.io/part-of': stack,
    [managedBy]: 'seaworthy',
    [ownLabels.stack]: stack,
  };
}

/** What a service is in its stack. */
export type Component = 'data-store' | 'job' | 'service' | 'shared';

export function componentOf({ kubernetes, image, oneShot }: UnitSpec): Component {
  const workload = kubernetes?.objects.find(({ spec }) => at(spec, 'template') !== undefined);
  if (kubernetes !== undefined && workload === undefined) return 'shared';
  if (oneShot || workload?.kind === 'Job') return 'job';
  return dataStoreOf(imageOf(workload) ?? image ?? '') === undefined ? 'service' : 'data-store';
}

/** The version that people call it by, where its image has one that a label may hold. */
export function versionLabel(workload: unknown): Readonly<Record<string, string>> {
  const tag = /:([A-Za-z0-9](?:[\w.-]{0,61}[A-Za-z0-9])?)(?:@.*)?$/.exec(imageOf(workload) ?? '')?.[1];
  return tag === undefined ? {} : { 'app.kubernetes.io/version': tag };
}

function imageOf(workload: unknown): string | undefined {
  return textAt(listAt(workload, 'spec', 'template', 'spec', 'containers')[0], 'image');
}

/** On the template of its pods, from which it is known again. */
export function instanceNotes(
  { key, config, release, run }: Identity,
  oneShot: boolean,
): Readonly<Record<string, string>> {
  return {
    [ownAnnotations.key]: key,
    [ownAnnotations.config]: config,
    [ownAnnotations.release]: release,
    [ownAnnotations.run]: run,
    ...(oneShot ? { [ownAnnotations.oneShot]: 'true' } : {}),
  };
}

/** An annotation of ours; what an earlier version has started has a label instead. */
export function noteOf(object: unknown, name: string): string {
  return annotationOf(object, name) || labelOf(object, name);
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
