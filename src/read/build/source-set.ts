// The source files of a built service, and their facts, each file read once.
import type { Artifact } from '../../model/artifact.ts';
import type { Dockerfile, Stage } from '../../model/dockerfile.ts';
import type { FileTree } from '../../model/project.ts';
import type { SourceFile } from '../../model/source.ts';
import { languageOf } from '../artifact-kind.ts';
import { onceForText } from '../disk-view.ts';
import type { CopiedFolder } from '../dockerfile/copies-of.ts';
import { foldersAbove, isWithin, joinPath } from '../paths.ts';
import { isSpringProperties } from '../source/java/properties.ts';
import { scanSource } from '../source/read-source.ts';
import type { ScannedSource } from '../source/scan.ts';
import type { TextStore } from '../text-store.ts';
import { goFiles } from './compiled.ts';
import { javaProgram } from './java.ts';
import { reachableFrom } from './reachable.ts';
import { programOf, type StartedService } from './start-command.ts';
import { filesOf, startsOf } from './started-files.ts';

/** Files of one service that are scanned: beyond this the facts would be those of a monorepo, not of a service. */
const maximumSources = 2000;

/** Larger files are bundles and data, not code that someone wrote. */
const maximumSourceBytes = 512 * 1024;

export interface SourceSet {
  readonly sources: ReadonlyMap<string, SourceFile>;
  readonly artifacts: readonly Artifact[];
  of(service: StartedService, stage: Stage, build: BuildPlace): ImageSources;
}

export interface ImageSources {
  /** What the image's command can start, the started file first. */
  readonly sources: readonly SourceFile[];
  /** Those that the command itself names, the most likely first; none when that cannot be told. */
  readonly started: readonly string[];
}

export const noSources: ImageSources = { sources: [], started: [] };

export interface BuildPlace {
  readonly context: string;
  readonly dockerfile: Dockerfile;
  readonly copies: readonly CopiedFolder[];
}

const scanOnce = onceForText(scanSource);

export function newSourceSet(files: FileTree, store: TextStore): SourceSet {
  const scanned = new Map<string, ScannedSource | undefined>();
  const sources = new Map<string, SourceFile>();
  const artifacts = new Map<string, Artifact>();
  const scan = (file: string) => {
    if (scanned.has(file)) return scanned.get(file);
    const text = store.quietly(file, maximumSourceBytes);
    const read = text.kind === 'text' ? scanOnce(file, text.text) : undefined;
    scanned.set(file, read);
    if (text.kind !== 'absent')
      artifacts.set(file, artifactOf(file, text.kind === 'text', read !== undefined));
    if (read !== undefined) sources.set(file, read.source);
    return read;
  };
  let classes: ReadonlyMap<string, string> | undefined;
  const classAt = (name: string) => {
    classes ??= classesIn(files);
    return classes.get(name);
  };
  return {
    sources,
    get artifacts() {
      return [...artifacts.values()];
    },
    of: (service, stage, build) => sourcesOf(service, stage, build, { files, store, scan, classAt }),
  };
}

interface Scanning {
  readonly files: FileTree;
  readonly store: TextStore;
  readonly scan: (file: string) => ScannedSource | undefined;
  readonly classAt: (name: string) => string | undefined;
}

