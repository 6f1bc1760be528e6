// A folder on disk -> Project. Nothing of the repository is run, and nothing is read twice.
import { resolve } from 'node:path';
import { messageOf, SeaworthyError } from '../base/errors.ts';
import type { Artifact, FileComment } from '../model/artifact.ts';
import { type Ci, noCi } from '../model/ci.ts';
import type { Dockerfile } from '../model/dockerfile.ts';
import type { HelmChart } from '../model/helm.ts';
import type { KubernetesFiles } from '../model/kubernetes.ts';
import type { Project } from '../model/project.ts';
import type { Stack } from '../model/service.ts';
import type { Settings } from '../model/settings.ts';
import { noTerraform, type Terraform } from '../model/terraform.ts';
import type { WaiverFile } from '../model/waiver-file.ts';
import { type ImageSources, newSourceSet, type SourceSet } from './build/source-set.ts';
import type { ComposeSteps } from './compose/context.ts';
import type { Discovery } from './discover.ts';
import { realPath, targetAt } from './disk.ts';
import { maximumDocument, readDocument } from './document/document.ts';
import { packageFiles } from './packages/packages.ts';
import { byText } from './paths.ts';
import { programsOf } from './program/program.ts';
import { artifactsOf, linkedArtifacts } from './project/artifacts.ts';
import { chooseFiles, chosenSet, profilesOf, projectNameOf, settingsFileIn } from './project/chosen-set.ts';
import { commentsOf } from './project/comments.ts';
import { buildLinks, imageSourcesOf } from './project/links.ts';
import {
  dockerfileAt,
  looseProblems,
  newReading,
  type Reading,
  readStack,
  settingsFor,
} from './project/reading.ts';
import type { ReviewReading } from './project/review.ts';
import { jobScripts, readScript, shellScriptOf } from './script/script.ts';
import { configLinks } from './server-config/links.ts';
import { checkedSettings } from './settings/check.ts';

export interface ReadOptions {
  /** Folder of the project. For `deploy` compose files are also looked for above it, as docker compose does. */
  readonly root: string;
  /** `review`: everything there is. `deploy`: the one stack that is meant. */
  readonly scope: 'review' | 'deploy';
  /** Files and folders to review, relative to the root; everything when absent. */
  readonly paths?: readonly string[];
  /** `-f`, in merge order, relative to the root. */
  readonly composeFiles?: readonly string[];
  /** `--env-file`, relative to the root; they take the place of `.env`. */
  readonly envFiles?: readonly string[];
  /** True when the root was asked for (`--project-directory`): paths start there, wherever the files lie. */
  readonly hasOwnFolder?: boolean;
  /** `-e`: the overlay. */
  readonly environment?: string;
  readonly projectName?: string;
  /** True when charts are rendered by the helm on PATH: the user trusts the repository so far. */
  readonly helm?: boolean;
  /** True when what services are built from is not looked at. */
  readonly withoutBuilds?: boolean;
  /** What of resolving is left out. */
  readonly steps?: ComposeSteps;
  readonly profiles?: readonly string[];
  /** For a review: told how many deployment files were found, before they are read. */
  readonly onFound?: (files: number) => Promise<void>;
  /** Variables of the process; for a review that must say the same everywhere, none. */
  readonly processEnv: Readonly<Record<string, string>>;
}

/**
 * Reads a project. Mistakes in files are problems in the answer; what is thrown is a `SeaworthyError` about the
 * request itself: a root, a path or an environment that does not exist. Without compose files there is no stack.
 */
export async function readProject(options: ReadOptions): Promise<Project> {
  const root = realRoot(options.root);
  return options.scope === 'review' ? forReview({ ...options, root }) : forDeploy({ ...options, root });
}

async function forReview(options: ReadOptions): Promise<Project> {
  // Manifests and workflows take a large reader, which a rollout has no use for.
  const { readForReview } = await import('./project/review.ts');
  const reading = newReading(options.root, 'review');
  const read = await readForReview(reading, options);
  const found = options.helm === true ? await withHelm(read, reading) : read;
  const artifacts = () => artifactsOf(reading, found);
  return projectOf(reading, { ...found, artifacts });
}

