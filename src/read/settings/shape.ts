// Shapes of values in the user's own file: each reads a YAML node, and says in JSON schema what it takes.
import { type Located, located, type Span } from '../../base/span.ts';
import { nearest } from '../../base/text.ts';
import type { ReadProblem } from '../../model/artifact.ts';
import type { YamlNode } from '../../syntax/yaml.ts';

export type JsonSchema = Readonly<Record<string, unknown>>;

export interface Shape<T> {
  readonly schema: JsonSchema;
  /** The value, or undefined after a problem was reported. */
  read(node: YamlNode, path: string, problems: ReadProblem[]): T | undefined;
}

export type ValueOf<S> = S extends Shape<infer T> ? T : never;
type Table = Readonly<Record<string, Shape<unknown>>>;

/** A mapping as read: the values that are there, and where each key stands. */
export type Keyed<T extends Table> = { readonly [K in keyof T]: ValueOf<T[K]> | undefined } & {
  readonly at: Span;
  readonly keys: ReadonlyMap<string, Span>;
};

/** A mapping with these keys and no others. */
export function keyed<T extends Table>(table: T): Shape<Keyed<T>> {
  const properties = Object.fromEntries(Object.entries(table).map(([key, shape]) => [key, shape.schema]));
  return {
    schema: { type: 'object', properties, additionalProperties: false },
    read(node, path, problems) {
      const keys = new Map<string, Span>();
      const values: Record<string, unknown> = {};
      if (node.kind !== 'map') {
        if (!isNull(node)) return wrongType(node, path, 'a mapping', problems);
      } else {
        for (const { key, value } of node.entries) {
          const shape = Object.hasOwn(table, key.text) ? table[key.text] : undefined;
          if (shape === undefined) problems.push(unknownKey(key.text, key.span, path, Object.keys(table)));
          else {
            keys.set(key.text, key.span);
            if (!isNull(value)) values[key.text] = shape.read(value, below(path, key.text), problems);
          }
        }
      }
      // The table has just decided on every key: this is where its types come from.
      return { ...values, at: node.span, keys } as Keyed<T>;
    },
  };
}

/** A mapping from names that the user chooses. */
export function named<T>(shape: Shape<T>): Shape<ReadonlyMap<string, T>> {
  return {
    schema: { type: 'object', additionalProperties: shape.schema },
    read(node, path, problems) {
      if (node.kind !== 'map') return wrongType(node, path, 'a mapping', problems);
      const values = new Map<string, T>();
      for (const { key, value } of node.entries) {
        const read = shape.read(value, below(path, key.text), problems);
        if (read !== undefined) values.set(key.text, read);
      }
      return values;
    },
  };
}

export function list<T>(shape: Shape<T>): Shape<readonly T[]> {
  return {
    schema: { type: 'array', items: shape.schema },
    read(node, path, problems) {
      if (node.kind !== 'list') return wrongType(node, path, 'a list', problems);
      const values: T[] = [];
      for (const [index, item] of node.items.entries()) {
        const read = shape.read(item, `${path}[${index}]`, problems);
        if (read !== undefined) values.push(read);
      }
      return values;
    },
  };
}

/** Either of two forms, told apart by the kind of the node: `kind` is that of the first. */
export function anyOf<A, B>(first: Shape<A>, second: Shape<B>, kind: YamlNode['kind']): Shape<A | B> {
  return {
    schema: { anyOf: [first.schema, second.schema] },
    read: (node, path, problems) => (node.kind === kind ? first : second).read(node, path, problems),
  };
}

/** The same with the place of the value. */
export function placed<T>(shape: Shape<T>): Shape<Located<T>> {
  return {
    schema: shape.schema,
    read(node, path, problems) {
      const value = shape.read(node, path, problems);
      return value === undefined ? undefined : located(value, node.span);
    },
  };
}

/** What the key means, for editors. */
export function described<T>(description: string, shape: Shape<T>): Shape<T> {
  return { schema: { ...shape.schema, description }, read: shape.read };
}

/** A key that this version knows and leaves to another reader. */
export const anything: Shape<true> = { schema: {}, read: () => true };

export function isNull(node: YamlNode): boolean {
  return node.kind === 'scalar' && node.value === null;
}

export function below(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

/** How a value is named in messages; long ones are cut. */
export function foundText(node: YamlNode): string {
  if (node.kind !== 'scalar') return node.kind === 'map' ? 'a mapping' : 'a list';
  const text = node.text.length > 60 ? `${node.text.slice(0, 57)}…` : node.text;
  return node.value === null ? 'empty' : JSON.stringify(text);
}

export function wrongType(node: YamlNode, path: string, wanted: string, problems: ReadProblem[]): undefined {
  const message = `${path === '' ? 'the settings' : path} must be ${wanted}, found ${foundText(node)}`;
  problems.push({ code: 'wrong-type', message, span: node.span, hint: `Write ${wanted} here.` });
  return undefined;
}

export function invalidValue(
  node: YamlNode,
  message: string,
  hint: string,
  problems: ReadProblem[],
): undefined {
  problems.push({ code: 'invalid-value', message, span: node.span, hint });
  return undefined;
}

function unknownKey(key: string, span: Span, path: string, known: readonly string[]): ReadProblem {
  const guess = nearest(key, known);
  const message = `${path === '' ? 'the settings have' : `${path} has`} an unknown key ${JSON.stringify(key)}`;
  const hint =
    guess === undefined ? `Known keys are ${known.join(', ')}.` : `Did you mean ${JSON.stringify(guess)}?`;
  const problem = { code: 'unknown-key', message, span, hint };
  return guess === undefined ? problem : { ...problem, replacement: guess };
}
