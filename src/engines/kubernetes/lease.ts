// The stack's lock in the cluster, for deployers on several machines: a Lease whose number of transitions is a token that
// only grows. https://kubernetes.io/docs/concepts/architecture/leases/
import { hostname } from 'node:os';
import { type Clock, systemClock } from '../../base/clock.ts';
import { SeaworthyError } from '../../base/errors.ts';
import { at, textAt } from '../../base/json.ts';
import { createNamed } from './create.ts';
import { holderMark, isGone } from './holder.ts';
import { type ApiObject, isApiObject } from './json.ts';
import { annotationOf, engineLabels } from './labels.ts';
import { refusalOf } from './refusals.ts';
import type { Kube } from './stack.ts';

const holdSeconds = 15;
const renewMs = 5000;
/** Says where and as which process the holder runs. */
const markKey = 'dev.seaworthy/holder';
/** A look that is younger than this needs no other one. */
const trustMs = 1000;

export class Lease {
  readonly #kube: Kube;
  readonly #clock: Clock;
  readonly #holder = `${hostname()}/${process.pid}/${Math.random().toString(36).slice(2, 8)}`;
  readonly #ended = new AbortController();
  #token = 0;
  #seenAt = Number.NEGATIVE_INFINITY;
  #renewing: Promise<void> | undefined;
  #looking: Promise<void> | undefined;

  constructor(kube: Kube, clock: Clock = systemClock) {
    this.#kube = kube;
    this.#clock = clock;
  }

  get token(): number {
    return this.#token;
  }