/** Only who asks for it pays for what runs programs. */
async function withHelm(found: ReviewReading, reading: Reading): Promise<ReviewReading> {
  const { withCharts } = await import('./helm/with-charts.ts');
  return { ...found, kubernetes: withCharts(found.kubernetes, found.charts, reading) };
}

function forDeploy(options: ReadOptions): Project {
  const chosen = chooseFiles(options);
  const reading = newReading(chosen?.root ?? options.root, 'deploy');
  const own = chosen === undefined ? undefined : settingsBeside(reading, chosen.files);
  const settings = settingsFor(reading, own, chosen?.files ?? []);
  const set = chosen === undefined ? undefined : chosenSet(chosen, options, settings);
  const stacks: Stack[] = [];
  if (chosen !== undefined && set !== undefined) {
    const projectName = projectNameOf(chosen, options) ?? settings?.stack?.value;
    const profiles = profilesOf(chosen, options);
    const { processEnv, steps } = options;
    stacks.push(readStack(reading, set, { projectName, processEnv, profiles, steps, absolutePaths: true }));
  }
  const files = set?.files.map((path) => ({ path, kind: 'compose' as const, unreadable: undefined })) ?? [];
  const { withoutBuilds } = options;
  const kubernetes = { sets: [], problems: [], partly: new Map<string, string>(), further: [] };
  const discovery = { files, skipped: [] };
  const found = {
    stacks,
    kubernetes,
    charts: [],
    terraform: noTerraform,
    settings,
    otherSettings: [],
    discovery,
    withoutBuilds,
    ci: noCi,
    waiverFiles: [],
  };
  return projectOf(reading, { ...found, artifacts: () => artifactsOf(reading, found) });
}

/** `seaworthy.yaml` beside the first compose file. */
function settingsBeside(reading: Reading, files: readonly string[]): string | undefined {
  const folder = files[0]?.includes('/') ? files[0].slice(0, files[0].lastIndexOf('/')) : '';
  const name = settingsFileIn(resolve(reading.root, folder));
  return name === undefined ? undefined : folder === '' ? name : `${folder}/${name}`;
}

interface Parts {
  readonly stacks: readonly Stack[];
  readonly kubernetes: KubernetesFiles;
  readonly charts: readonly HelmChart[];
  readonly terraform: Terraform;
  readonly settings: Settings | undefined;
  readonly otherSettings: readonly Settings[];
  readonly artifacts: () => Artifact[];
  readonly discovery: Discovery;
  readonly ci: Ci;
  readonly waiverFiles: readonly WaiverFile[];
  readonly withoutBuilds?: boolean | undefined;
}

