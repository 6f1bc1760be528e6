// The words in which the tables of `schema/` say what a key may hold, and what expressions there may use.
import type { Available } from '../../model/workflow.ts';

export type Shape = TextShape | ListShape | MapShape | DictShape | EitherShape | AnyShape;

interface Where {
  /** What expressions may use here; taken from the enclosing shape when absent. */
  readonly available?: Available;
}

export interface TextShape extends Where {
  readonly kind: 'text';
  /** `flag` and `number` may be given as an expression. */
  readonly type: 'text' | 'flag' | 'number' | 'nothing';
  readonly values?: readonly string[];
  /** True when an empty value is allowed. */
  readonly empty?: boolean;
  /** An `if`: an expression also without braces. */
  readonly bare?: boolean;
}

export interface ListShape extends Where {
  readonly kind: 'list';
  readonly item: Shape;
  readonly what: string;
  readonly atLeast?: number;
}

export interface MapShape extends Where {
  readonly kind: 'map';
  readonly what: string;
  readonly fields: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  /** True when it may not be empty. */
  readonly filled?: boolean;
  /** Other keys are the user's own, of this shape. */
  readonly others?: Shape;
}

/** A mapping whose keys are the user's own names. */
export interface DictShape extends Where {
  readonly kind: 'dict';
  readonly what: string;
  readonly value: Shape;
  readonly empty?: boolean;
}

export interface EitherShape extends Where {
  readonly kind: 'either';
  readonly choices: readonly Shape[];
}

interface AnyShape extends Where {
  readonly kind: 'any';
}

export const any: Shape = { kind: 'any' };
export const text: TextShape = { kind: 'text', type: 'text' };
export const textOrEmpty: TextShape = { kind: 'text', type: 'text', empty: true };
export const flag: TextShape = { kind: 'text', type: 'flag' };
export const amount: TextShape = { kind: 'text', type: 'number' };
export const nothing: TextShape = { kind: 'text', type: 'nothing', empty: true };
export const texts: ListShape = { kind: 'list', item: text, what: 'a list of texts' };
export const textOrTexts: EitherShape = { kind: 'either', choices: [text, texts] };

export function words(...values: readonly string[]): TextShape {
  return { kind: 'text', type: 'text', values };
}

export function listOf(what: string, item: Shape, atLeast = 0): ListShape {
  return { kind: 'list', what, item, atLeast };
}

export function either(...choices: readonly Shape[]): EitherShape {
  return { kind: 'either', choices };
}

export function mapOf(
  what: string,
  fields: Readonly<Record<string, Shape>>,
  ...required: string[]
): MapShape {
  return { kind: 'map', what, fields, required };
}

export function dict(what: string, value: Shape): DictShape {
  return { kind: 'dict', what, value };
}

/** The shape with what expressions may use in it. */
export function using<T extends Shape>(shape: T, contexts: string, functions = ''): T {
  return { ...shape, available: { contexts: split(contexts), functions: split(functions) } };
}

function split(names: string): readonly string[] {
  return names === '' ? [] : names.split(' ');
}
