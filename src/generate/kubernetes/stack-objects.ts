// The objects of `generate kubernetes` for the Kubernetes engine: the same ones, as JSON instead of files.
import type { Json } from '../../model/container.ts';
import type { KubernetesObject, MadeObjects } from '../../model/kubernetes-spec.ts';
import type { Project } from '../../model/project.ts';
import type { Service, Stack } from '../../model/service.ts';
import { type Built, builtOf, configName, plainSettings, secretName } from './built.ts';
import { sharedClaims } from './claims.ts';
import { resourcesOf } from './container.ts';
import { type Literals, literalsOf } from './environment.ts';
import { aliasesOf } from './kubernetes.ts';
import { metadata, placeholderContact, placeholderOwner } from './labels.ts';
import { accountOf, serviceOf } from './objects.ts';
import type { World } from './part.ts';
import { worldOf } from './parts.ts';
import { requestOf } from './request.ts';
import { statedAmounts } from './resources.ts';
import type { Fields, Tree } from './tree.ts';
import { workloadOf } from './workload.ts';

/** What the user asks for beyond compose. */
export interface EngineRequest {
  readonly profiles: readonly string[];
  /** Where the images of services with `build` and no `image` have been pushed. */
  readonly registry: string | undefined;
  readonly tag: string | undefined;
}

/** By the service's name in compose; services that Kubernetes does not run are left out. */
export function objectsOfStack(
  project: Project,
  stack: Stack,
  { profiles, registry, tag }: EngineRequest,
): ReadonlyMap<string, MadeObjects> {
  const list = (name: string) => (name === 'profile' ? profiles : []);
  const text = (name: string) => ({ registry, tag })[name];
  const world = worldOf(project, stack, requestOf({ text, list, is: () => false }));
  const literals = literalsOf(world);
  const built = world.parts.map((part) => builtOf(part, world, literals));
  const claims = sharedClaims(built, world);
  return new Map(
    built.map((one) => [
      one.part.service.name,
      { objects: objectsOf(one, claims, world), secret: secretOf(one, world, literals) },
    ]),
  );
}

function objectsOf(built: Built, claims: readonly Fields[], world: World): readonly KubernetesObject[] {
  const { part } = built;
  return [
    ...configMapsOf(built, world),
    ...claims.filter((one) => mountsClaim(built, one)),
    accountOf(built, world),
    serviceOf(built, world),
    ...aliasesOf(part, world).map((name) => serviceOf(built, world, name)),
    forEngine(workloadOf(built, world), built),
  ].flatMap((fields) => (fields === undefined ? [] : objectOf(fields)));
}

/** A claim that several share is known to each of them: it goes with none. */
function mountsClaim({ storage }: Built, claim: Fields): boolean {
  const { name } = fieldsAt(claim, 'metadata');
  return storage.volumes.some(
    ({ source }) => fieldsAt(source ?? {}, 'persistentVolumeClaim')['claimName'] === name,
  );
}

function configMapsOf(built: Built, world: World): readonly Fields[] {
  const { part, storage } = built;
  const plain = plainSettings(built);
  const map = (name: string, data: Fields): Fields => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: metadata(part, world, name),
    data,
  });
  return [
    ...(plain.length === 0
      ? []
      : [map(configName(part), Object.fromEntries(plain.map(({ name, value }) => [name, value])))]),
    ...storage.configMaps.map(({ name, files }) =>
      map(name, Object.fromEntries(files.map(({ key, text }) => [key, text]))),
    ),
  ];
}

/**
 * What a rollout decides itself. A Job that clears itself away would be taken for one that never ran; the pull policy is
 * Kubernetes' own, by the tag; a node whose runtime knows no user namespaces would not run what compose runs; requests are
 * those of compose, and there are as many pods as compose runs containers, since budgets count these.
 */
function forEngine(workload: Fields, { part }: Built): Fields {
  const spec = fieldsAt(workload, 'spec');
  const template = fieldsAt(spec, 'template');
  const pod = fieldsAt(template, 'spec');
  const asStated = {
    image: part.service.image?.value ?? part.image,
    imagePullPolicy: undefined,
    resources: resourcesOf(statedAmounts(part)),
  };
  const containers = [pod['containers']]
    .flat()
    .flatMap((one) =>
      typeof one === 'object' && !isList(one)
        ? [{ ...one, ...asStated, securityContext: plainSecurity(one) }]
        : [],
    );
  return {
    ...workload,
    metadata: withoutPlaceholders(fieldsAt(workload, 'metadata')),
    spec: {
      ...spec,
      ...(part.kind === 'Job'
        ? { ttlSecondsAfterFinished: undefined }
        : { replicas: part.service.replicas?.value ?? 1 }),
      template: {
        ...template,
        spec: {
          ...pod,
          hostUsers: undefined,
          securityContext: plainSecurity(pod),
          containers,
        },
      },
    },
  };
}