function projectOf(reading: Reading, parts: Parts): Project {
  const { root, files, store, dockerfiles, envFiles } = reading;
  const sources = once(() => newSourceSet(files, store));
  const from = { store, files, dockerfileAt: (file: string) => dockerfileAt(reading, file), sources };
  const exists = (file: string) => files.kind(file) === 'file';
  const settings = parts.settings && checkedSettings(parts.settings, parts.stacks, exists);
  const built = parts.withoutBuilds === true ? [] : parts.stacks;
  const builds = built.flatMap((stack) => buildLinks(stack, from));
  // Reading the links draws in the Dockerfiles they name, so that artifacts and problems come after it.
  const serverConfigs = once(() => configLinks(built, builds, { files, read: (file) => store.read(file) }));
  const imageSources = new Map<Dockerfile, ImageSources>();
  const sourcesOf = (dockerfile: Dockerfile) => {
    const known = imageSources.get(dockerfile) ?? imageSourcesOf(dockerfile, from);
    imageSources.set(dockerfile, known);
    return known;
  };
  const scripts = once(() => [
    ...scriptsOf(parts.discovery.scripts ?? [], reading),
    ...jobScripts(parts.ci.gitlabRuns),
  ]);
  const documents = once(() => documentsOf(parts.discovery.documents ?? [], reading));
  const packages = once(() => packageFiles(files, (file) => store.quietly(file)));
  const programs = once(() => programsOf(files, (file) => store.quietly(file)));
  let lastComments: { readonly file: string; readonly comments: readonly FileComment[] } | undefined;
  const readArtifacts = parts.artifacts();
  const artifacts = once(() => {
    const scanned = allSources(builds, sources()).artifacts;
    const read = [...readArtifacts, ...scanned];
    const listed = new Set(read.map(({ file }) => file));
    const linked = linkedArtifacts(scripts(), serverConfigs()).filter(({ file }) => !listed.has(file));
    return [...read, ...linked].sort((a, b) => byText(a.file, b.file));
  });
  return {
    root,
    get artifacts() {
      return artifacts();
    },
    skipped: parts.discovery.skipped,
    stacks: parts.stacks,
    kubernetes: parts.kubernetes,
    charts: parts.charts,
    terraform: parts.terraform,
    dockerfiles: sorted(dockerfiles),
    envFiles: sorted(envFiles),
    get sources() {
      return allSources(builds, sources()).sources;
    },
    builds,
    get serverConfigs() {
      return serverConfigs();
    },
    get scripts() {
      return scripts();
    },
    scriptAt(file) {
      const found = /\.(?:ba|z)?sh$/.test(file) ? store.quietly(file) : undefined;
      return found?.kind === 'text' ? shellScriptOf(file, found.text) : undefined;
    },
    get documents() {
      return documents();
    },
    get packages() {
      return packages();
    },
    get programs() {
      return programs();
    },
    imageSources: (dockerfile) => sourcesOf(dockerfile).sources,
    imageStarted: (dockerfile) => sourcesOf(dockerfile).started,
    settings,
    ci: parts.ci,
    waiverFiles: parts.waiverFiles,
    texts: store.texts,
    comments(file) {
      const kind = dockerfiles.has(file) ? 'dockerfile' : envFiles.has(file) ? 'env' : undefined;
      const text = store.texts.get(file)?.text;
      // Whoever asks goes on to ask of the same file.
      if (lastComments?.file !== file)
        lastComments = { file, comments: text === undefined ? [] : commentsOf(file, text, kind) };
      return lastComments.comments;
    },
    files,
    problems: looseProblems(reading, [...parts.otherSettings, ...parts.waiverFiles], parts.discovery.files),
  };
}

function scriptsOf(paths: readonly string[], { store }: Reading): Project['scripts'] {
  return paths.flatMap((path) => {
    const found = store.quietly(path);
    const script = found.kind === 'text' ? readScript(path, found.text) : undefined;
    return script === undefined ? [] : [script];
  });
}

/** Documents further in are seldom about how the whole is deployed. */
const maximumDocuments = 200;

function documentsOf(paths: readonly string[], { store }: Reading): Project['documents'] {
  const depth = (path: string) => path.split('/').length;
  const nearest = paths.toSorted((a, b) => depth(a) - depth(b)).slice(0, maximumDocuments);
  return nearest.flatMap((path) => {
    const found = store.quietly(path, maximumDocument);
    if (found.kind !== 'text') return [];
    const document = readDocument(path, found.text);
    const { blocks, tables, addresses } = document;
    return blocks.length + tables.length + addresses.length === 0 ? [] : [document];
  });
}

/** The set once every link has been scanned: links scan when they are asked. */
function allSources(builds: Project['builds'], sources: SourceSet): SourceSet {
  for (const link of builds) void link.sources;
  return sources;
}

function sorted<T>(files: ReadonlyMap<string, T>): ReadonlyMap<string, T> {
  return new Map([...files].sort(([a], [b]) => byText(a, b)));
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** The folder itself, links resolved. @throws SeaworthyError NO_PROJECT */
export function realRoot(path: string): string {
  try {
    const root = realPath(resolve(path));
    if (targetAt(root).isDirectory()) return root;
  } catch (error) {
    throw new SeaworthyError('NO_PROJECT', `the folder ${path} cannot be read (${messageOf(error)})`, {
      hint: 'Name the folder that holds the project.',
      cause: error,
    });
  }
  throw new SeaworthyError('NO_PROJECT', `${path} is not a folder`, {
    hint: 'Name the folder that holds the project.',
  });
}
