// Reads all that a repository holds, for review.
import type { Ci } from '../../model/ci.ts';
import type { HelmChart } from '../../model/helm.ts';
import type { KubernetesFiles } from '../../model/kubernetes.ts';
import type { Policy } from '../../model/policy.ts';
import type { Stack } from '../../model/service.ts';
import type { Settings } from '../../model/settings.ts';
import type { Terraform } from '../../model/terraform.ts';
import type { WaiverFile } from '../../model/waiver-file.ts';
import { overlayEnvironment } from '../compose/discover.ts';
import { type Discovery, discover, type FoundFile } from '../discover.ts';
import { onceForTexts } from '../disk-view.ts';
import { type ChartSources, readChart } from '../helm/chart.ts';
import { readKubernetes } from '../kubernetes/kubernetes.ts';
import { byText, folderOf, joinPath } from '../paths.ts';
import type { ReadOptions } from '../project.ts';
import { ignoreListNames, readIgnoreList } from '../settings/ignore-lists.ts';
import { joinedPolicy, policyOfTool } from '../settings/policy.ts';
import { readWaiverFile } from '../settings/waiver-file.ts';

import { readTerraform } from '../terraform/terraform.ts';

import { unfilledReason } from '../unfilled.ts';

import { readCi } from './ci.ts';
import { type ComposeSet, composeSets, envFilesOf } from './compose-sets.ts';
import { addEnvFile, dockerfileAt, type Reading, readStack, settingsFor } from './reading.ts';

export interface ReviewReading {
  readonly waiverFiles: readonly WaiverFile[];
  readonly stacks: readonly Stack[];
  readonly kubernetes: KubernetesFiles;
  readonly charts: readonly HelmChart[];
  readonly terraform: Terraform;
  readonly settings: Settings | undefined;
  readonly otherSettings: readonly Settings[];
  readonly discovery: Discovery;
  readonly ci: Ci;
  readonly policy: Policy;
}

const kubernetesOnce = onceForTexts<KubernetesFiles>();

export async function readForReview(reading: Reading, options: ReadOptions): Promise<ReviewReading> {
  const { root, gitIgnore, lists } = reading;
  const discovery = withoutTemplates(reading, discover(root, { paths: options.paths, gitIgnore, lists }));
  await options.onFound?.(discovery.files.length);
  const readable = discovery.files.filter(({ unreadable }) => unreadable === undefined);
  const around = options.paths === undefined ? [] : configurationAround(reading, options.paths);
  const named = (kind: FoundFile['kind']) => [
    ...new Set([...readable, ...around].filter((file) => file.kind === kind).map(({ path }) => path)),
  ];
  const ownSettings = new Map<string, Settings>();
  for (const file of named('settings')) {
    const settings = settingsFor(reading, file, []);
    if (settings !== undefined && !ownSettings.has(folderOf(file))) ownSettings.set(folderOf(file), settings);
  }
  const sets =
    options.composeFiles === undefined
      ? setsOf(reading, named('compose'), ownSettings)
      : [givenSet(reading, options, options.composeFiles)];
  const stacks = readSets(reading, sets, options);
  for (const file of named('dockerfile')) dockerfileAt(reading, file);
  for (const file of named('env')) addEnvFile(reading, file);
  const charts = named('helm').map((file) => readChart(file, chartSources(reading)));
  const manifests = named('kubernetes');
  // As a whole: what is known of a container hangs on all manifests beside it.
  const kubernetes = kubernetesOnce(JSON.stringify([root, manifests]), reading.store.read, (read) =>
    readKubernetes({ files: manifests, read, inChart: (file) => isInChart(reading, file) }),
  );
  const terraform = readTerraform(named('terraform'), (file) => reading.store.read(file));
  const first = stacks[0];
  const settings =
    ownSettings.get(first?.folder ?? '') ??
    settingsFor(reading, undefined, first?.files ?? []) ??
    [...ownSettings.values()][0];
  const ci = readCi(reading, readable);
  const waiverFiles = named('waivers').map((file) => {
    const text = reading.store.read(file) ?? '';
    return readIgnoreList(file, text) ?? readWaiverFile(file, text);
  });
  const ofTools = named('waivers').map((file) => policyOfTool(file, reading.store.read(file) ?? ''));
  const policy = joinedPolicy([settings?.policy, ...ofTools]);
  const otherSettings = [...ownSettings.values()].filter((each) => each !== settings);
  return {
    stacks,
    kubernetes,
    charts,
    terraform,
    settings,
    otherSettings,
    discovery,
    ci,
    waiverFiles,
    policy,
  };
}

function chartSources(reading: Reading): ChartSources {
  return { read: (file) => reading.store.read(file), files: reading.files };
}

