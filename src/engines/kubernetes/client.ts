// Requests to one cluster: found by kind, tried again where that helps, and refused in words.
import { type Clock, systemClock } from '../../base/clock.ts';
import { SeaworthyError } from '../../base/errors.ts';
import { at, textAt } from '../../base/json.ts';
import type { Connection } from './connection.ts';
import { type ApiObject, isApiObject, objectsAt, titleOf } from './json.ts';
import { refusalOf } from './refusals.ts';
import { type Outcome, waitBefore } from './retry.ts';
import { type ApiAnswer, type ApiRequest, NoAnswer, send } from './wire.ts';

/** Under this name the server writes down which fields are ours. */
export const fieldOwner = 'seaworthy';

export interface Kind {
  readonly apiVersion: string;
  readonly kind: string;
}

interface Resource {
  readonly name: string;
  readonly namespaced: boolean;
}

export interface ApplyOptions {
  readonly dryRun?: boolean;
  /** Takes over fields that others own; never unless a person asked for it. */
  readonly force?: boolean;
  /** Called for each thing that the server warns of besides. */
  readonly onWarning?: (text: string) => void;
}

export interface Client {
  readonly connection: Connection;
  /** How many requests were sent, tries included. */
  readonly sent: number;
  /** Asked before each request that changes something; what it throws is what becomes of the request. */
  guard: ((signal: AbortSignal) => Promise<void>) | undefined;
  /** Told of the answer to each request that has changed something. */
  onWritten: ((request: ApiRequest, answer: ApiAnswer) => void) | undefined;
  /** The final answer, of whatever status. @throws SeaworthyError ENGINE_UNREACHABLE */
  ask(request: ApiRequest, signal: AbortSignal): Promise<ApiAnswer>;
  /** Where objects of a kind are: `/apis/apps/v1/namespaces/shop/deployments`. @throws SeaworthyError when none is served */
  pathOf(kind: Kind, namespace: string | undefined, signal: AbortSignal): Promise<string>;
  /** Objects of the kind belong to a namespace. @throws SeaworthyError when none is served */
  isNamespaced(kind: Kind, signal: AbortSignal): Promise<boolean>;
  /** Makes the object what is said, by a server-side apply. @throws SeaworthyError */
  apply(object: ApiObject, options: ApplyOptions, signal: AbortSignal): Promise<ApiObject>;
  /** Undefined when there is none of this name. @throws SeaworthyError */
  read(object: ApiObject, signal: AbortSignal): Promise<ApiObject | undefined>;
  /** False when there was none; with a uid only that very object is deleted. @throws SeaworthyError */
  remove(object: ApiObject, uid: string | undefined, signal: AbortSignal): Promise<boolean>;
}

