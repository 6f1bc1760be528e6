// Short forms of single keys of a service to their long ones.
import { splitWords } from '../../../syntax/shell.ts';
import {
  defaulted,
  type Entry,
  entry,
  isMap,
  type Node,
  part,
  record,
  revalued,
  type ScalarNode,
  scalarAt,
  valueAt,
  withEntries,
} from '../node/node.ts';
import { wrapped } from './lists.ts';

/** `build: ./api` -> `build: { context: ./api }`. */
export function longBuild(node: Node): Node {
  return node.kind === 'scalar' && node.value !== null
    ? record([['context', { ...node, tag: undefined }]], node.span, node)
    : node;
}

/** A command string is split as a shell would, without a shell (spec: services, "command"). */
export function commandWords(node: Node): Node {
  if (node.kind !== 'scalar' || node.value === null) return node;
  return wrapped(
    node,
    splitWords(node.text).words.map(({ text, start, end }) => ({
      ...revalued(part(node, start, end), text),
      tag: undefined,
    })),
  );
}

/** `test: curl …` -> `test: [CMD-SHELL, curl …]` (spec: services, "healthcheck"). */
export function healthTest(node: Node): Node {
  if (node.kind !== 'scalar' || node.value === null) return node;
  return wrapped(node, [defaulted('CMD-SHELL', node.span), { ...node, tag: undefined }]);
}

/** `[db]` -> `{ db: { condition: service_started, required: true } }` (spec: services, "depends_on"). */
export function longDependencies(node: Node): Node {
  if (node.kind !== 'list') return node;
  const entries = new Map<string, Entry>();
  for (const item of node.items) {
    if (item.kind === 'scalar') entries.set(item.text, entry(item.span, startedDependency(item)));
  }
  return { kind: 'map', span: node.span, trail: node.trail, tag: node.tag, entries };
}

function startedDependency(item: ScalarNode): Node {
  const condition = {
    ...defaulted('service_started', item.span),
    trail: [...item.trail, { how: 'default', span: item.span } as const],
  };
  return record(
    [
      ['condition', condition],
      ['required', defaulted(true, item.span)],
    ],
    item.span,
    item,
  );
}

/** `env_file: a.env` or `[a.env]` -> `[{ path: a.env }]`; `required` is true unless told (spec: services, "env_file"). */
export function longEnvFiles(node: Node): Node {
  if (node.kind === 'map' || (node.kind === 'scalar' && node.value === null)) return node;
  const items = node.kind === 'list' ? node.items : [{ ...node, tag: undefined }];
  return wrapped(
    node,
    items.map((item) => (item.kind === 'scalar' ? withPath(item) : item)),
  );
}

function withPath(item: ScalarNode): Node {
  return item.tag === 'reset' ? item : record([['path', { ...item, tag: undefined }]], item.span, item);
}

/** `secrets: [a]` -> `[{ source: a }]`; configs alike. */
export function longFileMounts(node: Node): Node {
  if (node.kind !== 'list') return node;
  return wrapped(
    node,
    node.items.map((item) =>
      item.kind === 'scalar' && item.tag !== 'reset'
        ? record([['source', { ...item, tag: undefined }]], item.span, item)
        : item,
    ),
  );
}

/** `gpus: all` -> `[{ count: all }]`. */
export function longGpus(node: Node): Node {
  if (node.kind !== 'scalar' || node.value === null) return node;
  return wrapped(node, [record([['count', { ...node, tag: undefined }]], node.span)]);
}

/** `external: { name: x }` -> `external: true` and `name: x` (spec: networks, "external"). */
export function plainExternal(node: Node): Node {
  const external = valueAt(node, 'external');
  if (!isMap(node) || !isMap(external)) return node;
  const name = scalarAt(external, 'name');
  const known = node.entries.get('external');
  const yes = { ...defaulted(true, external.span), trail: external.trail };
  return withEntries(node, [
    ['external', known === undefined ? entry(external.span, yes) : { ...known, value: yes }],
    ...(name === undefined || node.entries.has('name') ? [] : [['name', entry(name.span, name)] as const]),
  ]);
}