/** Settings and waivers in the folders above the paths that are reviewed: they count for a single file too. */
function configurationAround(
  { files }: Reading,
  paths: readonly string[],
): readonly Pick<FoundFile, 'path' | 'kind'>[] {
  const folders = new Set(['']);
  for (const path of paths) {
    for (let folder = folderOf(path); folder !== '' && !folder.startsWith('..'); folder = folderOf(folder))
      folders.add(folder);
  }
  const names = [
    ...['seaworthy.yaml', 'seaworthy.yml'].map((name) => ({ name, kind: 'settings' as const })),
    ...['seaworthy.waivers.yaml', 'seaworthy.waivers.yml', ...ignoreListNames].map((name) => ({
      name,
      kind: 'waivers' as const,
    })),
  ];
  return [...folders]
    .flatMap((folder) => names.map(({ name, kind }) => ({ path: joinPath(folder, name), kind })))
    .filter(({ path }) => files.kind(path) === 'file');
}

function withoutTemplates({ store }: Reading, discovery: Discovery): Discovery {
  const files = discovery.files.map((file) => {
    const text = file.unreadable === undefined && file.kind !== 'source' ? store.read(file.path) : undefined;
    const why = text === undefined ? undefined : unfilledReason(file.kind, text);
    return why === undefined ? file : { ...file, unreadable: why };
  });
  return { ...discovery, files };
}

/** Below the `templates` of a folder that has a Chart.yaml. */
function isInChart(reading: Reading, file: string): boolean {
  return [...file.matchAll(/(?:^|\/)templates\//g)].some(
    ({ index }) => reading.files.kind(joinPath(file.slice(0, index), 'Chart.yaml')) === 'file',
  );
}

/** Sets of all folders, the outermost first. */
function setsOf(
  reading: Reading,
  files: readonly string[],
  settings: ReadonlyMap<string, Settings>,
): ComposeSet[] {
  const folders = new Map<string, string[]>();
  for (const file of files) {
    const folder = folderOf(file);
    const known = folders.get(folder);
    if (known === undefined) folders.set(folder, [file]);
    else known.push(file);
  }
  const depth = (folder: string) => (folder === '' ? 0 : folder.split('/').length);
  const order = [...folders.keys()].sort((a, b) => depth(a) - depth(b) || byText(a, b));
  const sources = {
    read: (file: string) => reading.store.read(file),
    exists: (file: string) => reading.files.kind(file) === 'file',
    settingsOf: (folder: string) => settings.get(folder),
  };
  return order.flatMap((folder) => composeSets(folder, folders.get(folder) ?? [], sources));
}

/** With `-f` the user says which files make the stack, as for deploying. */
function givenSet(reading: Reading, options: ReadOptions, files: readonly string[]): ComposeSet {
  const folder = folderOf(files[0] ?? '');
  const { environment } = options;
  const exists = (file: string) => reading.files.kind(file) === 'file';
  return {
    folder,
    files,
    environment,
    envFiles: options.envFiles ?? envFilesOf(folder, environment, exists),
  };
}

/** A file that others include or extend from is read with them; it is no stack, and no overlay of the base beside it. */
function isDrawnIn({ drawnIn }: Reading, { files, environment }: ComposeSet): boolean {
  const isOverlay = files.length === 2 && environment !== undefined;
  return (files.length === 1 || isOverlay) && drawnIn.has(files.at(-1) ?? '');
}

/** Bases first, so that files which they include or extend are known before such files are read for themselves. */
function readSets(reading: Reading, sets: readonly ComposeSet[], options: ReadOptions): Stack[] {
  const isBase = ({ files, environment }: ComposeSet) =>
    environment === undefined && files[0] !== undefined && overlayEnvironment(files[0]) === undefined;
  const wanted = sets.filter(
    (set) => options.environment === undefined || set.environment === options.environment,
  );
  const chosen = wanted.length === 0 ? sets : wanted;
  const stacks = new Map<ComposeSet, Stack>();
  for (const set of [...chosen.filter(isBase), ...chosen.filter((each) => !isBase(each))]) {
    const isPart = isDrawnIn(reading, set);
    const isEmpty = set.files.every((file) => reading.store.read(file) === undefined);
    if (isPart || isEmpty) continue;
    const { projectName, processEnv } = options;
    const withEnvFiles = options.envFiles === undefined ? set : { ...set, envFiles: options.envFiles };
    // All profiles: what is not started today is reviewed all the same.
    stacks.set(
      set,
      readStack(reading, withEnvFiles, { projectName, processEnv, profiles: options.profiles ?? ['*'] }),
    );
  }
  reading.composeFiles.clear();
  return sets.flatMap((set) => stacks.get(set) ?? []);
}
