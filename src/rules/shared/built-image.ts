// From the image of a container or service to the Dockerfile of the repository that it is built from.
import { literal } from '../../base/text.ts';
import type { Dockerfile, Stage } from '../../model/dockerfile.ts';
import type { Container } from '../../model/kubernetes.ts';
import type { BuildLink, Project } from '../../model/project.ts';
import type { Service, Stack } from '../../model/service.ts';
import { parseImage } from './image.ts';

export interface BuiltImage {
  readonly dockerfile: Dockerfile;
  readonly stage: Stage;
  /** Folder that a pipeline builds it from, where one says so. */
  readonly context: string | undefined;
  /** The compose service that is built into the image, where one names it. */
  readonly link: BuildLink | undefined;
  /** `by-name`: only the folder of the Dockerfile is called like the image. */
  readonly how: 'declared' | 'by-name';
}

interface Images {
  readonly named: ReadonlyMap<string, BuiltImage>;
  /** Names with expressions in them, for images that no name is equal to. */
  readonly fitting: readonly { readonly pattern: RegExp; readonly built: BuiltImage }[];
}

const images = new WeakMap<Project, Images>();

export function builtImageOf(
  project: Project,
  { image }: Pick<Container | Service, 'image'>,
): BuiltImage | undefined {
  const name = image === undefined ? undefined : parseImage(image.value)?.repository;
  if (name === undefined) return undefined;
  const known = images.get(project) ?? builtImages(project);
  images.set(project, known);
  return (
    known.named.get(name) ??
    known.fitting.find(({ pattern }) => pattern.test(name))?.built ??
    known.named.get(`folder ${name.split('/').at(-1)}`)
  );
}

/**
 * By repository where a compose service with `build`, or a pipeline, gives it, else by the folder of the Dockerfile.
 */
function builtImages(project: Project): Images {
  const named = new Map<string, BuiltImage>();
  const fitting: { readonly pattern: RegExp; readonly built: BuiltImage }[] = [];
  const linkOf = new Map(project.builds.map((link) => [link.dockerfile, link]));
  for (const [name, dockerfile] of folderNames(project)) {
    const stage = dockerfile.stages.at(-1);
    const link = linkOf.get(dockerfile);
    if (stage !== undefined) named.set(name, { dockerfile, stage, context: undefined, link, how: 'by-name' });
  }
  for (const link of project.builds) {
    const { dockerfile, context, service } = link;
    const name = service.image === undefined ? undefined : parseImage(service.image.value)?.repository;
    const stage = link.stage === undefined ? undefined : dockerfile?.stages[link.stage];
    if (name === undefined || dockerfile === undefined || stage === undefined) continue;
    if (!named.has(name)) named.set(name, { dockerfile, stage, context, link, how: 'declared' });
  }
  for (const [name, { dockerfile, stage, context }] of builtByPipelines(project)) {
    const link = linkOf.get(dockerfile);
    const built: BuiltImage = { dockerfile, stage, context, link, how: 'declared' };
    if (name.includes('$')) {
      const pattern = patternOf(name);
      if (pattern !== undefined) fitting.push({ pattern, built });
    } else if (!named.has(name)) named.set(name, built);
  }
  return { named, fitting };
}

/** `src/cart/Dockerfile` for `ghcr.io/acme/cart`, where no other folder is called so. */
function* folderNames({ dockerfiles }: Project): Iterable<[string, Dockerfile]> {
  const folders = new Map<string, Dockerfile[]>();
  for (const dockerfile of dockerfiles.values()) {
    const [folder, name] = dockerfile.file.split('/').slice(-2);
    if (folder === undefined || !/^(?:Dockerfile|Containerfile)$/.test(name ?? '')) continue;
    folders.set(folder.toLowerCase(), [...(folders.get(folder.toLowerCase()) ?? []), dockerfile]);
  }
  for (const [folder, [dockerfile, ...others]] of folders)
    if (dockerfile !== undefined && others.length === 0) yield [`folder ${folder}`, dockerfile];
}

