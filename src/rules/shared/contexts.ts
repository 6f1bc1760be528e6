// The folders from which a Dockerfile is built, by compose services and by pipelines.
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
  for (const build of project.ci.imageBuilds) {
    const context = build.dockerfile === dockerfile ? build.context?.value : undefined;
    if (context !== undefined && inContext(context, '') !== undefined) contexts.push(context);
  }
  return [...new Set(contexts.map((context) => (context === '.' ? '' : context)))];
}
