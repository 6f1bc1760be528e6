// The container part of a unit, out of the resolved compose document. Secret values leave through `putSecret`.
import type { ContainerSpec, GivenFile, Json } from '../model/container.ts';
import type { FileObject, Service, Stack } from '../model/service.ts';
import type { ReplaceMode } from '../model/settings.ts';
import { entry, isMapping, plainOf, textOf } from './plain.ts';

export interface ContainerInput {
  readonly root: string;
  readonly stack: Stack;
  readonly service: Service;
  readonly replace: ReplaceMode | undefined;
  readonly putSecret: (value: string) => string;
}

/** Keys whose values are elsewhere in the unit, or mean nothing to a container. */
const elsewhere = new Set([
  'environment',
  'env_file',
  'configs',
  'secrets',
  'develop',
  'profiles',
  'build',
  'scale',
]);

export function containerOf(input: ContainerInput): ContainerSpec {
  const { root, stack, service } = input;
  const document = plainOf(stack.resolved);
  const own = entry(entry(document, 'services'), service.name);
  const keys = Object.entries(isMapping(own) ? own : {}).flatMap(([key, value]) =>
    elsewhere.has(key) ? [] : key === 'deploy' ? withoutReplicas(value) : [[key, value] as const],
  );
  const given = Object.fromEntries(keys);
  return {
    origin: { folder: absolute(root, stack.folder), files: stack.files.map((file) => absolute(root, file)) },
    keys: given,
    variables: [...service.environment].flatMap(([name, { value }]) => (value === undefined ? [] : [name])),
    networks: used(entry(document, 'networks'), networkNames(given['networks'])),
    volumes: used(entry(document, 'volumes'), volumeNames(given['volumes'])),
    linkedAs: linkedAs(stack, service.name),
    heldPorts: input.replace === 'start-first' && hasFixedPort(service) && canHold(service),
    files: [...filesOf(input, own, 'config', stack.configs), ...filesOf(input, own, 'secret', stack.secrets)],
  };
}

/** How many there are of it makes no container another one. */
function withoutReplicas(deploy: Json): readonly (readonly [string, Json])[] {
  if (!isMapping(deploy)) return [['deploy', deploy]];
  const { replicas: _, ...others } = deploy;
  return Object.keys(others).length === 0 ? [] : [['deploy', others]];
}

/** `links: [db:database]` of any service: an alias outlives a replacement, and a link to one container does not. */
function linkedAs(stack: Stack, name: string): readonly string[] {
  const links = [...stack.services.values()].flatMap((other) =>
    other.links.map((link) => link.value.split(':')),
  );
  const names = links.flatMap(([to, as]) => (to === name && as !== undefined ? [as] : []));
  return [...new Set(names)].sort();
}

/** A port of the host that only one container can publish. */
export function hasFixedPort({ ports }: Service): boolean {
  return ports.some((port) => port.published !== undefined);
}

/** The front forwards connections, no datagrams. */
function canHold({ ports }: Service): boolean {
  return ports.every((port) => port.published === undefined || port.protocol === 'tcp');
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

function networkNames(networks: Json | undefined): readonly string[] {
  return isMapping(networks) ? Object.keys(networks) : [];
}

function volumeNames(volumes: Json | undefined): readonly string[] {
  if (!isList(volumes)) return [];
  return volumes.flatMap((mount) => {
    const source = entry(mount, 'source');
    return entry(mount, 'type') === 'volume' && typeof source === 'string' ? [source] : [];
  });
}

function used(all: Json | undefined, names: readonly string[]): Readonly<Record<string, Json>> {
  return Object.fromEntries(names.map((name) => [name, entry(all, name) ?? {}]));
}

/** Spec: services, "configs" and "secrets", the default targets and modes. */
function filesOf(
  { root, stack, putSecret }: ContainerInput,
  own: Json | undefined,
  kind: GivenFile['kind'],
  objects: ReadonlyMap<string, FileObject>,
): readonly GivenFile[] {
  const uses = entry(own, `${kind}s`);
  return (isList(uses) ? uses : []).flatMap((use) => {
    const name = textOf(entry(use, 'source')) ?? textOf(use);
    const object = name === undefined ? undefined : objects.get(name);
    if (name === undefined || object === undefined) return [];
    const target = textOf(entry(use, 'target')) ?? name;
    const folder = kind === 'secret' ? '/run/secrets/' : '/';
    const mode = entry(use, 'mode');
    return [
      {
        kind,
        name,
        target: target.startsWith('/') ? target : `${folder}${target}`,
        from: sourceOf(object, root, stack, putSecret),
        mode:
          typeof mode === 'number' ? mode : typeof mode === 'string' ? Number.parseInt(mode, 8) : undefined,
        uid: textOf(entry(use, 'uid')),
        gid: textOf(entry(use, 'gid')),
      },
    ];
  });
}

function sourceOf(
  object: FileObject,
  root: string,
  stack: Stack,
  putSecret: (value: string) => string,
): GivenFile['from'] {
  const { file, environment, content, external, name } = object;
  if (external) return { external: name };
  if (file !== undefined) return { file: absolute(root, file.value) };
  const text = content?.value ?? stack.environmentVariables.get(environment?.value ?? '') ?? '';
  return { text: { secret: putSecret(text) } };
}

function absolute(root: string, path: string): string {
  return path.startsWith('/') ? path : `${root}${path === '' ? '' : `/${path}`}`;
}
