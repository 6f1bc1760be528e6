// Image references as text: registry, repository, tag, digest.
import type { BuildLink } from '../../model/project.ts';
import type { Service } from '../../model/service.ts';

export interface ImageName {
  /** `node`, `bitnami/redis`, `gcr.io/distroless/nodejs22-debian12`; Docker Hub's own prefix is left out. */
  readonly repository: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

// Docker's registry under its other names, and those who copy it:
// https://docs.aws.amazon.com/AmazonECR/latest/public/docker-official-images.html, https://cloud.google.com/artifact-registry/docs/pull-cached-dockerhub-images
const mirrors =
  /^(?:(?:index\.)?docker\.io|registry(?:-1|\.hub)?\.docker\.(?:io|com)|mirror\.gcr\.io|public\.ecr\.aws\/docker(?=\/library\/))\//;

/** Parts of an image reference; undefined when a variable hides it or it is no reference. */
export function parseImage(text: string): ImageName | undefined {
  const known = parsed.get(text);
  if (known !== undefined) return known === 'none' ? undefined : known;
  const image = readImage(text);
  if (parsed.size >= maximumParsed) parsed.clear();
  parsed.set(text, image ?? 'none');
  return image;
}

/** Every rule about images asks of the same few. */
const parsed = new Map<string, ImageName | 'none'>();
const maximumParsed = 10_000;

function readImage(text: string): ImageName | undefined {
  const match =
    /^([a-z0-9](?:[a-z0-9._:/-]*?[a-z0-9])??)(?::([\w][\w.-]{0,127}))?(?:@(sha256:[0-9a-f]+))?$/i.exec(
      text.trim(),
    );
  if (match?.[1] === undefined || text.includes('$')) return undefined;
  const repository = match[1]
    .toLowerCase()
    .replace(mirrors, '')
    .replace(/^library\//, '');
  return { repository, tag: match[2], digest: match[3] };
}

/** First number of a tag: `16-alpine` gives 16; undefined for `latest`, `lts-alpine` or no tag. */
export function majorOf(image: ImageName): number | undefined {
  const match = /^v?(\d+)(?:[.\-_]|$)/.exec(image.tag ?? '');
  return match === null ? undefined : Number(match[1]);
}

/**
 * True when the tag moves by itself: none, `latest`, or one that says so, such as `latest-alpine` and `prod-latest`.
 * `2022-latest` moves within its version, as `2022` does.
 */
export function isFloating({ digest, tag }: ImageName): boolean {
  return digest === undefined && (tag === undefined || /^(?!v?\d)(?:.*[-_.])?latest(?:[-_.].*)?$/i.test(tag));
}

/**
 * True when the tag names a line of releases and no version: `stable`, `lts-alpine`, `nightly`. Those of branches and
 * tests count where an owner stands before the name: `app:dev` is one's own build.
 */
export function isMovingLine({ digest, repository, tag = '' }: ImageName): boolean {
  const line = repository.includes('/')
    ? /^(?:stable|edge|nightly|beta|canary|lts|rolling|mainline|unstable|main|master|develop|dev|test)(?:-[a-z]+)*$/
    : /^(?:stable|edge|nightly|beta|canary|lts|rolling|mainline|unstable)(?:-[a-z]+)*$/;
  return digest === undefined && line.test(tag);
}

/** True when Kubernetes pulls the image at each start unless it is told otherwise. */
export function isPulledAlways({ digest, tag }: ImageName): boolean {
  return digest === undefined && (tag === undefined || tag === 'latest');
}

/** The published image that a service's container stands on: its own, or the one at the bottom of its Dockerfile. */
export function rootImageOf(service: Service, link: BuildLink | undefined): ImageName | undefined {
  if (service.build === undefined && stageOf(link) === undefined)
    return service.image === undefined ? undefined : parseImage(service.image.value);
  const root = stageOf(link)?.image.rootImage;
  return root === undefined ? undefined : parseImage(root);
}

/** The stage that a service's build ends with. */
export function stageOf(link: BuildLink | undefined) {
  return link?.stage === undefined ? undefined : link.dockerfile?.stages[link.stage];
}