export function createClient(connection: Connection, clock: Clock = systemClock): Client {
  const resources = new Map<string, ReadonlyMap<string, Resource>>();
  let sent = 0;
  let guard: Client['guard'];
  let onWritten: Client['onWritten'];

  const once = async (request: ApiRequest, signal: AbortSignal): Promise<ApiAnswer | NoAnswer> => {
    sent += 1;
    try {
      return await send(connection, request, signal);
    } catch (error) {
      if (error instanceof NoAnswer && !signal.aborted) return error;
      throw error;
    }
  };

  const ask = async (request: ApiRequest, signal: AbortSignal): Promise<ApiAnswer> => {
    let isReloaded = false;
    for (let tried = 1; ; tried += 1) {
      if (changesSomething(request)) await guard?.(signal);
      const answer = await once(request, signal);
      if (!(answer instanceof NoAnswer) && answer.status === 401 && !isReloaded) {
        // A token has run out, or somebody logged in anew: what the files say now counts, once.
        isReloaded = true;
        await connection.reload();
        continue;
      }
      const outcome: Outcome = answer instanceof NoAnswer ? 'none' : answer;
      const waitMs = waitBefore(request, outcome, tried, Math.random());
      if (waitMs === undefined) {
        if (!(answer instanceof NoAnswer)) {
          if (changesSomething(request) && request.query?.['dryRun'] === undefined)
            onWritten?.(request, answer);
          return answer;
        }
        throw new SeaworthyError('ENGINE_UNREACHABLE', answer.message, {
          hint: 'Is the cluster up, and reachable from here?',
          cause: answer,
        });
      }
      await clock.sleep(waitMs, signal);
      signal.throwIfAborted();
    }
  };

  const resourcesOf = async (apiVersion: string, signal: AbortSignal) => {
    const known = resources.get(apiVersion);
    if (known !== undefined) return known;
    const path = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const answer = await ask({ method: 'GET', path }, signal);
    if (answer.status !== 200 && answer.status !== 404)
      throw refusalOf(answer, `what is served of ${apiVersion}`);
    const found = new Map(objectsAt(answer.body, 'resources').flatMap(resourceOf));
    // An empty answer is not kept: a definition that is applied a moment later serves it.
    if (found.size > 0) resources.set(apiVersion, found);
    return found;
  };

  const resourceFor = async ({ apiVersion, kind }: Kind, signal: AbortSignal) => {
    let resource = (await resourcesOf(apiVersion, signal)).get(kind);
    if (resource === undefined && resources.delete(apiVersion))
      resource = (await resourcesOf(apiVersion, signal)).get(kind);
    if (resource === undefined)
      throw new SeaworthyError('ENGINE_REFUSED', `${connection.title} serves no ${kind} of ${apiVersion}`, {
        hint: 'Install what defines it first, or write a version that the server has (kubectl api-resources).',
      });
    return resource;
  };

  const pathOf = async (of: Kind, namespace: string | undefined, signal: AbortSignal) => {
    const resource = await resourceFor(of, signal);
    const { apiVersion } = of;
    const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const place = namespace ?? connection.namespace ?? 'default';
    return `${root}${resource.namespaced ? `/namespaces/${encodeURIComponent(place)}` : ''}/${resource.name}`;
  };

  const placeOf = async (object: ApiObject, signal: AbortSignal) => {
    const path = await pathOf(object, textAt(object, 'metadata', 'namespace'), signal);
    return `${path}/${encodeURIComponent(object.metadata.name)}`;
  };

  return {
    connection,
    get sent() {
      return sent;
    },
    get guard() {
      return guard;
    },
    set guard(asked) {
      guard = asked;
    },
    get onWritten() {
      return onWritten;
    },
    set onWritten(told) {
      onWritten = told;
    },
    ask,
    pathOf,
    isNamespaced: async (kind, signal) => (await resourceFor(kind, signal)).namespaced,
    async apply(object, { dryRun = false, force = false, onWarning }, signal) {
      const query = {
        fieldManager: fieldOwner,
        fieldValidation: 'Strict',
        ...(force ? { force: 'true' } : {}),
        ...(dryRun ? { dryRun: 'All' } : {}),
      };
      const path = await placeOf(object, signal);
      const contentType = 'application/apply-patch+yaml';
      const answer = await ask({ method: 'PATCH', path, query, body: object, contentType }, signal);
      if (onWarning !== undefined) for (const text of answer.warnings) onWarning(text);
      return demandObject(answer, `apply ${titleOf(object)}`);
    },
    async read(object, signal) {
      const answer = await ask({ method: 'GET', path: await placeOf(object, signal) }, signal);
      return answer.status === 404 ? undefined : demandObject(answer, `read ${titleOf(object)}`);
    },
    async remove(object, uid, signal) {
      const body = {
        propagationPolicy: 'Background',
        ...(uid === undefined ? {} : { preconditions: { uid } }),
      };
      const answer = await ask({ method: 'DELETE', path: await placeOf(object, signal), body }, signal);
      if (answer.status === 404) return false;
      if (answer.status >= 300) throw refusalOf(answer, `delete ${titleOf(object)}`);
      return true;
    },
  };
}

function demandObject(answer: ApiAnswer, what: string): ApiObject {
  if (answer.status < 300 && isApiObject(answer.body)) return answer.body;
  throw refusalOf(answer, what);
}

/** Names with a slash are parts of an object, such as its status. */
function resourceOf(resource: unknown): readonly (readonly [string, Resource])[] {
  const [name = '', kind = ''] = [textAt(resource, 'name'), textAt(resource, 'kind')];
  if (name === '' || name.includes('/')) return [];
  return [[kind, { name, namespaced: at(resource, 'namespaced') === true }]];
}

/** The lease itself is guarded by its version. */
function changesSomething({ method, path }: ApiRequest): boolean {
  return method !== 'GET' && !path.startsWith('/apis/coordination.k8s.io/');
}