type Made = Pick<BuiltImage, 'dockerfile' | 'stage' | 'context'>;

/** Images that pipelines build from one Dockerfile and one stage of it, whatever tags they give them. */
function builtByPipelines(project: Project): ReadonlyMap<string, Made> {
  const found = new Map<string, Made | undefined>();
  for (const { dockerfile, target, tags, images: given, context } of project.ci.imageBuilds) {
    const stage = dockerfile && stageNamed(dockerfile, target?.value);
    const names = [
      ...tags.map(({ value }) => value.replace(/:(?!\/\/)(?:\$\{\{.*?\}\}|[^/{}])*$/, '')),
      ...given.map(({ value }) => value),
    ];
    for (const name of new Set(names.map((one) => repositoryOf(one) ?? one))) {
      const known = found.get(name);
      const isSame = !found.has(name) || known?.stage === stage;
      const isClear = dockerfile !== undefined && stage !== undefined && isSame;
      found.set(name, isClear ? { dockerfile, stage, context: context?.value } : undefined);
    }
  }
  return new Map(
    [...found].flatMap(([name, built]) => (built === undefined ? [] : [[name, built] as const])),
  );
}

const expression = /\$\{\{(.*?)\}\}/g;

/**
 * What fits a name whose registry and last word are written out: `ghcr.io/${{ github.repository_owner }}/api`. Another
 * name may be that of an image of others.
 */
function patternOf(name: string): RegExp | undefined {
  const parts = name.split(/\/(?![^{]*\}\})/);
  const [registry = '', last = ''] = [parts[0], parts.at(-1)];
  if (parts.length < 3 || /\$/.test(registry + last) || !/[.:]/.test(registry)) return undefined;
  if (name.replace(expression, '').includes('$')) return undefined;
  const form = name
    .toLowerCase()
    .split(expression)
    .map((piece, index) => {
      if (index % 2 === 0) return literal(piece);
      return /^\s*github\.repository\s*$/.test(piece) ? '[^/]+/[^/]+' : '[^/]+';
    })
    .join('');
  return new RegExp(`^${form}$`);
}

function stageNamed({ stages }: Dockerfile, target: string | undefined): Stage | undefined {
  return target === undefined ? stages.at(-1) : stages.findLast(({ name }) => name === target.toLowerCase());
}

/** `ghcr.io/acme/api` of a tag whose last part alone is an expression. */
export function repositoryOf(tag: string): string | undefined {
  return parseImage(tag.replace(/:(?!\/\/)[^/]*$/, ''))?.repository;
}

/** The service as though it were built here: its image is made of a Dockerfile of the repository. */
export function imageLinkOf(project: Project, stack: Stack, service: Service): BuildLink | undefined {
  if (service.build !== undefined) return undefined;
  const built = builtImageOf(project, service);
  if (built === undefined || built.how === 'by-name') return undefined;
  // A name without an owner is a published image, but where the project itself builds one under it.
  const isOwn = built.link !== undefined && built.link.stack.folder === stack.folder;
  if (!isOwn && parseImage(service.image?.value ?? '')?.repository.includes('/') !== true) return undefined;
  const { dockerfile, stage, context } = built;
  // Another command starts other code, and which is not known of images alone.
  const isPlain =
    service.command === undefined && service.entrypoint === undefined && stage === dockerfile.stages.at(-1);
  return {
    stack,
    service,
    context: context === '.' ? '' : (context ?? dockerfile.file.replace(/\/?[^/]*$/, '')),
    dockerfile,
    stage: stage.index,
    get sources() {
      return isPlain ? project.imageSources(dockerfile) : [];
    },
    get started() {
      return isPlain ? project.imageStarted(dockerfile) : [];
    },
    how: 'by-image',
  };
}
