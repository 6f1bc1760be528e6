// From a container to the Dockerfile of the repository that its image is built from.
import type { Dockerfile, Stage } from '../../../model/dockerfile.ts';
import type { Container } from '../../../model/kubernetes.ts';
import type { BuildLink, Project } from '../../../model/project.ts';
import { parseImage } from '../image.ts';

export interface BuiltImage {
  readonly dockerfile: Dockerfile;
  readonly stage: Stage;
  /** The compose service that is built into the image, where one names it. */
  readonly link: BuildLink | undefined;
  /** `by-name`: only the folder of the Dockerfile is called like the image. */
  readonly how: 'declared' | 'by-name';
}

const images = new WeakMap<Project, ReadonlyMap<string, BuiltImage>>();

export function builtImageOf(project: Project, { image }: Pick<Container, 'image'>): BuiltImage | undefined {
  const name = image === undefined ? undefined : parseImage(image.value)?.repository;
  if (name === undefined) return undefined;
  const known = images.get(project) ?? builtImages(project);
  images.set(project, known);
  return known.get(name) ?? known.get(`folder ${name.split('/').at(-1)}`);
}

/**
 * By repository where a compose service with `build`, or a pipeline, gives it, else by the folder of the Dockerfile.
 */
function builtImages(project: Project): ReadonlyMap<string, BuiltImage> {
  const found = new Map<string, BuiltImage>();
  const linkOf = new Map(project.builds.map((link) => [link.dockerfile, link]));
  const folders = new Map<string, Dockerfile[]>();
  for (const dockerfile of project.dockerfiles.values()) {
    const [folder, name] = dockerfile.file.split('/').slice(-2);
    // `src/cart/Dockerfile` for `ghcr.io/acme/cart`.
    if (folder === undefined || !/^(?:Dockerfile|Containerfile)$/.test(name ?? '')) continue;
    folders.set(folder.toLowerCase(), [...(folders.get(folder.toLowerCase()) ?? []), dockerfile]);
  }
  for (const [folder, [dockerfile, ...others]] of folders) {
    const stage = dockerfile?.stages.at(-1);
    if (dockerfile === undefined || stage === undefined || others.length > 0) continue;
    found.set(`folder ${folder}`, { dockerfile, stage, link: linkOf.get(dockerfile), how: 'by-name' });
  }
  for (const link of project.builds) {
    const name =
      link.service.image === undefined ? undefined : parseImage(link.service.image.value)?.repository;
    const stage = link.stage === undefined ? undefined : link.dockerfile?.stages[link.stage];
    if (name === undefined || link.dockerfile === undefined || stage === undefined) continue;
    if (!found.has(name)) found.set(name, { dockerfile: link.dockerfile, stage, link, how: 'declared' });
  }
  for (const [name, built] of builtByPipelines(project)) {
    if (!found.has(name)) found.set(name, { ...built, link: linkOf.get(built.dockerfile), how: 'declared' });
  }
  return found;
}

/** Images that pipelines build from one Dockerfile and one stage of it, whatever tags they give them. */
function builtByPipelines(project: Project): ReadonlyMap<string, Pick<BuiltImage, 'dockerfile' | 'stage'>> {
  const found = new Map<string, Pick<BuiltImage, 'dockerfile' | 'stage'> | undefined>();
  for (const { dockerfile, target, tags } of project.ci.imageBuilds) {
    const stage = dockerfile && stageNamed(dockerfile, target?.value);
    for (const name of new Set(tags.flatMap(({ value }) => repositoryOf(value) ?? []))) {
      const known = found.get(name);
      const isSame = !found.has(name) || known?.stage === stage;
      const isClear = dockerfile !== undefined && stage !== undefined && isSame;
      found.set(name, isClear ? { dockerfile, stage } : undefined);
    }
  }
  return new Map(
    [...found].flatMap(([name, built]) => (built === undefined ? [] : [[name, built] as const])),
  );
}

function stageNamed({ stages }: Dockerfile, target: string | undefined): Stage | undefined {
  return target === undefined ? stages.at(-1) : stages.findLast(({ name }) => name === target.toLowerCase());
}

/** `ghcr.io/acme/api` of a tag whose last part alone is an expression. */
export function repositoryOf(tag: string): string | undefined {
  return parseImage(tag.replace(/:(?!\/\/)[^/]*$/, ''))?.repository;
}
