// Short forms of single keys of a service to their long ones.
import {
  defaulted,
  entry,
  isMap,
  type MapNode,
  type Node,
  record,
  type ScalarNode,
  scalarAt,
  valueAt,
  withEntries,
} from '../node/node.ts';
import { quoted, type Report } from '../report.ts';
import { namesTo, wrapped } from './lists.ts';

/** `build: ./api` -> `build: { context: ./api }`. */
export function longBuild(node: Node): Node {
  return node.kind === 'scalar' && node.value !== null
    ? record([['context', { ...node, tag: undefined }]], node.span, node)
    : node;
}

/** `test: curl …` -> `test: [CMD-SHELL, curl …]` (spec: services, "healthcheck"). */
export function healthTest(node: Node): Node {
  if (node.kind !== 'scalar' || node.value === null) return node;
  return wrapped(node, [defaulted('CMD-SHELL', node.span), { ...node, tag: undefined }]);
}

/** `[db]` -> `{ db: { condition: service_started, required: true } }` (spec: services, "depends_on"). */
export function longDependencies(report: Report): (node: Node) => Node {
  return namesTo(report, startedDependency);
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
export function plainExternal(report: Report): (node: Node) => Node {
  return (node) => (isMap(node) ? withPlainExternal(node, report) : node);
}

function withPlainExternal(node: MapNode, report: Report): MapNode {
  const external = valueAt(node, 'external');
  if (!isMap(external)) return node;
  const name = scalarAt(external, 'name');
  const own = scalarAt(node, 'name');
  if (name !== undefined && own !== undefined && own.text !== name.text) {
    const message = `name is ${quoted(own.text)} and external.name is ${quoted(name.text)}: two names for one thing`;
    const hint = 'Keep name, and write external: true.';
    report.problem({ code: 'invalid-value', message, span: name.span, hint });
  }
  const known = node.entries.get('external');
  const yes = { ...defaulted(true, external.span), trail: external.trail };
  return withEntries(node, [
    ['external', known === undefined ? entry(external.span, yes) : { ...known, value: yes }],
    ...(name === undefined || node.entries.has('name') ? [] : [['name', entry(name.span, name)] as const]),
  ]);
}
