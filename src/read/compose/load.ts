// The files of a project to one tree: what they include and extend, merged in order, and paths from one folder.

import { checkMerged } from './complete.ts';
import type { Context, Scope } from './context.ts';
import { convertFile } from './convert.ts';
import { type ComposeDocument, composeDocuments, longForm } from './documents.ts';
import { withListedVariables } from './environment.ts';
import { applyExtends, type OpenSource, type ServiceSource } from './extends.ts';
import { applyInclude, type LoadModel } from './include.ts';
import { mergeServices, mergeTrees } from './merge.ts';
import { entry, isMap, type MapNode, map, mapAt, withEntries } from './node/node.ts';
import { folderOf, rebase } from './paths.ts';
import { checkServices } from './schema.ts';

export interface FileText {
  readonly file: string;
  readonly text: string;
}

/** The files merged in order; undefined when none of them holds anything. `chain`: the files that include this one. */
export function loadFiles(
  context: Context,
  files: readonly FileText[],
  scope: Scope,
  chain: readonly string[],
): MapNode | undefined {
  let merged: MapNode | undefined;
  for (const { file, text } of files) {
    const own: Scope = { ...scope, file };
    for (const document of composeDocuments(context, own, text)) {
      const model = modelOf(context, document, own, [...chain, file]);
      const before = merged;
      merged = before === undefined ? model : mergeTrees(before, model);
      // Docker compose checks after each document: what a later one would mend is refused all the same.
      checkMerged(context, merged, before);
    }
  }
  return merged === undefined ? undefined : rebased(merged, scope.folder);
}

function rebased(tree: MapNode, folder: string): MapNode {
  const own = rebase(tree, folder);
  return isMap(own) ? own : tree;
}

function modelOf(
  context: Context,
  { checked, long }: ComposeDocument,
  scope: Scope,
  chain: readonly string[],
): MapNode {
  const included = applyInclude(context, checked, scope, chain, loadModel);
  return withExtends(context, included === undefined ? long : mergeTrees(included, long), scope);
}

const loadModel: LoadModel = (context, files, scope, chain) => {
  const model = loadFiles(context, files, scope, chain);
  return model === undefined
    ? undefined
    : withContexts(withListedVariables(model, scope.lookup), scope.folder);
};

function withExtends(context: Context, tree: MapNode, scope: Scope): MapNode {
  const services = tree.entries.get('services');
  if (!isMap(services?.value)) return tree;
  const source = sourceOf(scope, services.value, (name) => mapAt(services.value, name));
  const value = applyExtends(context, services.value, source, sourceOpener(context, scope, source));
  return value === services.value ? tree : withEntries(tree, [['services', { ...services, value }]]);
}

function sourceOf(
  { file, folder }: Scope,
  services: MapNode,
  service: ServiceSource['service'],
): ServiceSource {
  return { file, folder, names: [...services.entries.keys()], service, done: new Map() };
}

/** Files that are extended from, each read once for a file that extends; `main` is that file itself. */
function sourceOpener(context: Context, scope: Scope, main: ServiceSource): OpenSource {
  const sources = new Map<string, ServiceSource | undefined>([[main.file, main]]);
  return (file) => {
    if (!sources.has(file))
      sources.set(file, openSource(context, { ...scope, file, folder: folderOf(file) }));
    return sources.get(file);
  };
}

function openSource(context: Context, scope: Scope): ServiceSource | undefined {
  const text = context.input.readFile(scope.file);
  if (text === undefined) return undefined;
  const documents = convertFile(context, scope, text).map((tree) => mapAt(tree, 'services'));
  const services = documents.flatMap((own) => own ?? []);
  const all = map(new Map(services.flatMap(({ entries }) => [...entries])), {
    file: scope.file,
    start: 0,
    end: 0,
  });
  return sourceOf(scope, all, (name) => {
    const parts = services.flatMap((own) => onlyService(context, own, name, scope.folder) ?? []);
    return parts.reduce<MapNode | undefined>(
      (base, over) => (base === undefined ? over : mergeServices(base, over)),
      undefined,
    );
  });
}

/** One service of another file, checked and in long form; the rest of that file does not count. */
function onlyService(context: Context, services: MapNode, name: string, folder: string): MapNode | undefined {
  const own = services.entries.get(name);
  if (own === undefined) return undefined;
  const alone = checkServices(context, { ...services, entries: new Map([[name, own]]) });
  const document = map(new Map([['services', entry(services.span, alone)]]), services.span);
  return mapAt(rebased(longForm(context, document), folder), 'services', name);
}

/** `build` without `context` means the folder of its own project (spec: build.md). */
export function withContexts(model: MapNode, folder: string): MapNode {
  const services = model.entries.get('services');
  if (!isMap(services?.value)) return model;
  const changes = [...services.value.entries].flatMap(([name, service]) => {
    const build = isMap(service.value) ? service.value.entries.get('build') : undefined;
    if (!isMap(service.value) || !isMap(build?.value) || build.value.entries.has('context')) return [];
    const span = build.value.span;
    const context = entry(span, {
      kind: 'scalar',
      span,
      trail: [{ how: 'default', span }],
      value: folder || '.',
      text: folder || '.',
      isRooted: true,
    } as const);
    const value = withEntries(service.value, [
      ['build', { ...build, value: withEntries(build.value, [['context', context]]) }],
    ]);
    return [[name, { ...service, value }] as const];
  });
  return withEntries(model, [['services', { ...services, value: withEntries(services.value, changes) }]]);
}
