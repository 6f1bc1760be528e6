// `include`: other compose projects read with their own folder and variables, then merged under the file (spec: 14).
import type { Origin } from '../../base/span.ts';
import type { Context, Scope } from './context.ts';
import type { FileText } from './load.ts';
import { mergeTrees } from './merge.ts';
import {
  isScalar,
  itemsAt,
  type MapNode,
  type Node,
  type ScalarNode,
  scalarAt,
  valueAt,
} from './node/node.ts';
import { mapWithOrigin } from './node/tree.ts';
import { folderOf, isAbsolute, isRemoteContext, resolvePath } from './paths.ts';
import { quoted } from './report.ts';
import { type EnvText, envFileLookup, firstOf } from './variables.ts';

export type LoadModel = (
  context: Context,
  files: readonly FileText[],
  scope: Scope,
  chain: readonly string[],
) => MapNode | undefined;

/** Only these are taken over; `name`, `x-…` and the like stay with their file. */
const resources: ReadonlySet<string> = new Set([
  'services',
  'volumes',
  'networks',
  'secrets',
  'configs',
  'models',
  'jobs',
]);

/** The models that a checked file includes, merged in order. */
export function applyInclude(
  context: Context,
  tree: MapNode,
  scope: Scope,
  chain: readonly string[],
  load: LoadModel,
): MapNode | undefined {
  let merged: MapNode | undefined;
  for (const item of itemsAt(tree, 'include')) {
    if (item.tag === 'reset') continue;
    const model = includeOne(context, item, scope, chain, load);
    if (model === undefined) continue;
    const origin: Origin = { how: 'include', span: item.span };
    const own = mapWithOrigin(
      { ...model, entries: new Map([...model.entries].filter(([name]) => resources.has(name))) },
      origin,
    );
    // The file itself counts most, then what it includes first.
    merged = merged === undefined ? own : mergeTrees(own, merged);
  }
  return merged;
}

function includeOne(
  context: Context,
  item: Node,
  scope: Scope,
  chain: readonly string[],
  load: LoadModel,
): MapNode | undefined {
  const paths = wordsOf(isScalar(item) ? item : valueAt(item, 'path'));
  const files = paths.flatMap((path) => openFile(context, path, scope, chain) ?? []);
  const first = files[0];
  if (first === undefined || files.length < paths.length) return undefined;
  const directory = scalarAt(item, 'project_directory');
  const folder =
    directory === undefined ? folderOf(first.file) : asFolder(resolvePath(scope.folder, directory.text));
  const envFiles = envFilesOf(context, item, scope, folder);
  // The including project's own values win (spec: include, "env_file").
  const lookup = firstOf(scope.lookup, envFileLookup(envFiles, scope.lookup, context.report));
  return load(context, files, { file: first.file, folder, lookup }, chain);
}

function asFolder(path: string): string {
  return path === '.' ? '' : path;
}

function wordsOf(node: Node | undefined): readonly ScalarNode[] {
  if (isScalar(node)) return node.value === null ? [] : [node];
  return itemsAt(node).filter(isScalar);
}

function openFile(
  context: Context,
  path: ScalarNode,
  scope: Scope,
  chain: readonly string[],
): FileText | undefined {
  const file = resolvePath(scope.folder, path.text);
  if (isRemoteContext(path.text) || isAbsolute(path.text))
    return reportMissing(context, path, 'lies outside of this repository and is not read');
  if (chain.includes(file)) return reportCycle(context, path, [...chain, file]);
  const text = context.input.readFile(file);
  return text === undefined ? reportMissing(context, path, 'does not exist') : { file, text };
}

function envFilesOf(context: Context, item: Node, scope: Scope, folder: string): readonly EnvText[] {
  const named = wordsOf(valueAt(item, 'env_file'));
  if (named.length === 0) {
    const file = resolvePath(folder, '.env');
    const text = context.input.readFile(file);
    return text === undefined ? [] : [{ file, text }];
  }
  return named.flatMap((path) => {
    if (path.text === '/dev/null') return [];
    const file = resolvePath(scope.folder, path.text);
    const text = context.input.readFile(file);
    if (text !== undefined) return [{ file, text }];
    reportMissing(context, path, 'does not exist');
    return [];
  });
}

function reportMissing(context: Context, path: ScalarNode, why: string): undefined {
  context.report.problem({
    code: 'include-missing',
    message: `Expected a file to include, but ${quoted(path.text)} ${why}`,
    span: path.span,
    hint: 'Correct the path; it is relative to the folder of the project.',
  });
  return undefined;
}

function reportCycle(context: Context, path: ScalarNode, chain: readonly string[]): undefined {
  context.report.problem({
    code: 'include-cycle',
    message: `Expected includes that end, found a cycle: ${chain.join(' -> ')}`,
    span: path.span,
    hint: 'Remove one of the includes of the cycle.',
  });
  return undefined;
}
