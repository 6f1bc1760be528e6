// What is there as it was last applied, field by field, is not applied again: an object carries a hash of what was said of
// it, and what it says now shows whether somebody has changed that since. Most of a new release is unchanged, and each
// apply costs the server more than its share of a list.
import { type Clock, systemClock } from '../../base/clock.ts';
import { hashOf } from '../../base/hash.ts';
import { isObject, textAt } from '../../base/json.ts';
import type { ApiObject } from './json.ts';
import { annotationOf, ownAnnotations, selectorOf, withMetadata } from './labels.ts';
import type { Kube } from './stack.ts';
import { listAll } from './watch.ts';

/** A list that is younger answers for what is in it. */
const freshMs = 2000;

/** A hash of a Secret could be tried against a list of passwords; a namespace is never ours. */
const unmarked: ReadonlySet<string> = new Set(['Secret', 'Namespace']);

/** The object with the hash of what it says. */
export function marked(object: ApiObject): ApiObject {
  if (unmarked.has(object.kind)) return object;
  const { metadata } = object;
  const mark = { [ownAnnotations.applied]: hashOf(object, 16) };
  return { ...object, metadata: { ...withMetadata(metadata, {}, mark), name: metadata.name } };
}

interface Look {
  readonly atMs: number;
  /** By name; undefined for who may not list them. */
  readonly list: Promise<ReadonlyMap<string, ApiObject> | undefined>;
  /** Names that were written since. */
  readonly written: Set<string>;
}

export class Unchanged {
  readonly #clock: Clock;
  readonly #looks = new Map<string, Look>();

  constructor(clock: Clock = systemClock) {
    this.#clock = clock;
  }

  /** It is there, and applying it would change nothing. */
  async holds(kube: Kube, object: ApiObject, signal: AbortSignal): Promise<boolean> {
    const mark = annotationOf(object, ownAnnotations.applied);
    if (mark === '') return false;
    const found = kube.live?.knownAs(object) ?? (await this.#find(kube, object, signal));
    if (found === undefined || annotationOf(found, ownAnnotations.applied) !== mark) return false;
    return textAt(found, 'metadata', 'deletionTimestamp') === undefined && includes(found, object);
  }

  /** It is being written: what was seen before counts no more. */
  async forget(kube: Kube, object: ApiObject, signal: AbortSignal): Promise<void> {
    this.#looks.get(await pathFor(kube, object, signal))?.written.add(object.metadata.name);
  }

  async #find(kube: Kube, object: ApiObject, signal: AbortSignal): Promise<ApiObject | undefined> {
    const path = await pathFor(kube, object, signal);
    const now = this.#clock.monotonicMs();
    let look = this.#looks.get(path);
    if (look === undefined || now - look.atMs >= freshMs) {
      look = { atMs: now, list: listed(kube, path), written: new Set() };
      this.#looks.set(path, look);
    }
    const list = await look.list;
    return look.written.has(object.metadata.name) ? undefined : list?.get(object.metadata.name);
  }
}

function pathFor({ client }: Kube, object: ApiObject, signal: AbortSignal): Promise<string> {
  return client.pathOf(object, textAt(object, 'metadata', 'namespace'), signal);
}

/** Not ended by who asked first: others wait for it, too. */
async function listed(
  { client, stack }: Kube,
  path: string,
): Promise<ReadonlyMap<string, ApiObject> | undefined> {
  const { signal } = new AbortController();
  const found = await listAll(client, path, { labelSelector: selectorOf(stack) }, signal).catch(
    () => undefined,
  );
  return found && new Map(found.objects.map((one) => [one.metadata.name, one]));
}

/** Everything that is said is so; what the server adds besides is its own. */
export function includes(found: unknown, said: unknown): boolean {
  if (Array.isArray(said))
    return (
      Array.isArray(found) &&
      found.length === said.length &&
      said.every((one, index) => includes(found[index], one))
    );
  if (!isObject(said)) return found === said;
  return (
    isObject(found) &&
    Object.entries(said).every(([key, one]) => one === undefined || includes(found[key], one))
  );
}
