// Compose files of one project to a Stack: the door of this folder. It never throws on what users write.
import type { Span } from '../../base/span.ts';
import type { ReadProblem } from '../../model/artifact.ts';
import type { Service, Stack } from '../../model/service.ts';
import { checkComplete } from './complete.ts';
import { checkConsistency } from './consistency.ts';
import type { ComposeInput, Context } from './context.ts';
import { maxNodes } from './context.ts';
import { withDefaults } from './defaults.ts';
import { environmentOf, type ServiceEnvironment, withBuildArguments } from './environment.ts';
import { withLabelFiles } from './labels.ts';
import { loadFiles, withContexts } from './load.ts';
import { entry, isMap, type MapNode, map, mapAt, withEntries } from './node/node.ts';
import { pruned } from './node/tree.ts';
import { finished } from './normalise.ts';
import { folderOf } from './paths.ts';
import { isActive } from './profiles.ts';
import { checkProjectName, withProjectName } from './project-name.ts';
import { newReport } from './report.ts';
import { type PrintedPaths, resolvedOf } from './resolved.ts';
import { extensionOf, serviceOf } from './service.ts';
import { fileObjectsOf, topLevelOf } from './top-level.ts';
import { envFileVariables, firstOf, type Lookup, processLookup, type Variable } from './variables.ts';

export type { ComposeInput } from './context.ts';

export function readCompose(input: ComposeInput): Stack {
  const report = newReport(input.interpolate === false);
  const context: Context = { input, report, budget: { nodes: maxNodes } };
  const fromProcess = processLookup(input.processEnv);
  const fromFiles = envFileVariables(input.envFiles, fromProcess, report);
  const outer = firstOf(fromProcess, (name) => fromFiles.get(name));
  const lookup = withProjectName(input, outer);
  const folder = input.folder ?? folderOf(input.files[0]?.file ?? '');
  const written = mergedTree(context, folder, lookup);
  const name = lookup('COMPOSE_PROJECT_NAME')?.value ?? '';
  checkProjectName(context, outer, written, { file: input.files[0]?.file ?? '', start: 0, end: 0 });
  const complete = withDefaults(written, name, input.normalise !== false);
  const environments = environmentsOf(context, complete, 'services', lookup);
  // Docker compose leaves the env files of jobs to whoever runs them.
  const unread: Context = { ...context, input: { ...input, resolveEnvironment: false } };
  const ofJobs = environmentsOf(unread, complete, 'jobs', lookup);
  const withServices = withEnvironments(context, complete, 'services', environments, lookup);
  const tree = withActiveJobs(input, withEnvironments(context, withServices, 'jobs', ofJobs, lookup));
  return {
    name,
    folder,
    environment: input.environment,
    files: input.files.map(({ file }) => file),
    services: servicesOf(input, tree, written, environments),
    networks: topLevelOf(tree, 'networks'),
    volumes: topLevelOf(tree, 'volumes'),
    secrets: fileObjectsOf(tree, 'secrets'),
    configs: fileObjectsOf(tree, 'configs'),
    variables: report.variables,
    environmentVariables: environmentVariables(input, fromFiles, name),
    extension: extensionOf(tree),
    problems: sorted(input, report.problems),
    resolved: resolvedOf(tree, printedPaths(input)),
  };
}

/** Docker compose prints absolute paths; relative ones stay where nobody says what the root is. */
function printedPaths({ resolvePaths, root, processEnv }: ComposeInput): PrintedPaths {
  if (resolvePaths === false) return { kind: 'written' };
  return root === undefined
    ? { kind: 'relative' }
    : { kind: 'absolute', root, home: processEnv['HOME'] ?? '~' };
}

/** What interpolation can see: the process over the env files, and the project's name. */
function environmentVariables(
  { processEnv }: ComposeInput,
  fromFiles: ReadonlyMap<string, Variable>,
  project: string,
): ReadonlyMap<string, string> {
  return new Map([
    ...[...fromFiles].map(([name, { value }]) => [name, value] as const),
    ...Object.entries(processEnv),
    ['COMPOSE_PROJECT_NAME', project],
  ]);
}

