// What stands around a message: which kind of object it is, and in a watch what has become of it.
// https://kubernetes.io/docs/reference/using-api/api-concepts/#protobuf-encoding
import type { IncomingMessage } from 'node:http';
import type { Json } from '../json.ts';
import { decode, knowsMessage, NoMessage, Reader } from './decode.ts';

const form = 'application/vnd.kubernetes.protobuf';

/** What to ask for where any of the two will do. */
export const forms = {
  object: `${form}, application/json`,
  watch: `${form};stream=watch, application/json`,
  /** Names, labels and versions alone. https://kubernetes.io/docs/reference/using-api/api-concepts/ */
  metadataList: [form, 'application/json']
    .map((one) => `${one};as=PartialObjectMetadataList;g=meta.k8s.io;v=v1`)
    .join(', '),
} as const;

export function isProtobuf({ headers }: IncomingMessage): boolean {
  return headers['content-type']?.startsWith(form) === true;
}

/** Kinds whose messages can be read. Those of a StatefulSet do not say what kind the claims in it are, as JSON does. */
const kinds: ReadonlySet<string> = new Set([
  ...['v1 Pod', 'v1 Service', 'v1 ConfigMap', 'batch/v1 Job', 'apps/v1 Deployment', 'apps/v1 ReplicaSet'],
]);

/** Undefined: as JSON. */
export function acceptFor({ apiVersion, kind }: { readonly apiVersion: string; readonly kind: string }) {
  return kinds.has(`${apiVersion} ${kind}`) ? { accept: forms.object } : {};
}

const magic = Buffer.from('k8s\0', 'latin1');

/** An object as JSON has it, but for who set which field. @throws NoMessage */
export function objectIn(bytes: Buffer): Json {
  if (!bytes.subarray(0, magic.length).equals(magic)) throw new NoMessage('it is no protobuf of Kubernetes');
  const reader = new Reader(bytes, magic.length);
  let type: Json = {};
  let raw: Buffer = Buffer.alloc(0);
  while (!reader.isOver) {
    const tag = reader.varint();
    if (tag >>> 3 === 1) type = typeIn(reader.part());
    else if (tag >>> 3 === 2) raw = reader.bytes();
    else reader.skip(tag & 7);
  }
  const kind = String(type['kind']);
  if (!knowsMessage(kind)) throw new NoMessage(`nobody can read a ${kind} in protobuf`);
  const object = decode(kind, new Reader(raw));
  return { ...type, ...object };
}

function typeIn(reader: Reader): Json {
  const type: Record<string, string> = {};
  while (!reader.isOver) {
    const tag = reader.varint();
    if (tag >>> 3 === 1) type['apiVersion'] = reader.text();
    else if (tag >>> 3 === 2) type['kind'] = reader.text();
    else reader.skip(tag & 7);
  }
  return type;
}

/** `{ type, object }`. @throws NoMessage */
export function eventIn(bytes: Buffer): Json {
  const reader = new Reader(bytes);
  let type = '';
  let object: Json = {};
  while (!reader.isOver) {
    const tag = reader.varint();
    if (tag >>> 3 === 1) type = reader.text();
    else if (tag >>> 3 === 2) object = rawIn(reader.part());
    else reader.skip(tag & 7);
  }
  return { type, object };
}

/** A `runtime.RawExtension` holds the whole of an object, envelope included. */
function rawIn(reader: Reader): Json {
  let object: Json = {};
  while (!reader.isOver) {
    const tag = reader.varint();
    if (tag >>> 3 === 1) object = objectIn(reader.bytes());
    else reader.skip(tag & 7);
  }
  return object;
}

/** Parts of a watch, each with its length before it, wherever the network has cut them. */
export class Frames {
  #rest: Buffer = Buffer.alloc(0);

  *push(part: Buffer): Generator<Buffer> {
    this.#rest = this.#rest.length === 0 ? part : Buffer.concat([this.#rest, part]);
    while (this.#rest.length >= 4) {
      const end = 4 + this.#rest.readUInt32BE();
      if (this.#rest.length < end) return;
      const frame = this.#rest.subarray(4, end);
      this.#rest = this.#rest.subarray(end);
      yield frame;
    }
  }
}
