// What the cluster complains of: events say why a pod that was given a node does not begin, or is not ready.
import { type Clock, systemClock } from '../../base/clock.ts';
import { textAt } from '../../base/json.ts';
import { type ApiObject, objectsAt } from './json.ts';
import { conditionOf } from './observe.ts';
import { type Kube, kinds } from './stack.ts';

/** Looks come many times a second while a gate waits, and complaints do not. */
const freshMs = 2000;
/** Nor is there one while pods come up as they should: so long they are only waited for. */
const patienceMs = 1500;
/** A namespace may have thousands of events: of the time their list may have a twentieth. */
const listShare = 1 / 20;
/** Longer nobody waits for what only explains. */
const mostMs = 5000;

export class Warnings {
  readonly #kube: Kube;
  readonly #clock: Clock;
  #at = Number.NEGATIVE_INFINITY;
  #tookMs = 0;
  /** By uid: since when it is awaited. */
  readonly #since = new Map<string, number>();
  #said: ReadonlyMap<string, string> = new Map();
  #asking: Promise<void> | undefined;

  constructor(kube: Kube, clock: Clock = systemClock) {
    this.#kube = kube;
    this.#clock = clock;
  }

  /** The last complaint about each object by its uid; asked for only while pods wait for something. */
  async of(pods: readonly ApiObject[], signal: AbortSignal): Promise<ReadonlyMap<string, string>> {
    const now = this.#clock.monotonicMs();
    if (!this.#isOverdue(pods, now)) return new Map();
    if (now - this.#at < Math.max(freshMs, this.#tookMs / listShare)) return this.#said;
    // Gates that look at the same time share one list. None of them ends it, and whoever has to go does not wait for it.
    this.#asking ??= this.#ask(now).finally(() => {
      this.#asking = undefined;
    });
    await unlessAborted(this.#asking, signal);
    return this.#said;
  }

  /** What cannot be had within its time is not known, and is asked for again later. */
  async #ask(begunMs: number): Promise<void> {
    const { client, namespace } = this.#kube;
    const signal = AbortSignal.timeout(mostMs);
    const query = { fieldSelector: 'type=Warning,involvedObject.kind=Pod', limit: '500' };
    try {
      const path = await client.pathOf(kinds.event, namespace, signal);
      const { body } = await client.ask({ method: 'GET', path, query }, signal);
      this.#said = new Map(inOrder(objectsAt(body, 'items')).flatMap(complaintOf));
    } catch {
      // A cluster that does not answer is told of by those who need its answer.
    }
    this.#at = this.#clock.monotonicMs();
    this.#tookMs = this.#at - begunMs;
  }

  /** Any of them has been waited for longer than one that comes up takes. */
  #isOverdue(pods: readonly ApiObject[], now: number): boolean {
    let isOverdue = false;
    for (const pod of pods) {
      const uid = textAt(pod, 'metadata', 'uid') ?? '';
      if (!isAwaited(pod)) this.#since.delete(uid);
      else if (!this.#since.has(uid)) this.#since.set(uid, now);
      isOverdue ||= now - (this.#since.get(uid) ?? now) >= patienceMs;
    }
    return isOverdue;
  }
}

/** @throws the reason of the signal */
function unlessAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const leave = () => reject(signal.reason);
    signal.addEventListener('abort', leave, { once: true });
    void work.then(() => {
      signal.removeEventListener('abort', leave);
      resolve();
    });
  });
}

/** It has a node, and does not answer yet. */
function isAwaited(pod: ApiObject): boolean {
  return (
    /^(?:Pending|Running)$/.test(textAt(pod, 'status', 'phase') ?? '') &&
    textAt(pod, 'spec', 'nodeName') !== undefined &&
    textAt(pod, 'metadata', 'deletionTimestamp') === undefined &&
    !conditionOf(pod, 'Ready')
  );
}

/** What was said last comes last: an event that happens again keeps its name. */
function inOrder(events: readonly unknown[]): readonly unknown[] {
  const time = (event: unknown) => textAt(event, 'lastTimestamp') ?? textAt(event, 'eventTime') ?? '';
  return [...events].sort((a, b) => (time(a) < time(b) ? -1 : 1));
}

/** What its kubelet says of a probe begins so. */
export const unhealthy = 'Unhealthy: ';

function complaintOf(event: unknown): readonly (readonly [string, string])[] {
  const uid = textAt(event, 'involvedObject', 'uid');
  const [reason = '', message = ''] = [textAt(event, 'reason'), textAt(event, 'message')];
  // Others, such as that there is no cluster DNS, keep no pod from running.
  const counts = reason.startsWith('Failed') || `${reason}: ` === unhealthy;
  return uid === undefined || !counts ? [] : [[uid, `${reason}: ${message.trim()}`]];
}
