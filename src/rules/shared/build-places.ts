// Where a Dockerfile is built: by compose services, by pipelines, or, where nobody says it, where its sources lie.
import { posix } from 'node:path';
import type { Span } from '../../base/span.ts';
import { nearest } from '../../base/text.ts';
import type { Dockerfile, DockerInstruction } from '../../model/dockerfile.ts';
import type { BuildLink, Project } from '../../model/project.ts';
import { contextSources, inContext, isNeeded, localBuilds, looksMade } from './build.ts';
import { contextsOf, pipelineBuildsOf } from './contexts.ts';

export interface BuildPlace {
  /** The context, relative to the root. */
  readonly context: string;
  /** Who builds it. */
  readonly by: string;
  readonly at: Span | undefined;
}

/** Builds that run the stage, as compose files and pipelines say; files that a pipeline speaks of may be made by it. */
export function statedPlaces(
  project: Project,
  dockerfile: Dockerfile,
  links: readonly BuildLink[],
  stage: number | undefined,
): readonly (BuildPlace & { readonly pipeline?: string })[] {
  const services = localBuilds(dockerfile, links, stage).map(({ context, service }) => ({
    context,
    by: service.name,
    at: service.build?.context.span,
  }));
  const pipelines = pipelineBuildsOf(project, dockerfile).flatMap(({ context, target }) => {
    if (context === undefined || inContext(context.value, '') === undefined) return [];
    const name = target?.value.toLowerCase();
    const built = dockerfile.stages.find((one) => one.name === name);
    if (stage === undefined || (name !== undefined && built === undefined)) return [];
    if (!isNeeded(dockerfile, built?.index, stage)) return [];
    const { file } = context.span;
    return [{ context: context.value, by: file, at: context.span, pipeline: file }];
  });
  return [...services, ...pipelines];
}

/** True when the pipeline says the file's name, and so may make it before the build. */
export function isSpokenOf(project: Project, pipeline: string, name: string): boolean {
  return project.files.text(pipeline, 400_000)?.includes(name) !== false;
}

/**
 * Folders from the Dockerfile's own up to the root that hold everything else which it copies by name. None where it
 * copies nothing else.
 */
export function likelyContexts(
  project: Project,
  dockerfile: Dockerfile,
  except: string,
): { readonly folders: readonly string[]; readonly others: number } {
  const paths = dockerfile.instructions.flatMap(plainSources).filter((path) => path !== except);
  const others = [...new Set(paths)];
  if (others.length === 0) return { folders: [], others: 0 };
  const folders = foldersUp(posix.dirname(dockerfile.file)).filter((folder) =>
    others.every((path) => project.files.kind(inContext(folder, path) ?? '..') !== undefined),
  );
  return { folders, others: others.length };
}

function plainSources(instruction: DockerInstruction): readonly string[] {
  return contextSources(instruction).flatMap(({ path }) => (path === '' || looksMade(path) ? [] : [path]));
}

function foldersUp(folder: string): readonly string[] {
  const folders: string[] = [];
  for (let at = folder; ; at = posix.dirname(at)) {
    folders.push(at === '.' ? '' : at);
    if (at === '.' || at === '') return folders;
  }
}

/** The contexts that are stated; where none are, the folders that hold all that is copied by name. */
export function contextsAround(
  project: Project,
  dockerfile: Dockerfile,
  links: readonly BuildLink[],
  stage: number | undefined,
): readonly string[] {
  const stated = contextsOf(project, dockerfile, links, stage);
  if (stated.length > 0 || links.length > 0) return stated;
  return likelyContexts(project, dockerfile, '').folders;
}

/** The file that is meant: written as seen from the Dockerfile's folder, or misspelt beside the one that there is. */
export function rightPath(
  path: string,
  context: string,
  dockerfile: string,
  files: readonly string[],
): string | undefined {
  const beside = posix.join(posix.dirname(dockerfile), path);
  return files.includes(beside) ? inside(context, beside) : siblingLike(path, context, files);
}

export function siblingLike(path: string, context: string, files: readonly string[]): string | undefined {
  const names = files.map((file) => inside(context, file));
  return nearest(
    path,
    names.filter((name) => posix.dirname(name) === posix.dirname(path)),
  );
}

function inside(context: string, file: string): string {
  return context === '' || context === '.' ? file : file.slice(context.length + 1);
}
