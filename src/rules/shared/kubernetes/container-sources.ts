// The code that a container starts, where its image is built from the repository.
import type { Container } from '../../../model/kubernetes.ts';
import type { Project } from '../../../model/project.ts';
import type { SourceFile } from '../../../model/source.ts';
import { type BuiltImage, builtImageOf } from '../built-image.ts';
import { isTestPath } from '../source.ts';
import { workloadsOf } from './object-index.ts';

export interface ContainerSources {
  readonly built: BuiltImage;
  /** Tests left out. */
  readonly sources: readonly SourceFile[];
}

/** Undefined where the image is not built here, or where the manifest starts something else in it. */
export function sourcesOf(project: Project, container: Container): ContainerSources | undefined {
  if (container.command.length > 0) return undefined;
  const built = builtImageOf(project, container);
  if (built === undefined) return undefined;
  const all = built.link?.sources ?? project.imageSources(built.dockerfile);
  const sources = all.filter(({ file }) => !isTestPath(file));
  return sources.length === 0 ? undefined : { built, sources };
}

/** The code of all images that are deployed, each file once, tests among it. */
export function* deployedSources(project: Project): Iterable<SourceFile> {
  const told = new Set<string>();
  const inPods = project.kubernetes.sets.flatMap((set) =>
    workloadsOf(set).flatMap(({ pod }) =>
      pod.containers.flatMap((container) => sourcesOf(project, container)?.sources ?? []),
    ),
  );
  for (const source of [...project.sources.values(), ...inPods]) {
    if (told.has(source.file)) continue;
    told.add(source.file);
    yield source;
  }
}