function sourcesOf(
  service: StartedService,
  stage: Stage,
  build: BuildPlace,
  { files, store, scan, classAt }: Scanning,
): ImageSources {
  const read = (path: string) => {
    const file = store.quietly(path);
    return file.kind === 'text' ? file.text : undefined;
  };
  const place = { ...build, files, read, program: programOf(service, stage.image) };
  const starts = startsOf(service, stage, place);
  const java = javaProgram(stage, starts, { ...place, markOf: (file) => scan(file)?.main });
  const named = starts.filter(({ byScript }) => !byScript);
  const sure = [...filesOf(named, place).filter(isSource), ...goFiles(stage, place), ...java.started];
  const started = [...new Set([...sure, ...filesOf(starts, place).filter(isSource)])];
  const importsOf = (file: string) => scan(file)?.imports ?? [];
  const imports = { files, importsOf, read, classAt };
  const reached = reachableFrom([...started, ...java.files], imports, maximumSources).filter(isSource);
  const all = [...new Set([...reached, ...below(files, build, sure)])].slice(0, maximumSources);
  const sources = all.flatMap((file, index) => {
    const scanned = scan(file);
    const isOther = sure.length > 0 && index >= reached.length && isServer(scanned);
    return scanned === undefined || isOther ? [] : [scanned.source];
  });
  return { sources, started };
}

/** A program of its own that waits for callers: beside the one that is started, it is another one. */
function isServer(scanned: ScannedSource | undefined): boolean {
  return (
    scanned?.source.language === 'python' &&
    scanned.main !== undefined &&
    scanned.source.facts.some(({ kind }) => kind === 'listen')
  );
}

/** Files of Java by the names of their classes; of two of one name neither is known. */
function classesIn(files: FileTree): ReadonlyMap<string, string> {
  const found = new Map<string, string | undefined>();
  for (const file of files.below('')) {
    const path = /\/src\/main\/(?:java|kotlin)\/(.+)\.(?:java|kt)$/.exec(`/${file}`)?.[1];
    if (path === undefined) continue;
    const name = path.replaceAll('/', '.');
    found.set(name, found.has(name) ? undefined : file);
  }
  return new Map([...found].flatMap(([name, file]) => (file === undefined ? [] : [[name, file]])));
}

/**
 * Source files in the copied folders. When the started file is known, only those of its own package: an image that
 * copies a whole repository starts one service of it, not all.
 */
function below(files: FileTree, build: BuildPlace, started: readonly string[]): string[] {
  const folders = [...new Set(build.copies.map(({ to }) => joinPath(build.context, to)))];
  const packages = started.slice(0, 1).map((file) => packageOf(files, file, build.context));
  const found = folders.flatMap((folder) => {
    if (files.kind(folder) === 'file') return [folder];
    return files.below(packages.find((each) => isWithin(each, folder)) ?? folder);
  });
  const prefix = build.context === '' ? 0 : build.context.length + 1;
  return found.filter(
    (file) =>
      isSource(file) &&
      !isTest(file.slice(prefix)) &&
      (packages.length === 0 || packages.some((each) => isWithin(file, each))) &&
      !files.isDockerIgnored(build.context, file.slice(prefix), build.dockerfile.file),
  );
}

const marks = [
  'package.json',
  'pyproject.toml',
  'requirements.txt',
  'setup.py',
  'go.mod',
  'pom.xml',
  'build.gradle',
  'build.gradle.kts',
  'Dockerfile',
];

/** The nearest folder above a file, within the context, that looks like a package of its own. */
function packageOf(files: FileTree, file: string, context: string): string {
  for (const folder of foldersAbove(file)) {
    if (!isWithin(folder, context)) break;
    if (marks.some((mark) => files.kind(joinPath(folder, mark)) === 'file')) return folder;
  }
  return context;
}

function isSource(file: string): boolean {
  return languageOf(file) !== undefined || isSpringProperties(file);
}

function isTest(path: string): boolean {
  return /(?:^|\/)(?:tests?|__tests__|__mocks__|spec|e2e|fixtures?)\/|(?:\.|_)(?:test|spec)\.[^/]+$|(?:^|\/)(?:test_[^/]+|conftest)\.py$/.test(
    path,
  );
}

function artifactOf(file: string, isText: boolean, isRead: boolean): Artifact {
  if (isRead) return { file, kind: 'source', understood: 'yes', why: undefined };
  const why = isText
    ? `${languageOf(file) ?? 'this language'} is not read by this version`
    : 'is not text, or too large';
  return { file, kind: 'source', understood: 'no', why };
}
