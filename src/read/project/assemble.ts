// What was read of a folder as one Project. What not every caller wants is read when it is asked for, and then once.
import { once } from '../../base/once.ts';
import type { Artifact, FileComment } from '../../model/artifact.ts';
import type { Dockerfile } from '../../model/dockerfile.ts';
import type { Project } from '../../model/project.ts';
import { type ImageSources, newSourceSet, type SourceSet } from '../build/source-set.ts';
import { maximumDocument, nearestDocuments, readDocument } from '../document/document.ts';
import { packageFiles } from '../packages/packages.ts';
import { byText } from '../paths.ts';
import { programsOf } from '../program/program.ts';
import { jobScripts, readScript, shellScriptOf } from '../script/script.ts';
import { configLinks } from '../server-config/links.ts';
import { checkedSettings } from '../settings/check.ts';
import { linkedArtifacts } from './artifacts.ts';
import { commentsOf } from './comments.ts';
import { buildLinks, imageSourcesOf } from './links.ts';
import { dockerfileAt, looseProblems, type Reading } from './reading.ts';
import type { ReviewReading } from './review.ts';

interface Parts extends ReviewReading {
  readonly artifacts: () => Artifact[];
  readonly withoutBuilds?: boolean | undefined;
}

export function projectOf(reading: Reading, parts: Parts): Project {
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
    policy: parts.policy,
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

function documentsOf(paths: readonly string[], { store }: Reading): Project['documents'] {
  return nearestDocuments(paths).flatMap((path) => {
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
