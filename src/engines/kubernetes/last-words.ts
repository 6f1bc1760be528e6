// The last lines of containers that ended and are to be started again: they tell a program that cannot run from one that
// waits for another.
import { at, textAt } from '../../base/json.ts';
import { endsThatCount } from '../../model/hopeless-end.ts';
import type { ApiObject } from './json.ts';
import { statusesOf } from './observe.ts';
import { type Kube, kinds } from './stack.ts';

const lines = 8;
/** Of a line that is longer only its beginning tells what it is about. */
const mostBytes = 8192;

/** By `endKey`. */
export type Words = ReadonlyMap<string, readonly string[]>;

/** How often a container has ended so far. */
export function endsOf(status: unknown): number {
  const restarts = Number(at(status, 'restartCount') ?? 0);
  return at(status, 'state', 'running') === undefined && endOf(status) !== undefined
    ? restarts + 1
    : restarts;
}

/** How it ended last. */
export function endOf(status: unknown): unknown {
  return at(status, 'state', 'terminated') ?? at(status, 'lastState', 'terminated');
}

/** The same end of the same container has the same words. */
export function endKey(pod: unknown, status: unknown): string {
  return `${textAt(pod, 'metadata', 'uid')}/${textAt(status, 'name')}/${endsOf(status)}`;
}

export class LastWords {
  readonly #kube: Kube;
  readonly #known = new Map<string, readonly string[]>();

  constructor(kube: Kube) {
    this.#kube = kube;
  }

  /** Asked for once an end; who may not read logs knows none. */
  async of(pods: readonly ApiObject[], signal: AbortSignal): Promise<Words> {
    const ended = pods.flatMap((pod) =>
      statusesOf(pod).flatMap((status) =>
        isEnded(status) ? [{ pod, status, key: endKey(pod, status) }] : [],
      ),
    );
    const asked = ended.filter(({ key }) => !this.#known.has(key));
    await Promise.all(
      asked.map(async ({ pod, status, key }) => this.#known.set(key, await this.#read(pod, status, signal))),
    );
    return this.#known;
  }

  async #read(pod: ApiObject, status: unknown, signal: AbortSignal): Promise<readonly string[]> {
    const { client, namespace } = this.#kube;
    const root = await client.pathOf(kinds.pod, namespace, signal);
    const container = textAt(status, 'name') ?? '';
    const query = { container, tailLines: `${lines}`, limitBytes: `${mostBytes}` };
    const { status: code, body } = await client.ask(
      { method: 'GET', path: `${root}/${pod.metadata.name}/log`, query },
      signal,
    );
    if (code !== 200) return [];
    // One line of JSON is taken for an answer of the server's own.
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return text.split('\n').filter((line) => line.trim() !== '');
  }
}

/** Ended more than once, and down now: while it runs its log is the next run's. */
function isEnded(status: unknown): boolean {
  return at(status, 'state', 'running') === undefined && endsOf(status) >= endsThatCount;
}
