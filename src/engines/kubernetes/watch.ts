// Lists of objects, and what changes after one.
import { at, textAt } from '../../base/json.ts';
import type { Client } from './client.ts';
import { type ApiObject, isApiObject, objectsAt } from './json.ts';
import { refusalOf } from './refusals.ts';
import { type ApiRequest, NoAnswer, open } from './wire.ts';

export interface Change {
  readonly type: 'changed' | 'deleted';
  readonly object: ApiObject;
}

export interface WatchOptions {
  readonly labelSelector?: string;
  /** Seconds after which the server ends a watch, to begin it anew. */
  readonly forSeconds?: number;
  /** The form of a list, where it is another than whole objects. */
  readonly accept?: string;
}

/** As many in one answer; a list of thousands comes in parts. */
const pageSize = 500;

export interface Listed {
  readonly objects: readonly ApiObject[];
  /** Of the list; a watch goes on from it. */
  readonly version: string;
}

/** Every object below a path, in parts. @throws SeaworthyError */
export async function listAll(
  client: Client,
  path: string,
  { labelSelector, accept }: WatchOptions,
  signal: AbortSignal,
): Promise<Listed> {
  const objects: ApiObject[] = [];
  const selected = labelSelector === undefined ? {} : { labelSelector };
  let next: string | undefined;
  for (;;) {
    const query = { limit: `${pageSize}`, ...selected, ...(next === undefined ? {} : { continue: next }) };
    const form = accept === undefined ? {} : { accept };
    const answer = await client.ask({ method: 'GET', path, query, ...form }, signal);
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

/** One watch; where the next may go on, or undefined when only a list can tell. */
export async function* watchFrom(
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
