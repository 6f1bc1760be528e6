// Objects that are valid, each with one mistake made in it.

/** Where a mistake is, with `[]` for an item of a list: `Deployment spec.template.spec.containers[].ports`. */
export interface Mutation {
  readonly path: string;
  readonly mistake: string;
  readonly object: Json;
}

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** Names that belong to nobody's schema: those of labels, data and other maps are the user's own. */
const maps =
  /(?:labels|Labels|annotations|data|stringData|nodeSelector|selector|requests|limits|hard|parameters)$/;

/** Every mistake of every kind at every place of the object. */
export function* mutationsOf(object: Json, kind: string): Generator<Mutation> {
  yield* inNode(object, `${kind} `, (changed) => changed);
}

type Rebuild = (changed: Json) => Json;

function* inNode(node: Json, path: string, rebuild: Rebuild): Generator<Mutation> {
  if (Array.isArray(node)) {
    const first: Json | undefined = node[0];
    if (first !== undefined) yield* inNode(first, `${path}[]`, (item) => rebuild([item, ...node.slice(1)]));
  } else if (isMap(node)) yield* inMap(node, path, rebuild);
  const other = (mistake: string, changed: Json): Mutation => ({ path, mistake, object: rebuild(changed) });
  if (path.endsWith(' ')) return;
  yield* typeMistakes(node).map(([mistake, changed]) => other(mistake, changed));
}

function* inMap(node: { readonly [key: string]: Json }, path: string, rebuild: Rebuild): Generator<Mutation> {
  const separator = path.endsWith(' ') ? '' : '.';
  const isMapOfUser = maps.test(path);
  for (const [key, value] of Object.entries(node)) {
    if (separator === '' && (key === 'apiVersion' || key === 'kind' || key === 'metadata')) continue;
    const inner = isMapOfUser ? `${path}{}` : `${path}${separator}${key}`;
    const { [key]: _, ...rest } = node;
    yield* inNode(value, inner, (changed) => rebuild({ ...node, [key]: changed }));
    yield { path: inner, mistake: 'left out', object: rebuild(rest) };
    if (!isMapOfUser)
      yield { path: inner, mistake: 'misspelt', object: rebuild({ ...rest, [`${key}x`]: value }) };
  }
}

function typeMistakes(node: Json): readonly (readonly [string, Json])[] {
  if (typeof node === 'number')
    return [
      ['text for a number', `${node}`],
      ['a list', [node]],
      ['negative', -1],
      ['a fraction', 1.5],
    ];
  if (typeof node === 'boolean')
    return [
      ['text for a boolean', `${node}`],
      ['a number for a boolean', 1],
    ];
  if (typeof node === 'string')
    return [
      ['a number for text', 7],
      ['a boolean for text', true],
      ['a list', [node]],
      ['another text', 'Bogus'],
      ['a mapping', { a: node }],
    ];
  return Array.isArray(node)
    ? [
        ['text for a list', 'x'],
        ['a mapping for a list', { a: 'b' }],
      ]
    : [
        ['text for a mapping', 'x'],
        ['a list for a mapping', ['x']],
      ];
}

function isMap(node: Json): node is { readonly [key: string]: Json } {
  return typeof node === 'object' && node !== null && !Array.isArray(node);
}
