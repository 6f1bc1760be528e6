// Messages of the protobuf encoding, made into what the same objects are in JSON. The server keeps each object in this form
// for its own controllers: asked for JSON it would have to write every change of every object anew.
// https://protobuf.dev/programming-guides/encoding/ and
// https://kubernetes.io/docs/reference/using-api/api-concepts/#protobuf-encoding
import { isObject } from '../../../base/json.ts';
import { messages } from './fields-table.ts';

/** These bytes are no message of the kind. */
export class NoMessage extends Error {}

type Mutable = Record<string, unknown>;

interface Field {
  readonly name: string;
  readonly shape: '' | '*' | '%';
  /** A message, or a letter; see the table. */
  readonly type: string;
  readonly isOmitted: boolean;
  readonly isInline: boolean;
}

const compiled = new Map<string, readonly (Field | undefined)[]>();

function fieldsOf(message: string): readonly (Field | undefined)[] {
  const known = compiled.get(message);
  if (known !== undefined) return known;
  const fields: (Field | undefined)[] = [];
  for (const text of (messages[message] ?? '').split(', ')) {
    const [, name = '', number = '', shape = '', type = '', omitted, inline] =
      /^(\S+) (\d+) ([*%]?)(\w+)(\??)(\^?)$/.exec(text) ?? [];
    const isShape = shape === '*' || shape === '%';
    fields[Number(number)] = {
      name,
      shape: isShape ? shape : '',
      type,
      isOmitted: omitted === '?',
      isInline: inline === '^',
    };
  }
  compiled.set(message, fields);
  return fields;
}

export function knowsMessage(name: string): boolean {
  return Object.hasOwn(messages, name);
}

/** Reads one message from its beginning to its end. */
export class Reader {
  readonly #bytes: Buffer;
  readonly #end: number;
  #at: number;

  constructor(bytes: Buffer, from = 0, end = bytes.length) {
    this.#bytes = bytes;
    this.#at = from;
    this.#end = end;
  }

  get isOver(): boolean {
    return this.#at >= this.#end;
  }

  /** Of 64 bits in two's complement, as far as a number holds them. */
  varint(): number {
    let low = 0;
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = this.#byte();
      low |= (byte & 0x7f) << shift;
      if (byte < 0x80) return low;
    }
    let value = BigInt(low);
    for (let shift = 28n; shift < 70n; shift += 7n) {
      const byte = this.#byte();
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return Number(BigInt.asIntN(64, value));
    }
    throw new NoMessage('a number does not end');
  }

  /** The part that comes next, as a reader of its own. */
  part(): Reader {
    const [from, to] = this.#span();
    return new Reader(this.#bytes, from, to);
  }

  text(): string {
    const [from, to] = this.#span();
    return this.#bytes.toString('utf8', from, to);
  }

  bytes(): Buffer {
    const [from, to] = this.#span();
    return this.#bytes.subarray(from, to);
  }

  skip(wire: number): void {
    if (wire === 0) this.varint();
    else if (wire === 1) this.#at += 8;
    else if (wire === 2) this.#span();
    else if (wire === 5) this.#at += 4;
    else throw new NoMessage(`wire type ${wire}`);
  }

  #byte(): number {
    if (this.#at >= this.#end) throw new NoMessage('it breaks off');
    return this.#bytes[this.#at++] ?? 0;
  }

  #span(): readonly [number, number] {
    const length = this.varint();
    const from = this.#at;
    if (length < 0 || from + length > this.#end) throw new NoMessage('it breaks off');
    this.#at = from + length;
    return [from, this.#at];
  }
}

/** @throws NoMessage */
export function decode(message: string, reader: Reader, into: Mutable = {}): Mutable {
  const fields = fieldsOf(message);
  while (!reader.isOver) {
    const tag = reader.varint();
    const field = fields[tag >>> 3];
    if (field === undefined) reader.skip(tag & 7);
    else put(field, reader, into);
  }
  return into;
}

function put(field: Field, reader: Reader, into: Mutable): void {
  const { name, shape, type, isOmitted, isInline } = field;
  if (isInline) {
    decode(type, reader.part(), into);
  } else if (shape === '*') {
    const list = into[name];
    const value = readValue(type, reader);
    if (Array.isArray(list)) list.push(value);
    else into[name] = [value];
  } else if (shape === '%') {
    putEntry(name, type, reader.part(), into);
  } else {
    const value = readValue(type, reader);
    if (!isOmitted || !isEmpty(value)) into[name] = value;
  }
}

/** Key and value are the first two fields of an entry; what is empty is not written. */
function putEntry(name: string, type: string, reader: Reader, into: Mutable): void {
  let key = '';
  let value: unknown = '';
  while (!reader.isOver) {
    const tag = reader.varint();
    if (tag >>> 3 === 1) key = reader.text();
    else if (tag >>> 3 === 2) value = readValue(type, reader);
    else reader.skip(tag & 7);
  }
  const all = mapOf(into, name);
  // To be its own, whatever it is called.
  if (key === '__proto__')
    Object.defineProperty(all, key, { value, enumerable: true, writable: true, configurable: true });
  else all[key] = value;
}

function mapOf(into: Mutable, name: string): Mutable {
  const known = into[name];
  if (isObject(known)) return known;
  const made = {};
  into[name] = made;
  return made;
}

function isEmpty(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length === 0;
  return value === '' || value === 0 || value === false || value === null;
}

function readValue(type: string, reader: Reader): unknown {
  switch (type) {
    case 's':
      return reader.text();
    case 'i':
      return reader.varint();
    case 'b':
      return reader.varint() !== 0;
    case 'B':
      return reader.bytes().toString('base64');
    case 'q':
      return firstOf(reader.part(), (part) => part.text()) ?? '0';
    case 'r':
      return JSON.parse(firstOf(reader.part(), (part) => part.text()) ?? 'null');
    case 't':
      return timeOf(reader.part(), false);
    case 'u':
      return timeOf(reader.part(), true);
    case 'o':
      return numberOrText(reader.part());
    default:
      return decode(type, reader.part());
  }
}

function firstOf<T>(reader: Reader, read: (part: Reader) => T): T | undefined {
  let found: T | undefined;
  while (!reader.isOver) {
    const tag = reader.varint();
    if (tag >>> 3 === 1) found = read(reader);
    else reader.skip(tag & 7);
  }
  return found;
}

/** `google.protobuf.Timestamp`; an empty one is no time. */
function timeOf(reader: Reader, withFractions: boolean): string | null {
  if (reader.isOver) return null;
  const [, seconds = 0, nanos = 0] = numbersOf(reader);
  const text = new Date(seconds * 1000).toISOString().slice(0, 19);
  return withFractions ? `${text}.${String(Math.floor(nanos / 1000)).padStart(6, '0')}Z` : `${text}Z`;
}

function numbersOf(reader: Reader): readonly number[] {
  const found: number[] = [];
  while (!reader.isOver) found[reader.varint() >>> 3] = reader.varint();
  return found;
}

function numberOrText(reader: Reader): number | string {
  let kind = 0;
  let number = 0;
  let text = '';
  while (!reader.isOver) {
    const tag = reader.varint();
    if (tag >>> 3 === 1) kind = reader.varint();
    else if (tag >>> 3 === 2) number = reader.varint();
    else if (tag >>> 3 === 3) text = reader.text();
    else reader.skip(tag & 7);
  }
  return kind === 1 ? text : number;
}