/** All files merged, without marks and with what must be there asked for. */
function mergedTree(context: Context, folder: string, lookup: Lookup): MapNode {
  const { input, report } = context;
  const first = { file: input.files[0]?.file ?? '', start: 0, end: 0 };
  const loaded = loadFiles(context, input.files, { file: first.file, folder, lookup }, []);
  // Without a single file that could be read, its own problem says why.
  if (input.files.length > 0 && isEmpty(loaded) && report.problems.length === 0)
    report.problem(emptyProject(first));
  const clean = loaded === undefined ? undefined : pruned(loaded);
  const tree = isMap(clean) ? finished(withContexts(clean, folder)) : map(new Map(), first);
  checkComplete(context, tree);
  checkConsistency(context, tree);
  return tree;
}

/** Nothing but what stands above the services. */
function isEmpty(loaded: MapNode | undefined): boolean {
  return [...(loaded?.entries.keys() ?? [])].every((key) => key === 'name' || key === 'version');
}

function emptyProject(span: Span): ReadProblem {
  return {
    code: 'not-compose',
    message: 'Expected a compose file with services, found nothing',
    span,
    hint: 'Add `services:` with at least one service, or leave the file out.',
  };
}

function environmentsOf(
  context: Context,
  tree: MapNode,
  kind: string,
  lookup: Lookup,
): ReadonlyMap<string, ServiceEnvironment> {
  const environments = new Map<string, ServiceEnvironment>();
  for (const [name, { value }] of mapAt(tree, kind)?.entries ?? []) {
    if (isMap(value)) environments.set(name, environmentOf(context, value, lookup));
  }
  return environments;
}

/** Jobs of profiles that are not selected are not there; services are kept, as they can still be named. */
function withActiveJobs({ profiles }: ComposeInput, tree: MapNode): MapNode {
  const jobs = tree.entries.get('jobs');
  if (!isMap(jobs?.value)) return tree;
  const active = [...jobs.value.entries].filter(
    ([, { value }]) => !isMap(value) || isActive(value, profiles),
  );
  return withEntries(tree, [['jobs', { ...jobs, value: { ...jobs.value, entries: new Map(active) } }]]);
}

/** The services or jobs with what env files, label files and the process give. */
function withEnvironments(
  context: Context,
  tree: MapNode,
  kind: string,
  environments: ReadonlyMap<string, ServiceEnvironment>,
  lookup: Lookup,
): MapNode {
  const containers = tree.entries.get(kind);
  if (!isMap(containers?.value)) return tree;
  const changes = [...containers.value.entries].flatMap(([name, container]) => {
    if (!isMap(container.value)) return [];
    const environment = environments.get(name)?.node;
    const known = container.value.entries.get('environment') ?? entry(container.key, container.value);
    const value =
      environment === undefined
        ? container.value
        : withEntries(container.value, [['environment', { ...known, value: environment }]]);
    return [
      [name, { ...container, value: withLabelFiles(context, withArguments(value, lookup), lookup) }] as const,
    ];
  });
  return withEntries(tree, [[kind, { ...containers, value: withEntries(containers.value, changes) }]]);
}

function withArguments(service: MapNode, lookup: Lookup): MapNode {
  const build = service.entries.get('build');
  const args = isMap(build?.value) ? build.value.entries.get('args') : undefined;
  if (!isMap(build?.value) || !isMap(args?.value)) return service;
  const value = withEntries(build.value, [
    ['args', { ...args, value: withBuildArguments(args.value, lookup) }],
  ]);
  return withEntries(service, [['build', { ...build, value }]]);
}

function servicesOf(
  input: ComposeInput,
  tree: MapNode,
  written: MapNode,
  environments: ReadonlyMap<string, ServiceEnvironment>,
): ReadonlyMap<string, Service> {
  const services = new Map<string, Service>();
  for (const [name, own] of mapAt(tree, 'services')?.entries ?? []) {
    const environment = environments.get(name);
    if (!isMap(own.value) || environment === undefined) continue;
    const asWritten = mapAt(written, 'services', name) ?? own.value;
    services.set(
      name,
      serviceOf({
        name,
        entry: own,
        node: own.value,
        written: asWritten,
        environment,
        profiles: input.profiles,
      }),
    );
  }
  return services;
}

/** By file in merge order, then by place. */
function sorted(input: ComposeInput, problems: readonly ReadProblem[]): readonly ReadProblem[] {
  const order = new Map(input.files.map(({ file }, index) => [file, index]));
  const rank = ({ span }: ReadProblem) => order.get(span.file) ?? order.size;
  return [...problems].sort(
    (a, b) =>
      rank(a) - rank(b) ||
      (a.span.file < b.span.file ? -1 : a.span.file > b.span.file ? 1 : 0) ||
      a.span.start - b.span.start,
  );
}
