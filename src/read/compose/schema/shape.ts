// The words in which the tables of this folder say what a key may hold.
import { parseBytes, parseDuration } from '../../../base/units.ts';

export type Shape = ScalarShape | ListShape | MapShape | DictShape | EitherShape | AnyShape;

export interface ScalarShape {
  readonly kind: 'scalar';
  readonly accepts: readonly ('string' | 'number' | 'boolean' | 'null')[];
  /** `text`, `true or false`: what a message says was expected. */
  readonly expected: string;
  /** Text is turned into this type, as docker compose does after interpolation. */
  readonly cast?: 'boolean' | 'integer' | 'number';
  readonly isValid?: (text: string) => boolean;
  /** True for what is not valid and docker compose takes all the same: the engine is left to refuse it. */
  readonly isTaken?: (text: string) => boolean;
  /** What docker compose does to a fraction where it wants none: cut it, or leave the whole key out. */
  readonly fraction?: 'cut' | 'lost';
  /** True where a number may have no fraction, not even `.0`. */
  readonly whole?: boolean;
  /** True where quotes would make any scalar fit. */
  readonly quotable?: boolean;
}

export interface ListShape {
  readonly kind: 'list';
  readonly item: Shape;
  /** True where docker compose refuses equal items. */
  readonly unique?: boolean;
  /** The words one of which the list must begin with, unless it is empty. */
  readonly first?: readonly string[];
}

export interface MapShape {
  readonly kind: 'map';
  /** `a service`: whose keys these are. */
  readonly what: string;
  readonly fields: Readonly<Record<string, Shape>>;
  /** Keys that must be there in the end, after all merges. */
  readonly required?: readonly string[];
  /** At least one of these must be there in the end. */
  readonly oneOf?: readonly string[];
  /** No two of these may be there together. */
  readonly exclusive?: readonly string[];
  /** True when `x-…` keys may stand here. */
  readonly extensible: boolean;
  readonly nullable?: boolean;
  /** True where docker compose overlooks keys that it does not know. */
  readonly overlooks?: boolean;
}

/** A mapping whose keys are the user's own names. */
export interface DictShape {
  readonly kind: 'dict';
  readonly what: string;
  readonly value: Shape;
  readonly names?: NameRule;
}

interface NameRule {
  readonly pattern: RegExp;
  readonly code: 'service-name' | 'invalid-value';
  readonly expected: string;
}

/** The first choice of the node's kind. */
export interface EitherShape {
  readonly kind: 'either';
  readonly choices: readonly Shape[];
}

export interface AnyShape {
  readonly kind: 'any';
}

type Fields = Readonly<Record<string, Shape>>;

export const any: AnyShape = { kind: 'any' };
export const text: ScalarShape = { kind: 'scalar', accepts: ['string'], expected: 'text', quotable: true };
export const flag: ScalarShape = {
  kind: 'scalar',
  accepts: ['boolean'],
  expected: 'true or false',
  cast: 'boolean',
};
/** Not even quoted. */
export const bareFlag: ScalarShape = { kind: 'scalar', accepts: ['boolean'], expected: 'true or false' };
export const integer: ScalarShape = {
  kind: 'scalar',
  accepts: ['number'],
  expected: 'a whole number',
  cast: 'integer',
};
/** Not even quoted. */
export const bareInteger: ScalarShape = {
  kind: 'scalar',
  accepts: ['number'],
  expected: 'a whole number',
  whole: true,
};
export const number: ScalarShape = {
  kind: 'scalar',
  accepts: ['number'],
  expected: 'a number',
  cast: 'number',
};
export const cutInteger: ScalarShape = { ...integer, fraction: 'cut' };
/** Cut, but not even quoted. */
export const bareCutInteger: ScalarShape = { ...bareInteger, fraction: 'cut' };
export const textOrNumber: ScalarShape = {
  kind: 'scalar',
  accepts: ['string', 'number'],
  expected: 'text or a number',
};
export const textOrNumberOrFlag: ScalarShape = {
  kind: 'scalar',
  accepts: ['string', 'number', 'boolean'],
  expected: 'text, a number, true or false',
};
export const textOrFlag: ScalarShape = {
  kind: 'scalar',
  accepts: ['string', 'boolean'],
  expected: 'text, true or false',
};
const anyScalar: ScalarShape = {
  kind: 'scalar',
  accepts: ['string', 'number', 'boolean', 'null'],
  expected: 'a single value',
};
const nothing: ScalarShape = { kind: 'scalar', accepts: ['null'], expected: 'nothing' };

export const duration: ScalarShape = {
  kind: 'scalar',
  accepts: ['string'],
  expected: 'a duration with a unit, such as 30s or 1m30s',
  isValid: (value) => parseDuration(value) !== undefined,
  isTaken: (value) => value.startsWith('-') && parseDuration(value.slice(1)) !== undefined,
};

export const size: ScalarShape = {
  kind: 'scalar',
  accepts: ['string', 'number'],
  expected: 'a size such as 512m or 1g',
  whole: true,
  isValid: (value) => parseBytes(value) !== undefined,
};

/** A size that is lost when it is a number with a fraction. */
export const lossySize: ScalarShape = { ...size, whole: false, fraction: 'lost' };

export function words(...allowed: readonly string[]): ScalarShape {
  return pattern(`one of ${allowed.join(', ')}`, (value) => allowed.includes(value));
}

/** Text that must pass a test; `expected` says which. */
export function pattern(expected: string, isValid: (text: string) => boolean): ScalarShape {
  return { kind: 'scalar', accepts: ['string'], expected, isValid };
}

export function between(low: number, high: number, expected: string): ScalarShape {
  return { ...integer, expected, isValid: (value) => Number(value) >= low && Number(value) <= high };
}

/** How many there are of something. */
export const amount = between(0, Number.MAX_SAFE_INTEGER, 'a whole number from 0 on');

export function listOf(item: Shape): ListShape {
  return { kind: 'list', item };
}

export function either(...choices: readonly Shape[]): EitherShape {
  return { kind: 'either', choices };
}

export function orNothing(shape: Shape): EitherShape {
  return either(shape, nothing);
}

export function dict(what: string, value: Shape, names?: NameRule): DictShape {
  return names === undefined ? { kind: 'dict', what, value } : { kind: 'dict', what, value, names };
}

type MapOptions = Partial<
  Pick<MapShape, 'required' | 'oneOf' | 'exclusive' | 'extensible' | 'nullable' | 'overlooks'>
>;

export function mapOf(what: string, fields: Fields, options: MapOptions = {}): MapShape {
  return { kind: 'map', what, fields, extensible: true, ...options };
}

export const texts = listOf(text);
export const uniqueTexts: ListShape = { ...texts, unique: true };
export const textOrTexts = either(text, texts);
const anyName: NameRule = { pattern: /./s, code: 'invalid-value', expected: 'a name' };
/** `list_or_dict` of the schema: `- A=1` or `A: 1`. */
export const pairs = either(dict('a mapping of names to values', anyScalar, anyName), texts);
export const command = either(text, texts, nothing);
export const options = dict('a mapping of options', textOrNumber);

const namePattern = /^[a-zA-Z0-9._-]+$/;
const nameExpected = 'a name of letters, digits, ".", "_" and "-"';
export const names: NameRule = { pattern: namePattern, code: 'invalid-value', expected: nameExpected };
export const serviceNames: NameRule = { pattern: namePattern, code: 'service-name', expected: nameExpected };
