// What differs between the objects that were applied and those that are there: a server-side apply that is only tried says
// what it would change, and the server knows who set each field.
import { mapBounded } from '../../base/bounded.ts';
import { SeaworthyError } from '../../base/errors.ts';
import { at, isObject, textAt } from '../../base/json.ts';
import { isSecretName } from '../../base/secret.ts';
import type { Wanted } from '../../model/unit.ts';
import type { Difference } from '../engine.ts';
import type { Inventory } from './inventory.ts';
import { type ApiObject, objectsAt, titleOf } from './json.ts';
import { keepingSelector } from './kept-selector.ts';
import { type Identity, ownLabels } from './labels.ts';
import { lookAt } from './looker.ts';
import { objectsOf, servingOf } from './spec.ts';
import { atOnce, type Kube, placed } from './stack.ts';

/** Services of which several instances are there are left out: they are at work. */
export async function differencesOf(
  kube: Kube,
  inventory: Inventory,
  wanted: readonly Wanted[],
  signal: AbortSignal,
): Promise<readonly Difference[]> {
  const [workloads, bundles] = await Promise.all([lookAt(kube, signal), inventory.bundles(signal)]);
  const there = [
    ...workloads.map((one) => ({ ...one, instance: one.name })),
    ...bundles.map((one) => ({ ...one, isRouted: false })),
  ];
  const objects = wanted.flatMap((one) => {
    const [only, second] = there.filter(({ service }) => service === one.unit.service);
    const isComparable = only !== undefined && second === undefined && only.config === one.config;
    const live = only !== undefined && 'workload' in only ? only.workload : undefined;
    const applied = isComparable ? appliedOf(kube, one, { ...only, live }) : [];
    return applied.map((object) => ({ service: one.unit.service, object }));
  });
  const found = await mapBounded(objects, atOnce, (one) => differencesIn(kube, one, signal));
  return found.flat();
}

interface Applied extends Identity {
  readonly isRouted: boolean;
  readonly live: ApiObject | undefined;
}

function appliedOf(
  kube: Kube,
  wanted: Wanted,
  { isRouted, live, ...identity }: Applied,
): readonly ApiObject[] {
  const { needed, services, workload } = objectsOf(kube, wanted, identity);
  const serving = services.map((one) => servingOf(one, isRouted ? identity.instance : null));
  return [...needed, ...serving, ...(workload === undefined ? [] : [keepingSelector(workload, live, false)])];
}

async function differencesIn(
  kube: Kube,
  { service, object: applied }: { readonly service: string; readonly object: ApiObject },
  signal: AbortSignal,
): Promise<readonly Difference[]> {
  const title = titleOf(applied);
  const whole = (found: string, text: string): readonly Difference[] => [
    { service, field: title, wanted: 'as applied', found, by: undefined, text: `${title} ${text}` },
  ];
  try {
    const object = await placed(kube, applied, signal);
    const live = await kube.client.read(object, signal);
    if (live === undefined) return whole('missing', 'is missing');
    const would = await kube.client.apply(object, { dryRun: true, force: true }, signal);
    return [...changes(live, would, [])].map((one) => ({ service, ...differenceOf(one, title, live) }));
  } catch (error) {
    if (error instanceof SeaworthyError && error.code === 'ENGINE_REFUSED')
      return whole('unknown', `cannot be compared: ${error.message}`);
    throw error;
  }
}

interface Step {
  readonly key: string;
  /** Of a list: the item itself, by which the server knows it. */
  readonly item?: unknown;
}

interface Change {
  readonly path: readonly Step[];
  readonly is: unknown;
  readonly wanted: unknown;
}

/** What the server counts and notes for itself. */
const noted: ReadonlySet<string> = new Set([
  'managedFields',
  'resourceVersion',
  'generation',
  'uid',
  'creationTimestamp',
]);

/** Others go by these labels, too: somebody who changes them has changed what is seen of the stack. */
const selected: ReadonlySet<string> = new Set(Object.values(ownLabels));
const ownPrefix = 'dev.seaworthy/';

/** Of labels or annotations. */
function isMap(path: readonly Step[]): boolean {
  return /^(?:labels|annotations)$/.test(path.at(-1)?.key ?? '') && path.at(-2)?.key === 'metadata';
}

export function* changes(is: unknown, wanted: unknown, path: readonly Step[]): Iterable<Change> {
  if (isObject(is) && isObject(wanted)) {
    for (const key of new Set([...Object.keys(is), ...Object.keys(wanted)])) {
      if (path.length === 0 && key === 'status') continue;
      if (path.length === 1 && path[0]?.key === 'metadata' && noted.has(key)) continue;
      // What only we read may stand elsewhere on what an earlier version has applied.
      if (isMap(path) && key.startsWith(ownPrefix) && !selected.has(key)) continue;
      const below = [...path, { key }];
      // A map without entries is left out by the server.
      const none = isMap(below) ? {} : undefined;
      yield* changes(is[key] ?? none, wanted[key] ?? none, below);
    }
  } else if (Array.isArray(is) && Array.isArray(wanted) && is.length === wanted.length) {
    for (const [index, item] of is.entries()) {
      const key = textAt(item, 'name') ?? String(index);
      yield* changes(item, wanted[index], [...path, { key, item }]);
    }
  } else if (JSON.stringify(is) !== JSON.stringify(wanted)) yield { path, is, wanted };
}

export function differenceOf(
  { path, is, wanted }: Change,
  title: string,
  live: ApiObject,
): Omit<Difference, 'service'> {
  const place = path.map(({ key, item }) => (item === undefined ? `.${key}` : `[${key}]`)).join('');
  const owner = ownerOf(path, live);
  const about = { field: `${title} ${place}`, by: owner === undefined ? undefined : `set by ${owner}` };
  const isSecret =
    live.kind === 'Secret' || path.some(({ key, item }) => item !== undefined && isSecretName(key));
  if (isSecret)
    return { ...about, wanted: '***', found: '***', text: `${title} ${place} is not what was applied` };
  const text = `${title} ${place} is ${shown(is)}, not ${shown(wanted)}`;
  return { ...about, wanted: shown(wanted), found: shown(is), text };
}

function shown(value: unknown): string {
  if (value === undefined) return 'unset';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management */
function ownerOf(path: readonly Step[], live: ApiObject): string | undefined {
  let found: { readonly depth: number; readonly manager: string } | undefined;
  for (const entry of objectsAt(live, 'metadata', 'managedFields')) {
    const depth = depthOf(path, at(entry, 'fieldsV1'));
    const manager = textAt(entry, 'manager') ?? 'somebody';
    if (depth > (found?.depth ?? 0)) found = { depth, manager };
  }
  return found?.manager;
}

/** How far down the fields of a manager the path goes; 0 where it owns something else. */
function depthOf(path: readonly Step[], fields: unknown): number {
  let place = fields;
  for (const [depth, { key, item }] of path.entries()) {
    const next = item === undefined ? at(place, `f:${key}`) : itemIn(place, item);
    if (next === undefined) return isObject(place) && Object.keys(place).length === 0 ? depth : 0;
    place = next;
  }
  return path.length;
}

function itemIn(place: unknown, item: unknown): unknown {
  const found = Object.entries(isObject(place) ? place : {}).find(([key]) => {
    if (key.startsWith('v:')) return key.slice(2) === JSON.stringify(item);
    if (!key.startsWith('k:')) return false;
    const keys: unknown = JSON.parse(key.slice(2));
    return isObject(keys) && Object.entries(keys).every(([name, value]) => at(item, name) === value);
  });
  return found?.[1];
}
