// Reads all that a repository holds, for review.
import { type Ci, noCi } from '../../model/ci.ts';
import type { HelmChart } from '../../model/helm.ts';
import { type KubernetesFiles, noManifests } from '../../model/kubernetes.ts';
import { noPolicy, type Policy } from '../../model/policy.ts';
import type { Stack } from '../../model/service.ts';
import type { Settings } from '../../model/settings.ts';
import { noTerraform, type Terraform } from '../../model/terraform.ts';
import type { WaiverFile } from '../../model/waiver-file.ts';
import { type Discovery, discover, type FoundFile } from '../discover.ts';
import { onceForTexts } from '../disk-view.ts';
import { nearestDocuments } from '../document/document.ts';
import { folderOf, joinPath } from '../paths.ts';
import type { ReadOptions } from '../project.ts';
import { ignoreListNames } from '../settings/ignore-lists.ts';
import { unfilledReason } from '../unfilled.ts';
import { addEnvFile, dockerfileAt, type Reading } from './reading.ts';
import type { ComposeFiles } from './stacks.ts';

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

type Named = (...kinds: readonly FoundFile['kind'][]) => readonly string[];

/** Each reader is loaded where there is something to read for it: one file takes no longer for all that might be there. */
export async function readForReview(reading: Reading, options: ReadOptions): Promise<ReviewReading> {
  const { root, gitIgnore, lists } = reading;
  const discovery = withoutTemplates(reading, discover(root, { paths: options.paths, gitIgnore, lists }));
  await options.onFound?.(discovery.files.length);
  const readable = discovery.files.filter(({ unreadable }) => unreadable === undefined);
  const around = options.paths === undefined ? [] : configurationAround(reading, options.paths);
  const named: Named = (...kinds) => [
    ...new Set([...readable, ...around].filter(({ kind }) => kinds.includes(kind)).map(({ path }) => path)),
  ];
  const ownSettings = await ownSettingsOf(reading, named('settings'));
  const naming = [
    ...(discovery.scripts ?? []),
    ...named('workflow', 'action', 'gitlab-ci', 'env', 'compose'),
    ...nearestDocuments(discovery.documents ?? []),
  ];
  const stacks = await stacksOf(reading, { found: named('compose'), naming, settings: ownSettings }, options);
  for (const file of named('dockerfile')) dockerfileAt(reading, file);
  for (const file of named('env')) addEnvFile(reading, file);
  const charts = await chartsOf(reading, named('helm'));
  const kubernetes = await kubernetesOf(reading, named('kubernetes'));
  const terraform = await terraformOf(reading, named('terraform'));
  const settings = await settingsOf(reading, ownSettings, stacks);
  const ci = await ciOf(reading, readable);
  const waivers = await waiversOf(reading, named('waivers'), settings);
  const otherSettings = [...ownSettings.values()].filter((each) => each !== settings);
  return { stacks, kubernetes, charts, terraform, settings, otherSettings, discovery, ci, ...waivers };
}

/** By folder. */
async function ownSettingsOf(
  reading: Reading,
  files: readonly string[],
): Promise<ReadonlyMap<string, Settings>> {
  const own = new Map<string, Settings>();
  if (files.length === 0) return own;
  const { settingsFor } = await import('./settings-for.ts');
  for (const file of files) {
    const settings = settingsFor(reading, file, []);
    if (settings !== undefined && !own.has(folderOf(file))) own.set(folderOf(file), settings);
  }
  return own;
}

/** Those beside the first stack, or else what its files say of it. */
async function settingsOf(
  reading: Reading,
  own: ReadonlyMap<string, Settings>,
  [first]: readonly Stack[],
): Promise<Settings | undefined> {
  const beside = own.get(first?.folder ?? '');
  if (beside !== undefined || first === undefined) return beside ?? [...own.values()][0];
  const { settingsFor } = await import('./settings-for.ts');
  return settingsFor(reading, undefined, first.files) ?? [...own.values()][0];
}

async function stacksOf(
  reading: Reading,
  files: ComposeFiles,
  options: ReadOptions,
): Promise<readonly Stack[]> {
  const isNone = files.found.length === 0 && files.settings.size === 0;
  if (isNone && options.composeFiles === undefined) return [];
  const { readStacks } = await import('./stacks.ts');
  return readStacks(reading, files, options);
}

async function chartsOf({ store, files }: Reading, found: readonly string[]): Promise<readonly HelmChart[]> {
  if (found.length === 0) return [];
  const { readChart } = await import('../helm/chart.ts');
  return found.map((file) => readChart(file, { read: (path) => store.read(path), files }));
}

async function kubernetesOf(reading: Reading, files: readonly string[]): Promise<KubernetesFiles> {
  if (files.length === 0) return noManifests;
  const { readKubernetes } = await import('../kubernetes/kubernetes.ts');
  // As a whole: what is known of a container hangs on all manifests beside it.
  return kubernetesOnce(JSON.stringify([reading.root, files]), reading.store.read, (read) =>
    readKubernetes({ files, read, inChart: (file) => isInChart(reading, file) }),
  );
}

async function terraformOf({ store }: Reading, files: readonly string[]): Promise<Terraform> {
  if (files.length === 0) return noTerraform;
  const { readTerraform } = await import('../terraform/terraform.ts');
  return readTerraform(files, (file) => store.read(file));
}

async function ciOf(reading: Reading, found: readonly FoundFile[]): Promise<Ci> {
  if (!found.some(({ kind }) => pipelineKinds.has(kind))) return noCi;
  const { readCi } = await import('./ci.ts');
  return readCi(reading, found);
}

const pipelineKinds: ReadonlySet<FoundFile['kind']> = new Set([
  'workflow',
  'action',
  'gitlab-ci',
  'dependabot',
  'pre-commit',
]);

async function waiversOf(
  { store }: Reading,
  files: readonly string[],
  settings: Settings | undefined,
): Promise<Pick<ReviewReading, 'waiverFiles' | 'policy'>> {
  if (files.length === 0 && settings === undefined) return { waiverFiles: [], policy: noPolicy };
  const { readIgnoreList } = await import('../settings/ignore-lists.ts');
  const { readWaiverFile } = await import('../settings/waiver-file.ts');
  const { joinedPolicy, policyOfTool } = await import('../settings/policy.ts');
  const texts = files.map((file) => ({ file, text: store.read(file) ?? '' }));
  return {
    waiverFiles: texts.map(({ file, text }) => readIgnoreList(file, text) ?? readWaiverFile(file, text)),
    policy: joinedPolicy([settings?.policy, ...texts.map(({ file, text }) => policyOfTool(file, text))]),
  };
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
