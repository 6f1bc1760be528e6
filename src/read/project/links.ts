// From the services of a stack to what they are built from.
import type { Dockerfile } from '../../model/dockerfile.ts';
import type { BuildLink, FileTree } from '../../model/project.ts';
import type { Build, Service, Stack } from '../../model/service.ts';
import { type ImageSources, noSources, type SourceSet } from '../build/source-set.ts';
import { copiesOf } from '../dockerfile/copies-of.ts';
import { dockerfileOf } from '../dockerfile/dockerfile.ts';
import { foldersAbove, insidePath, joinPath } from '../paths.ts';
import type { TextStore } from '../text-store.ts';

export interface LinkSources {
  readonly store: TextStore;
  readonly files: FileTree;
  /** The Dockerfile at a path, read once. */
  readonly dockerfileAt: (file: string) => Dockerfile | undefined;
  /** Made when sources are first asked for. */
  readonly sources: () => SourceSet;
}

export function buildLinks(stack: Stack, from: LinkSources): readonly BuildLink[] {
  const links: BuildLink[] = [];
  for (const service of stack.services.values()) {
    if (service.build !== undefined) links.push(linkOf(stack, service, service.build, from));
  }
  return links;
}

function linkOf(stack: Stack, service: Service, build: Build, from: LinkSources): BuildLink {
  const context = build.isRemote
    ? build.context.value
    : (insidePath(build.context.value) ?? build.context.value);
  const dockerfile = build.isRemote ? undefined : dockerfileFor(service, build, from);
  const stage = dockerfile === undefined ? undefined : stageOf(dockerfile, build.target?.value);
  const link = { stack, service, context, dockerfile, stage, how: 'declared' as const };
  let found: ImageSources | undefined;
  // Scanning code costs more than all the rest, and deploying never asks for it.
  const sources = () => {
    found ??= sourcesOf(link, from);
    return found;
  };
  return {
    ...link,
    get sources() {
      return sources().sources;
    },
    get started() {
      return sources().started;
    },
  };
}

function dockerfileFor(service: Service, build: Build, from: LinkSources): Dockerfile | undefined {
  const { inline } = build;
  if (inline === undefined)
    return dockerfileNamed(insidePath(build.dockerfile.value) ?? build.dockerfile.value, from);
  // Its own name, so that positions are those in the inline text and not in the compose file.
  const file = `${inline.span.file}#services.${service.name}.build.dockerfile_inline`;
  from.store.texts.set(file, { file, text: inline.value });
  return dockerfileOf(file, inline.value);
}

/** The target by name or number, or the last stage; undefined when there is no such stage. */
export function stageOf(dockerfile: Dockerfile, target: string | undefined): number | undefined {
  const { stages } = dockerfile;
  if (target === undefined || target === '') return stages.at(-1)?.index;
  const named = stages.findLast(({ name }) => name === target.toLowerCase());
  return (named ?? (/^\d+$/.test(target) ? stages[Number(target)] : undefined))?.index;
}

/**
 * Sources of an image that only manifests name. The context is not written there: the folder of the Dockerfile, or
 * the nearest above it that holds everything that is copied.
 */
export function imageSourcesOf(dockerfile: Dockerfile, from: LinkSources): ImageSources {
  const stage = dockerfile.stages.at(-1);
  if (stage === undefined || dockerfile.file.includes('#')) return noSources;
  const context = foldersAbove(dockerfile.file)
    .slice(0, 4)
    .find((folder) => holdsCopied(dockerfile, folder, from.files));
  if (context === undefined) return noSources;
  const copies = copiesOf(dockerfile, stage.index, (path) => from.files.kind(joinPath(context, path)));
  const service = { command: undefined, entrypoint: undefined, workingDir: undefined };
  return from.sources().of(service, stage, { context, dockerfile, copies });
}

function holdsCopied(dockerfile: Dockerfile, folder: string, files: FileTree): boolean {
  const copied = dockerfile.instructions
    .filter(({ keyword, flags }) => keyword === 'COPY' && !flags.some(({ name }) => name === 'from'))
    .flatMap(({ args }) => args.slice(0, -1).map(({ value }) => value))
    .filter((path) => /^[\w./-]+$/.test(path) && !/\.jar$|(?:^|\/)(?:target|build|dist)\//.test(path));
  return copied.every((path) => files.kind(joinPath(folder, path.replace(/^\/+/, ''))) !== undefined);
}

function sourcesOf(link: Omit<BuildLink, 'sources' | 'started'>, from: LinkSources): ImageSources {
  const { dockerfile, context, service } = link;
  const stage = link.stage === undefined ? undefined : dockerfile?.stages[link.stage];
  if (dockerfile === undefined || stage === undefined) return noSources;
  const kindOf = (path: string) => from.files.kind(joinPath(context, path));
  const copies = copiesOf(dockerfile, stage.index, kindOf, service.build?.args);
  return from.sources().of(service, stage, { context, dockerfile, copies });
}

/** BuildKit takes `dockerfile` where there is no `Dockerfile`. */
function dockerfileNamed(path: string, { dockerfileAt, files }: LinkSources): Dockerfile | undefined {
  const lower = path.replace(/Dockerfile$/, 'dockerfile');
  return dockerfileAt(files.kind(path) === undefined && files.kind(lower) === 'file' ? lower : path);
}
