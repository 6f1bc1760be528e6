// Who has the names of objects that are about to be made. Where many are asked for, each kind is listed once for all that
// ask within a short while, instead of a read for each.
import { type Clock, systemClock } from '../../base/clock.ts';
import { SeaworthyError } from '../../base/errors.ts';
import { textAt } from '../../base/json.ts';
import type { Client } from './client.ts';
import { type ApiObject, objectsAt, titleOf } from './json.ts';
import { isOurs } from './labels.ts';
import type { Kube } from './stack.ts';

/** An answer that is younger counts: whoever makes an object by hand just then is told by a conflict over its fields. */
const freshMs = 2000;

/** The server leaves out all but names and labels. https://kubernetes.io/docs/reference/using-api/api-concepts/ */
export const onlyMetadata = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';

type Found = ReadonlyMap<string, unknown>;

export class Names {
  readonly #client: Client;
  readonly #clock: Clock;
  readonly #asked = new Map<string, { readonly atMs: number; readonly list?: Promise<Found | undefined> }>();

  constructor(client: Client, clock: Clock = systemClock) {
    this.#client = client;
    this.#clock = clock;
  }

  /** With its metadata at the least; undefined when nobody has the name. */
  async find(object: ApiObject, signal: AbortSignal): Promise<unknown> {
    const path = await this.#client.pathOf(object, textAt(object, 'metadata', 'namespace'), signal);
    const now = this.#clock.monotonicMs();
    const known = this.#asked.get(path);
    const isFresh = known !== undefined && now - known.atMs < freshMs;
    // A single one is read by itself: there may be thousands beside it.
    if (!isFresh) this.#asked.set(path, { atMs: now });
    else if (known.list === undefined) this.#asked.set(path, { atMs: now, list: this.#list(path) });
    const found = await (isFresh ? this.#asked.get(path)?.list : undefined);
    return found === undefined ? this.#client.read(object, signal) : found.get(object.metadata.name);
  }

  /** Undefined for who may not list them. Not ended by who asked first: others wait for it, too. */
  async #list(path: string): Promise<Found | undefined> {
    const signal = new AbortController().signal;
    const { status, body } = await this.#client.ask({ method: 'GET', path, accept: onlyMetadata }, signal);
    if (status !== 200) return undefined;
    return new Map(objectsAt(body, 'items').map((one) => [textAt(one, 'metadata', 'name') ?? '', one]));
  }
}

/** @throws SeaworthyError FOREIGN_OBJECT when it is there and somebody else made it */
export async function refuseForeign(kube: Kube, object: ApiObject, signal: AbortSignal): Promise<void> {
  if (kube.live?.knownAs(object) !== undefined) return;
  const found = await (kube.names?.find(object, signal) ?? kube.client.read(object, signal));
  if (found === undefined || isOurs(found, kube)) return;
  if (kube.adoption.find(object)?.uid === textAt(found, 'metadata', 'uid')) return;
  throw new SeaworthyError(
    'FOREIGN_OBJECT',
    `${titleOf(object)} exists and seaworthy did not make it for ${kube.stack}`,
    {
      hint: 'seaworthy up --adopt takes it over; or remove or rename it.',
    },
  );
}
