// Objects of one kind, kept up to date: the watch is a hint, and where it breaks the list counts. What this process writes
// is known as soon as it is answered, so that who acts and then looks sees what was done.
// https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes
import { type Clock, systemClock } from '../../base/clock.ts';
import { textAt } from '../../base/json.ts';
import type { Client } from './client.ts';
import type { ApiObject } from './json.ts';
import { labelOf, ownLabels } from './labels.ts';
import { onlyMetadata } from './names.ts';
import { isLater, isNews, versionOf } from './news.ts';
import { type Listed, listAll, type WatchOptions, watchFrom } from './watch.ts';

/** Between a watch that broke and the list after it. */
const pauseMs = 500;
/** A watch that has lost something, or that tells nothing more, does not know it: so often the list is asked for beside it. */
const relistMs = 5000;
/** A list that takes long is asked for less often: of the time it may have a fiftieth. */
const relistShare = 1 / 50;
/** Of the time between two lists: what the watch has not told by then it has lost. */
const catchUpShare = 1 / 5;

type Objects = Map<string, ApiObject>;

export interface InformerOptions extends WatchOptions {
  readonly client: Client;
  readonly path: string;
  /** Without a service: any may have changed. */
  readonly onChange?: (service: string | undefined) => void;
  readonly clock?: Clock;
  readonly relistMs?: number;
}

interface Waiting {
  readonly answer: () => void;
  readonly fail: (error: unknown) => void;
  /** It gives up no more. */
  readonly stay: () => void;
}

export class Informer {
  readonly path: string;
  readonly #options: InformerOptions;
  readonly #end = new AbortController();
  readonly #byService = new Map<string, Objects>();
  /** By uid: late news of them are none. */
  readonly #gone = new Set<string>();
  #all: Objects = new Map();
  #state: 'idle' | 'listing' | 'current' = 'idle';
  #waiting: Waiting[] = [];

  constructor(options: InformerOptions) {
    this.#options = options;
    this.path = options.path;
  }

