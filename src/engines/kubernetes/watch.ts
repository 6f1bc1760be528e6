// What happens to objects, as a list that is kept up to date: the watch is a hint, and where it breaks the list counts.
import { type Clock, systemClock } from '../../base/clock.ts';
import { SeaworthyError } from '../../base/errors.ts';
import { at, textAt } from '../../base/json.ts';
import type { Client } from './client.ts';
import { type ApiObject, isApiObject, objectsAt } from './json.ts';
import { refusalOf } from './refusals.ts';
import { type ApiRequest, NoAnswer, open } from './wire.ts';

export type Change =
  /** All there are, first and whenever changes may have been missed. */
  | { readonly type: 'listed'; readonly objects: readonly ApiObject[] }
  | { readonly type: 'changed' | 'deleted'; readonly object: ApiObject };

export interface WatchOptions {
  readonly labelSelector?: string;
  /** Seconds after which the server ends a watch, to begin it anew. */
  readonly forSeconds?: number;
}

/** As many in one answer; a list of thousands comes in parts. */
const pageSize = 500;
/** Between a watch that ended in a failure and the next. */
const pauseMs = 500;

interface Listed {
  readonly objects: readonly ApiObject[];
  readonly version: string;
}

/** Every object below a path, in parts. @throws SeaworthyError */
export async function listAll(
  client: Client,
  path: string,
  { labelSelector }: WatchOptions,
  signal: AbortSignal,
): Promise<Listed> {
  const objects: ApiObject[] = [];
  const selected = labelSelector === undefined ? {} : { labelSelector };
  let next: string | undefined;
  for (;;) {
    const query = { limit: `${pageSize}`, ...selected, ...(next === undefined ? {} : { continue: next }) };
    const answer = await client.ask({ method: 'GET', path, query }, signal);
    if (answer.status === 410 && next !== undefined) {
      // The parts that are left belong to a list that the server has forgotten.
      objects.length = 0;
      next = undefined;
      continue;
    }
    if (answer.status !== 200) throw refusalOf(answer, `list ${path}`);
    objects.push(...objectsAt(answer.body, 'items').flatMap((item) => completed(item, answer.body)));
    next = textAt(answer.body, 'metadata', 'continue') || undefined;
    if (next === undefined)
      return { objects, version: textAt(answer.body, 'metadata', 'resourceVersion') ?? '' };
  }
}

/** Items of a list leave out what the list says once. */
function completed(item: unknown, list: unknown): readonly ApiObject[] {
  const kind = textAt(list, 'kind')?.replace(/List$/, '');
  const whole = { apiVersion: textAt(list, 'apiVersion'), kind, ...(typeof item === 'object' ? item : {}) };
  return isApiObject(whole) ? [whole] : [];
}

/**
 * The objects below a path, and what changes, until the signal ends it. Nothing is lost when a watch breaks or a server
 * starts anew: then they are listed again.
 * @throws SeaworthyError when the first list fails, or a later one is refused
 */
export async function* watchAll(
  client: Client,
  path: string,
  options: WatchOptions,
  signal: AbortSignal,
  clock: Clock = systemClock,
): AsyncGenerator<Change> {
  let listed: Listed | undefined = await listAll(client, path, options, signal);
  while (!signal.aborted) {
    if (listed !== undefined) yield { type: 'listed', objects: listed.objects };
    let from: string | undefined = listed?.version;
    while (from !== undefined && !signal.aborted)
      from = yield* watchFrom(client, path, options, from, signal);
    await clock.sleep(pauseMs, signal);
    if (!signal.aborted) listed = await listedAnew(client, path, options, signal);
  }
}

/** Undefined while the server is away: who watches has a deadline of their own, and what is seen then still counts. */
async function listedAnew(
  client: Client,
  path: string,
  options: WatchOptions,
  signal: AbortSignal,
): Promise<Listed | undefined> {
  try {
    return await listAll(client, path, options, signal);
  } catch (error) {
    if (error instanceof SeaworthyError && error.code === 'ENGINE_UNREACHABLE') return undefined;
    throw error;
  }
}

/** One watch; where the next may go on, or undefined when only a list can tell. */
async function* watchFrom(
  client: Client,
  path: string,
  { labelSelector, forSeconds = 300 }: WatchOptions,
  version: string,
  signal: AbortSignal,
): AsyncGenerator<Change, string | undefined> {
  const query = {
    watch: 'true',
    allowWatchBookmarks: 'true',
    resourceVersion: version,
    timeoutSeconds: `${forSeconds}`,
    ...(labelSelector === undefined ? {} : { labelSelector }),
  };
  let from = version;
  try {
    for await (const event of events(client, { method: 'GET', path, query }, signal)) {
      const object = at(event, 'object');
      const type = textAt(event, 'type');
      // Mostly 410: so old that the server has forgotten what came after it.
      if (type === 'ERROR' || type === undefined) return undefined;
      from = textAt(object, 'metadata', 'resourceVersion') ?? from;
      if (type === 'BOOKMARK' || !isApiObject(object)) continue;
      yield { type: type === 'DELETED' ? 'deleted' : 'changed', object };
    }
  } catch (error) {
    if (signal.aborted || !(error instanceof NoAnswer)) throw error;
    return undefined;
  }
  return from;
}

/** The lines of a watch. An answer that is none ends it; a list then says why. */
async function* events(client: Client, request: ApiRequest, signal: AbortSignal): AsyncGenerator<unknown> {
  const message = await open(client.connection, request, signal);
  if (message.statusCode !== 200) {
    message.destroy();
    throw new NoAnswer(`watch ${request.path}: status ${message.statusCode}`);
  }
  let rest = '';
  try {
    for await (const part of message.setEncoding('utf8')) {
      const lines = `${rest}${part}`.split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) if (line !== '') yield JSON.parse(line);
    }
  } catch (cause) {
    throw new NoAnswer(`watch ${request.path} broke off`, { cause });
  } finally {
    message.destroy();
  }
}
