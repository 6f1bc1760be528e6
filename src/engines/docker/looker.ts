// Looks at the containers of a stack. A look asks for the list and for each container; while the engine's events are
// followed, only those are asked for again that an event named, and all of them once a second, in case one was missed.
import { systemClock } from '../../base/clock.ts';
import { textAt } from '../../base/json.ts';
import { composeLabels, isOurs, labelsOf, ownLabels } from './labels.ts';
import { type Docker, idOf, inspect, listBy, listContainers } from './objects.ts';

const pollMs = 1000;

interface Known {
  readonly container: unknown;
  /** Answers are numbered: a look that began before this one knows less of the container. */
  readonly answer: number;
}

export class Looker {
  readonly #docker: Docker;
  readonly #known = new Map<string, Known>();
  #answers = 0;
  readonly #stale = new Set<string>();
  readonly #ended = new AbortController();
  #following = false;
  #fullAt = Number.NEGATIVE_INFINITY;

  constructor(docker: Docker) {
    this.#docker = docker;
  }

  /** Every container that is ours, as it stands. */
  async all(signal: AbortSignal): Promise<readonly unknown[]> {
    const now = systemClock.monotonicMs();
    const isFull = !this.#following || now - this.#fullAt >= pollMs;
    if (!isFull && this.#stale.size === 0) return this.seen();
    const stale = new Set(this.#stale);
    this.#stale.clear();
    const begun = this.#answers;
    const isOlder = (id: string) => (this.#known.get(id)?.answer ?? 0) <= begun;
    const listed = await listContainers(this.#docker, signal);
    const ids = listed.filter((one) => isOurs(labelsOf(one))).map(idOf);
    const asked = ids.filter((id) => isFull || stale.has(id) || !this.#known.has(id));
    const answers = await Promise.all(asked.map((id) => inspect(this.#docker, id, signal)));
    for (const [index, id] of asked.entries()) {
      const answer = answers[index];
      if (!isOlder(id)) continue;
      if (answer === undefined) this.#known.delete(id);
      else this.#know(id, answer);
    }
    const there = new Set(ids);
    for (const id of [...this.#known.keys()]) if (!there.has(id) && isOlder(id)) this.#known.delete(id);
    if (isFull) this.#fullAt = now;
    return this.seen();
  }

  /** As they stood at the last look. */
  seen(): readonly unknown[] {
    return [...this.#known.values()].map(({ container }) => container);
  }

  seenOf(service: string): readonly unknown[] {
    return this.seen().filter((one) => labelsOf(one)[composeLabels.service] === service);
  }

  /** We have stopped it: whoever looks at it next asks the engine. */
  outdate(instance: string): void {
    for (const id of this.#idsOf(instance)) this.#stale.add(id);
  }

  /** We have removed it. */
  drop(instance: string): void {
    for (const id of this.#idsOf(instance)) {
      this.#known.delete(id);
      // In case the engine is still at it.
      this.#stale.add(id);
    }
  }

  #idsOf(instance: string): readonly string[] {
    return [...this.#known]
      .filter(([, { container }]) => labelsOf(container)[ownLabels.instance] === instance)
      .map(([id]) => id);
  }

  /** The containers of one service as they stand now, after an act of our own. */
  async ofService(service: string, signal: AbortSignal): Promise<readonly unknown[]> {
    const label = [`${composeLabels.project}=${this.#docker.stack}`, `${composeLabels.service}=${service}`];
    const listed = await listBy(this.#docker, JSON.stringify({ label }), signal);
    const ids = listed.filter((one) => isOurs(labelsOf(one))).map(idOf);
    const answers = await Promise.all(ids.map((id) => inspect(this.#docker, id, signal)));
    for (const [id, { container }] of [...this.#known]) {
      if (labelsOf(container)[composeLabels.service] === service && !ids.includes(id)) this.#known.delete(id);
    }
    const found = answers.filter((answer) => answer !== undefined);
    for (const answer of found) this.#know(idOf(answer), answer);
    return found;
  }

  #know(id: string, container: unknown): void {
    this.#answers += 1;
    this.#known.set(id, { container, answer: this.#answers });
  }

  /** Nothing that was seen counts any more. */
  forget(): void {
    this.#fullAt = Number.NEGATIVE_INFINITY;
  }

  /** Begins to follow the engine's events, for as long as they come; without them every look asks for everything. */
  async follow(): Promise<void> {
    if (this.#following || this.#ended.signal.aborted) return;
    this.#following = true;
    try {
      const { client, stack } = this.#docker;
      const filters = JSON.stringify({ type: ['container'], label: [`${composeLabels.project}=${stack}`] });
      const stream = await client.open('GET', '/events', { query: { filters }, signal: this.#ended.signal });
      this.forget();
      let rest = '';
      for await (const chunk of stream) {
        const lines = `${rest}${String(chunk)}`.split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) this.#heard(JSON.parse(line));
      }
    } catch {
      // Events are a hint; the looks go on without them.
    } finally {
      this.#following = false;
    }
  }

  #heard(event: unknown): void {
    const action = textAt(event, 'Action') ?? '';
    // Our own probes are no news.
    if (action.startsWith('exec_')) return;
    const id = textAt(event, 'Actor', 'ID');
    if (id !== undefined) this.#stale.add(id);
  }

  close(): void {
    this.#ended.abort();
  }
}