  /** All there are; of one service where it is said. @throws SeaworthyError when they cannot be listed */
  async objects(signal: AbortSignal, service?: string): Promise<readonly ApiObject[]> {
    if (this.#state !== 'current') await this.#listed(signal);
    return [...((service === undefined ? this.#all : this.#byService.get(service)) ?? new Map()).values()];
  }

  get isCurrent(): boolean {
    return this.#state === 'current';
  }

  /** The one of this name, as far as it is known. */
  known(name: string): ApiObject | undefined {
    return this.#state === 'current' ? this.#all.get(name) : undefined;
  }

  /** What the server has answered to a write. */
  written(object: ApiObject): void {
    if (this.#state === 'idle') return;
    this.#put(object);
    this.#tell(object);
  }

  /** The server has answered that it is gone. */
  removed(name: string): void {
    const object = this.#all.get(name);
    if (object === undefined) return;
    this.#take(object);
    this.#tell(object);
  }

  close(): void {
    this.#end.abort();
  }

  #listed(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    return new Promise((answer, fail) => {
      const leave = () => fail(signal.reason);
      signal.addEventListener('abort', leave, { once: true });
      this.#waiting.push({ answer, fail, stay: () => signal.removeEventListener('abort', leave) });
      if (this.#state === 'idle') void this.#run();
    });
  }

  /** Who waits for a list that fails is told so, and who comes next begins anew. */
  async #run(): Promise<void> {
    const { signal } = this.#end;
    const { clock = systemClock } = this.#options;
    try {
      while (!signal.aborted) {
        this.#state = 'listing';
        await this.#follow(signal);
        this.#state = 'listing';
        await clock.sleep(pauseMs, signal);
      }
      signal.throwIfAborted();
    } catch (error) {
      this.#state = 'idle';
      this.#settle((one) => one.fail(error));
    }
  }

  #settle(how: (one: Waiting) => void): void {
    for (const one of this.#waiting.splice(0)) {
      one.stay();
      how(one);
    }
  }

  /** Over when changes may have been missed. */
  async #follow(signal: AbortSignal): Promise<void> {
    const { client, path } = this.#options;
    const { objects, version } = await listAll(client, path, this.#options, signal);
    this.#replace(objects, version);
    this.#state = 'current';
    this.#settle((one) => one.answer());
    this.#options.onChange?.(undefined);
    const over = new AbortController();
    const both = AbortSignal.any([signal, over.signal]);
    const relisting = this.#relist(both);
    try {
      await this.#watch(version, signal);
    } finally {
      over.abort();
      await relisting;
    }
  }

  async #watch(version: string, signal: AbortSignal): Promise<void> {
    const { client, path } = this.#options;
    let from: string | undefined = version;
    while (from !== undefined && !signal.aborted) {
      const changes = watchFrom(client, path, this.#options, from, signal);
      let next = await changes.next();
      for (; next.done !== true; next = await changes.next()) {
        const { type, object } = next.value;
        if (type === 'deleted') this.#take(object);
        if (type === 'deleted' || this.#put(object)) this.#tell(object);
      }
      from = next.value;
    }
  }

  /** Until the signal ends it; a list that fails is asked for again after the next interval. */
  async #relist(signal: AbortSignal): Promise<void> {
    const { client, path, clock = systemClock } = this.#options;
    const interval = this.#options.relistMs ?? relistMs;
    let tookMs = 0;
    for (;;) {
      await clock.sleep(Math.max(interval, tookMs / relistShare), signal);
      if (signal.aborted) return;
      const begunMs = clock.monotonicMs();
      // Names and versions tell whether anything is news, and are the smaller part of it.
      const seen = await listAll(client, path, { ...this.#options, accept: onlyMetadata }, signal).catch(
        () => undefined,
      );
      tookMs = clock.monotonicMs() - begunMs;
      if (signal.aborted) return;
      if (seen === undefined || !this.#lacks(seen)) continue;
      // A watch that lives is a moment behind where much changes.
      await clock.sleep(interval * catchUpShare, signal);
      if (signal.aborted) return;
      if (!this.#lacks(seen)) continue;
      const listed = await listAll(client, path, this.#options, signal).catch(() => undefined);
      if (signal.aborted) return;
      if (listed === undefined) continue;
      this.#replace(listed.objects, listed.version);
      this.#options.onChange?.(undefined);
    }
  }

  /** Something of the list has not been heard of, or is still taken to be there. */
  #lacks({ objects, version }: Listed): boolean {
    const listed = new Set(objects.map(uidOf));
    const isUnheard = (one: ApiObject) => {
      const known = this.#all.get(one.metadata.name);
      return (
        !this.#gone.has(uidOf(one)) && (known === undefined || isLater(versionOf(one), versionOf(known)))
      );
    };
    const isLeft = (known: ApiObject) => !listed.has(uidOf(known)) && !isLater(versionOf(known), version);
    return objects.some(isUnheard) || [...this.#all.values()].some(isLeft);
  }

  #tell(object: ApiObject): void {
    this.#options.onChange?.(labelOf(object, ownLabels.service));
  }

  /** What was written after the list was made is not in it. */
  #replace(objects: readonly ApiObject[], version: string): void {
    const later = [...this.#all.values()].filter((one) => isLater(versionOf(one), version));
    this.#all = new Map();
    this.#byService.clear();
    for (const one of [...objects, ...later]) this.#put(one);
  }

  /** Whether there is something in it that was not known. */
  #put(object: ApiObject): boolean {
    const { name } = object.metadata;
    const before = this.#all.get(name);
    if (this.#gone.has(uidOf(object))) return false;
    if (before !== undefined && !isLater(versionOf(object), versionOf(before))) return false;
    const kept = withoutOwners(object);
    this.#all.set(name, kept);
    const service = labelOf(object, ownLabels.service);
    if (before !== undefined) this.#byService.get(labelOf(before, ownLabels.service))?.delete(name);
    const own = this.#byService.get(service) ?? new Map();
    this.#byService.set(service, own.set(name, kept));
    return isNews(before, kept);
  }

  #take(object: ApiObject): void {
    const { name } = object.metadata;
    this.#gone.add(uidOf(object));
    const before = this.#all.get(name);
    // Another one has the name by now.
    if (before === undefined || uidOf(before) !== uidOf(object)) return;
    this.#all.delete(name);
    this.#byService.get(labelOf(before, ownLabels.service))?.delete(name);
  }
}

function uidOf(object: ApiObject): string {
  return textAt(object, 'metadata', 'uid') ?? '';
}

/** Who set which field is half of an object, and asked for elsewhere. */
function withoutOwners(object: ApiObject): ApiObject {
  const { managedFields: _owners, ...metadata } = object.metadata;
  return { ...object, metadata };
}