  /**
   * Waits until the lease is ours: a holder that has not renewed it for its whole duration, by our own clock, is gone, and
   * one of this machine whose process has ended is so at once.
   * @throws SeaworthyError LOCKED when somebody still holds it after `waitMs`, and is alive
   */
  async acquire(waitMs: number, signal: AbortSignal): Promise<void> {
    const begun = this.#clock.monotonicMs();
    let seen: { readonly version: string | undefined; readonly at: number } = {
      version: undefined,
      at: begun,
    };
    for (;;) {
      const found = await this.#read(signal);
      const now = this.#clock.monotonicMs();
      const version = textAt(found, 'metadata', 'resourceVersion');
      if (seen.version !== version) seen = { version, at: now };
      const holder = textAt(found, 'spec', 'holderIdentity') ?? '';
      const isDead = isGone(annotationOf(found, markKey) || undefined);
      const isOver = now - seen.at >= holdSeconds * 1000;
      const isLeft = found === undefined || holder === '' || isDead || isOver;
      if (isLeft && (await this.#take(found, signal))) break;
      // One that is alive renews within a few seconds; only then it is certain that somebody is at work.
      const isAlive = seen.at > begun + trustMs;
      if (isAlive && now - begun >= waitMs) throw lockedBy(holder, found);
      await this.#clock.sleep(500, signal);
      signal.throwIfAborted();
    }
    this.#renewing = this.#renew();
  }

  /** Before each act. @throws SeaworthyError LOCKED when somebody has taken over since: nothing more may be done */
  async demand(signal: AbortSignal): Promise<void> {
    if (this.#clock.monotonicMs() - this.#seenAt < trustMs) return;
    // Acts that begin together share one look, which none of them ends.
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined;
    });
    await this.#looking;
    signal.throwIfAborted();
  }

  async #look(): Promise<void> {
    const beganAt = this.#clock.monotonicMs();
    const found = await this.#read(this.#ended.signal);
    if (!this.#isOurs(found)) throw lockedBy(textAt(found, 'spec', 'holderIdentity') ?? '', found);
    this.#seenAt = beganAt;
  }

  /**
   * Before each request: nothing is asked while renewals go well. A process that was frozen in the midst of an act finds
   * here that it was.
   */
  async trust(signal: AbortSignal): Promise<void> {
    if (this.#clock.monotonicMs() - this.#seenAt >= 2 * renewMs) await this.demand(signal);
  }

  /** `forGood`: the stack is gone, and its lock with it. */
  async release(forGood: boolean): Promise<void> {
    this.#ended.abort();
    await this.#renewing;
    if (this.#token === 0) return;
    const signal = new AbortController().signal;
    const found = await this.#read(signal).catch(() => undefined);
    if (found === undefined || !this.#isOurs(found)) return;
    const uid = textAt(found, 'metadata', 'uid');
    // Whoever cannot be told finds a lease that runs out.
    if (forGood) await this.#kube.client.remove(found, uid, signal).catch(() => false);
    else await this.#put(found, '', this.#token, signal).catch(() => false);
  }

  #isOurs(found: unknown): boolean {
    return this.#isOf(found, this.#holder, this.#token);
  }

  #isOf(found: unknown, holder: string, token: number): boolean {
    return (
      textAt(found, 'spec', 'holderIdentity') === holder && at(found, 'spec', 'leaseTransitions') === token
    );
  }

  async #renew(): Promise<void> {
    const { signal } = this.#ended;
    while (!signal.aborted) {
      await this.#clock.sleep(renewMs, signal);
      if (signal.aborted) return;
      try {
        const found = await this.#read(signal);
        // Taken by another: the next act is refused.
        if (found === undefined || !this.#isOurs(found)) return;
        if (await this.#put(found, this.#holder, this.#token, signal))
          this.#seenAt = this.#clock.monotonicMs();
      } catch {
        // A server that does not answer may be back before the lease has run out.
      }
    }
  }

  async #take(found: ApiObject | undefined, signal: AbortSignal): Promise<boolean> {
    const token = Number(at(found, 'spec', 'leaseTransitions') ?? 0) + 1;
    if (!(await this.#put(found, this.#holder, token, signal))) return false;
    this.#token = token;
    this.#seenAt = this.#clock.monotonicMs();
    return true;
  }

  /** False when somebody was quicker. */
  async #put(
    found: ApiObject | undefined,
    holder: string,
    token: number,
    signal: AbortSignal,
  ): Promise<boolean> {
    const { client, namespace, stack } = this.#kube;
    const now = new Date().toISOString().replace('Z', '000Z');
    const name = nameOf(stack);
    const mark = holderMark();
    const spec = {
      holderIdentity: holder,
      leaseDurationSeconds: holdSeconds,
      leaseTransitions: token,
      acquireTime: token === this.#token ? at(found, 'spec', 'acquireTime') : now,
      renewTime: now,
    };
    const metadata = {
      name,
      namespace,
      labels: engineLabels(stack, 'lock'),
      ...(mark === undefined ? {} : { annotations: { [markKey]: mark } }),
      ...(found === undefined ? {} : { resourceVersion: textAt(found, 'metadata', 'resourceVersion') }),
    };
    const body = { ...lease, metadata, spec };
    const root = await client.pathOf(lease, namespace, signal);
    // Nobody else has the holder's name: what was made without an answer is found by it.
    const isMade = async () => this.#isOf(await this.#read(signal), holder, token);
    const answer =
      found === undefined
        ? await createNamed(client, { path: root, body }, isMade, signal)
        : await client.ask({ method: 'PUT', path: `${root}/${name}`, body }, signal);
    if (answer === 'made') return true;
    if (answer.status === 409 || answer.status === 404) return false;
    if (answer.status >= 300) throw refusalOf(answer, `take the lease ${name}`);
    return true;
  }

  async #read(signal: AbortSignal): Promise<ApiObject | undefined> {
    const { client, namespace, stack } = this.#kube;
    const path = `${await client.pathOf(lease, namespace, signal)}/${nameOf(stack)}`;
    const answer = await client.ask({ method: 'GET', path }, signal);
    if (answer.status === 404) return undefined;
    if (answer.status >= 300 || !isApiObject(answer.body))
      throw refusalOf(answer, `read the lease ${nameOf(stack)}`);
    return answer.body;
  }
}

const lease = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease' } as const;

function nameOf(stack: string): string {
  return `seaworthy-${stack}`;
}

function lockedBy(holder: string, found: unknown): SeaworthyError {
  const since = textAt(found, 'spec', 'acquireTime') ?? 'a time that is not known';
  if (holder === '')
    return new SeaworthyError(
      'LOCKED',
      'another deployer has held the stack in the cluster since, and is done',
      {
        hint: 'seaworthy status shows what it did; this one does nothing more.',
      },
    );
  return new SeaworthyError(
    'LOCKED',
    `another deployer holds the stack in the cluster: ${holder}, since ${since}`,
    {
      hint: 'Wait for it (--wait-lock 5m), or end it there; a dead one is given up after 15 s.',
    },
  );
}
