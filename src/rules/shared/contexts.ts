// The folders from which a Dockerfile is built, by compose services and by pipelines.
import { groupBy } from '../../base/group.ts';
import type { ImageBuild } from '../../model/ci.ts';
import type { Dockerfile } from '../../model/dockerfile.ts';
import type { BuildLink, Project } from '../../model/project.ts';
import { inContext, localBuilds } from './build.ts';

/** Contexts of the repository whose build runs the stage, each once. */
export function contextsOf(
  project: Project,
  dockerfile: Dockerfile,
  links: readonly BuildLink[],
  stage: number | undefined,
): readonly string[] {
  const contexts = localBuilds(dockerfile, links, stage).map(({ context }) => context);
  for (const build of pipelineBuildsOf(project, dockerfile)) {
    const context = build.context?.value;
    if (context !== undefined && inContext(context, '') !== undefined) contexts.push(context);
  }
  return [...new Set(contexts.map((context) => (context === '.' ? '' : context)))];
}

const cache = new WeakMap<Project, ReadonlyMap<Dockerfile | undefined, readonly ImageBuild[]>>();

/** Steps and jobs of pipelines that build the Dockerfile. */
export function pipelineBuildsOf(project: Project, dockerfile: Dockerfile): readonly ImageBuild[] {
  const known = cache.get(project) ?? groupBy(project.ci.imageBuilds, (build) => build.dockerfile);
  cache.set(project, known);
  return known.get(dockerfile) ?? [];
}
