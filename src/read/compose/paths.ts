// Relative paths of a file made relative to the root, so that trees of different folders can be merged.
import { posix } from 'node:path';
import { type Node, type ScalarNode, textAt, withEntries } from './node/node.ts';
import { forContainers, pathTable, transformBy } from './node/path-table.ts';

/** A path seen from a folder, relative to the root; `.` is the root itself. Absolute ones and `~` stay. */
export function resolvePath(folder: string, path: string): string {
  if (isAbsolute(path)) return path;
  return withoutSlash(posix.join(folder, path));
}

export function folderOf(file: string): string {
  const folder = posix.dirname(file);
  return folder === '.' ? '' : folder;
}

function withoutSlash(path: string): string {
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}

export function isAbsolute(path: string): boolean {
  return (
    path.startsWith('/') ||
    path === '~' ||
    path.startsWith('~/') ||
    path.startsWith('\\\\') ||
    /^[a-zA-Z]:[\\/]/.test(path)
  );
}

/** A build context that is no folder here: a git URL, an image, another service (spec: build.md, "context"). */
export function isRemoteContext(context: string): boolean {
  return /^(?:git@|github\.com\/|service:|target:)/.test(context) || context.includes('://');
}

type Rule = (node: Node, folder: string) => Node;

const path: Rule = (node, folder) => (node.kind === 'scalar' ? resolved(node, folder) : node);

const context: Rule = (node, folder) =>
  node.kind === 'scalar' && isRemoteContext(node.text) ? node : path(node, folder);

const pathsIn = pathTable<Rule>(() =>
  forContainers<Rule>({
    'services.*.build.context': context,
    'services.*.build.additional_contexts.*': context,
    'services.*.build.ssh.*': path,
    'services.*.env_file.*.path': path,
    'services.*.label_file.*': path,
    'services.*.develop.watch.*.path': path,
    'services.*.volumes.*': (node, folder) =>
      textAt(node, 'type') === 'bind' ? atKey(node, 'source', (source) => path(source, folder)) : node,
    'configs.*.file': path,
    'secrets.*.file': path,
    'volumes.*': (node, folder) =>
      isBindVolume(node)
        ? atKey(node, 'driver_opts', (opts) => atKey(opts, 'device', (device) => path(device, folder)))
        : node,
  }),
);

function resolved(node: ScalarNode, folder: string): ScalarNode {
  if (typeof node.value !== 'string' || node.value === '' || node.isRooted === true) return node;
  const text = resolvePath(folder, node.value);
  return text === node.value
    ? { ...node, isRooted: true }
    : { ...node, value: text, text, isRooted: true, written: node.value };
}

function atKey(node: Node, key: string, rule: (node: Node) => Node): Node {
  const entry = node.kind === 'map' ? node.entries.get(key) : undefined;
  if (node.kind !== 'map' || entry === undefined) return node;
  return withEntries(node, [[key, { ...entry, value: rule(entry.value) }]]);
}

/** `driver: local` with `o: bind` is a bind mount by another name. */
function isBindVolume(node: Node): boolean {
  return (
    textAt(node, 'driver') === 'local' &&
    textAt(node.kind === 'map' ? node.entries.get('driver_opts')?.value : undefined, 'o') === 'bind'
  );
}

/** The tree in long form with every path relative to the root; `folder` is where its paths start. */
export function rebase(tree: Node, folder: string): Node {
  return transformBy(tree, pathsIn, (rule, node) => rule(node, folder));
}
