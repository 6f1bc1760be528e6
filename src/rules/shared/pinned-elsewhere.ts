// The version or the digest of an image that another place of the repository names.
import type { Located } from '../../base/span.ts';
import type { Project } from '../../model/project.ts';
import { type ImageName, isFloating, parseImage } from './image.ts';

const cache = new WeakMap<Project, ReadonlyMap<string, ReadonlySet<string>>>();

/**
 * The one version by which Dockerfiles, services, pods and pipelines name the image; undefined for none and for several.
 * Another system than that of the image without a tag, as Alpine is, is another image: it lacks programs.
 */
export function tagElsewhere(project: Project, { repository, tag: own }: ImageName): string | undefined {
  // `latest-gpu` is another image than the one without a word.
  if (own !== undefined && own !== 'latest') return undefined;
  const known = cache.get(project) ?? tagsOf(project);
  cache.set(project, known);
  const tags = known.get(repository);
  const [tag, another] = tags ?? [];
  const isVersion = tag !== undefined && /^v?\d/.test(tag) && !/alpine|slim|nanoserver|distroless/.test(tag);
  return isVersion && another === undefined ? tag : undefined;
}

const digests = new WeakMap<Project, ReadonlyMap<string, ReadonlySet<string>>>();

/** The one digest by which any place of the repository pins the image with this very tag. */
export function digestElsewhere(project: Project, { repository, tag }: ImageName): string | undefined {
  if (tag === undefined) return undefined;
  const known = digests.get(project) ?? digestsOf(project);
  digests.set(project, known);
  const [digest, another] = known.get(`${repository}:${tag}`) ?? [];
  return another === undefined ? digest : undefined;
}

function digestsOf(project: Project): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const text of namedImages(project)) {
    const { repository, tag, digest } = parseImage(text) ?? {};
    if (digest === undefined || tag === undefined) continue;
    const name = `${repository}:${tag}`;
    found.set(name, (found.get(name) ?? new Set()).add(digest));
  }
  return found;
}

function tagsOf(project: Project): ReadonlyMap<string, ReadonlySet<string>> {
  const tags = new Map<string, Set<string>>();
  for (const text of namedImages(project)) {
    const image = parseImage(text);
    if (image?.tag === undefined || isFloating(image)) continue;
    const found = tags.get(image.repository);
    if (found === undefined) tags.set(image.repository, new Set([image.tag]));
    else found.add(image.tag);
  }
  return tags;
}

function* namedImages(project: Project): Iterable<string> {
  for (const { stages } of project.dockerfiles.values()) {
    for (const { baseResolved } of stages) yield* given(baseResolved);
  }
  const images: (Located<string> | undefined)[] = [];
  for (const { services } of project.stacks) images.push(...[...services.values()].map(({ image }) => image));
  for (const { objects } of project.kubernetes.sets) {
    for (const { workload } of objects)
      images.push(...(workload?.pod.containers.map(({ image }) => image) ?? []));
  }
  for (const { jobs } of project.ci.workflows.values()) {
    for (const { container, services } of jobs.values())
      images.push(container?.image, ...services.map(({ image }) => image));
  }
  for (const image of images) yield* given(image?.value);
}

function given(text: string | undefined): readonly string[] {
  return text === undefined ? [] : [text];
}