/** In a file they ask a person to fill them in; in a cluster nobody reads them so. */
function withoutPlaceholders(own: Fields): Fields {
  const labels = fieldsAt(own, 'labels');
  const annotations = fieldsAt(own, 'annotations');
  return {
    ...own,
    labels: labels['owner'] === placeholderOwner ? { ...labels, owner: undefined } : labels,
    annotations:
      annotations['email'] === placeholderContact ? { ...annotations, email: undefined } : annotations,
  };
}

/** A node without AppArmor refuses pods that ask for it; one that has it applies its default unasked. */
function plainSecurity(fields: Fields): Fields {
  return { ...fieldsAt(fields, 'securityContext'), appArmorProfile: undefined };
}

function fieldsAt(fields: Fields, key: string): Fields {
  const found = fields[key];
  return typeof found === 'object' && !isList(found) ? found : {};
}

function isMapping(json: Json): json is { readonly [key: string]: Json } {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

function isList(tree: Tree): tree is readonly Tree[] {
  return Array.isArray(tree);
}

/** Without the reasons, which are for people who read files. */
function jsonOf(tree: Tree): Json {
  if (typeof tree !== 'object') return tree;
  if (isList(tree)) return tree.map(jsonOf);
  return Object.fromEntries(
    Object.entries(tree).flatMap(([key, value]) =>
      key.startsWith('#') || value === undefined ? [] : [[key, jsonOf(value)] as const],
    ),
  );
}

function objectOf(fields: Fields): readonly KubernetesObject[] {
  const { apiVersion, kind } = fields;
  const { name } = fieldsAt(fields, 'metadata');
  if (typeof apiVersion !== 'string' || typeof kind !== 'string' || typeof name !== 'string') return [];
  const own = jsonOf({ ...fields, metadata: undefined });
  if (!isMapping(own)) return [];
  const labels = jsonOf(fieldsAt(fieldsAt(fields, 'metadata'), 'labels'));
  const annotations = jsonOf(told(fieldsAt(fieldsAt(fields, 'metadata'), 'annotations')));
  return [{ ...own, apiVersion, kind, metadata: { name, labels, annotations } }];
}

/** Placeholders are for people who read files. */
function told(annotations: Fields): Fields {
  return Object.fromEntries(
    Object.entries(annotations).filter(
      ([, value]) => !(typeof value === 'string' && value.endsWith('.invalid')),
    ),
  );
}

function secretOf(built: Built, world: World, literals: Literals): MadeObjects['secret'] {
  if (built.secrets.length === 0) return undefined;
  const values = built.secrets.map((key) => [key, secretValue(key, built, world, literals)] as const);
  return { name: secretName(built.part), values: Object.fromEntries(values) };
}

/** The value that compose has under this key: of a variable, of a literal in the file, or of a secret. */
function secretValue(key: string, built: Built, world: World, literals: Literals): string {
  const { stack, project } = world;
  const { service } = built.part;
  const setting = built.environment.settings.find(
    (one) => (one.kind === 'secret' || one.kind === 'file') && one.key === key,
  );
  if (setting?.kind === 'file' && setting.made !== undefined)
    return setting.made.keys.reduce(
      (text, part) => text.replaceAll(`{{ .${part} }}`, () => secretValue(part, built, world, literals)),
      setting.made.text,
    );
  const own = setting === undefined ? undefined : service.environment.get(setting.name)?.value?.value;
  const literal = [...literals].find(([, name]) => name === key)?.[0];
  return (
    own ?? literal ?? stack.environmentVariables.get(key) ?? secretFile(key, service, stack, project) ?? ''
  );
}

function secretFile(key: string, service: Service, stack: Stack, project: Project): string | undefined {
  const object = service.secrets.some(({ name }) => name === key) ? stack.secrets.get(key) : undefined;
  if (object === undefined) return undefined;
  if (object.file !== undefined) return project.files.text(object.file.value, 1_000_000);
  return object.content?.value ?? stack.environmentVariables.get(object.environment?.value ?? '');
}
