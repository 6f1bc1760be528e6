// What docker compose adds to a merged project before it runs it: names, the default network, implied dependencies.
import type { Span } from '../../base/span.ts';
import { mergeServices } from './merge.ts';
import {
  defaulted,
  type Entry,
  entry,
  isMap,
  isNull,
  itemsAt,
  type MapNode,
  map,
  mapAt,
  type Node,
  record,
  scalar,
  scalarAt,
  textAt,
  withEntries,
} from './node/node.ts';
import { pathTable, transform } from './node/path-table.ts';
import { containerFields } from './schema/container.ts';

/** The merged tree with everything that follows from it, or only the long forms made whole; `project` is its name. */
export function withDefaults(tree: MapNode, project: string, isNormal = true): MapNode {
  const containers = ['services', 'jobs'].flatMap((kind) => containerDefaults(tree, kind, isNormal));
  const whole = containers.flatMap(([, { value }]) => (isMap(value) ? value : []));
  return withEntries(tree, [
    [
      'name',
      entry(
        tree.span,
        scalarAt(tree, 'name')?.text === project
          ? (scalarAt(tree, 'name') ?? defaulted(project, tree.span))
          : defaulted(project, tree.span),
      ),
    ],
    ['version', undefined],
    ...containers,
    ...(isNormal ? namedObjects(tree, whole, project) : []),
  ]);
}

/** The services or jobs with what each lacks. */
function containerDefaults(
  tree: MapNode,
  kind: string,
  isNormal: boolean,
): readonly (readonly [string, Entry])[] {
  const known = tree.entries.get(kind);
  if (!isMap(known?.value)) return [];
  const changes = [...known.value.entries].flatMap(([name, one]) => {
    if (!isMap(one.value)) return [];
    const own = serviceDefaults(one.value, isNormal);
    return [[name, { ...one, value: isNormal ? withHooks(own) : own }] as const];
  });
  return [[kind, { ...known, value: withEntries(known.value, changes) }]];
}

/** `scale` says the same as `deploy.replicas`, and docker compose prints both. */
function scaledDeploy(service: MapNode): readonly Change[] {
  const deploy = service.entries.get('deploy');
  const scale = scalarAt(service, 'scale');
  if (!isMap(deploy?.value) || scale === undefined || deploy.value.entries.has('replicas')) return [];
  const value = withEntries(deploy.value, [['replicas', entry(scale.span, scale)]]);
  return [['deploy', { ...deploy, value }]];
}

function serviceDefaults(written: MapNode, isNormal: boolean): MapNode {
  const whole = transform(written, deviceRules);
  const service = isMap(whole) ? whole : written;
  const { span } = service;
  return withEntries(service, [
    ['extends', undefined],
    ...scaledDeploy(written),
    ...(isNormal ? buildDefaults(service) : []),
    ...eachItem(service, 'ports', (port) => [
      ['protocol', defaulted('tcp', port.span)],
      ['mode', defaulted('ingress', port.span)],
    ]),
    ...eachItem(service, 'secrets', (use) => [
      ['target', defaulted(`/run/secrets/${textAt(use, 'source') ?? ''}`, use.span)],
    ]),
    ...pullPolicy(service),
    ...eachItem(service, 'env_file', (use) => [['required', defaulted(true, use.span)]]),
    ...(isNormal && usesDefaultNetwork(service)
      ? [['networks', entry(span, record([['default', scalar(null, span)]], span))] as const]
      : []),
    ...dependencyDefaults(service, isNormal ? impliedDependencies(service) : []),
  ]);
}

/** What a hook before the start does not say it takes from its service, mounts apart: it has those of the service. */
function withHooks(service: MapNode): MapNode {
  const hooks = service.entries.get('pre_start');
  if (hooks?.value.kind !== 'list') return service;
  const inherited = [...service.entries].filter(
    ([key]) => key !== 'volumes' && Object.hasOwn(containerFields, key),
  );
  const base: MapNode = { ...service, tag: undefined, entries: new Map(inherited) };
  const items = hooks.value.items.map((hook) => (isMap(hook) ? mergeServices(base, hook) : hook));
  return withEntries(service, [['pre_start', { ...hooks, value: { ...hooks.value, items } }]]);
}

type Change = readonly [string, Entry | undefined];

/** Devices without number and names are all of them. */
function allDevices(device: Node): Node {
  if (!isMap(device) || device.entries.has('count') || device.entries.has('device_ids')) return device;
  return withEntries(device, [['count', entry(device.span, defaulted('all', device.span))]]);
}

const deviceRules = pathTable(() => ({
  'deploy.resources.reservations.devices.*': allDevices,
  'gpus.*': allDevices,
}));

/** Two words for one thing. */
function pullPolicy(service: MapNode): readonly Change[] {
  const known = service.entries.get('pull_policy');
  if (known === undefined || textAt(service, 'pull_policy') !== 'if_not_present') return [];
  return [
    [
      'pull_policy',
      { ...known, value: { ...defaulted('missing', known.value.span), trail: known.value.trail } },
    ],
  ];
}

function buildDefaults(service: MapNode): readonly Change[] {
  const build = service.entries.get('build');
  if (
    !isMap(build?.value) ||
    build.value.entries.has('dockerfile') ||
    build.value.entries.has('dockerfile_inline')
  )
    return [];
  const { span } = build.value;
  return [
    [
      'build',
      {
        ...build,
        value: withEntries(build.value, [['dockerfile', entry(span, defaulted('Dockerfile', span))]]),
      },
    ],
  ];
}

/** Adds what an item of a list lacks. */
function eachItem(
  service: MapNode,
  key: string,
  defaults: (item: MapNode) => readonly (readonly [string, Node])[],
): readonly Change[] {
  const known = service.entries.get(key);
  if (known?.value.kind !== 'list') return [];
  const items = known.value.items.map((item) => {
    if (!isMap(item)) return item;
    const missing = defaults(item).filter(([name]) => !item.entries.has(name));
    return withEntries(
      item,
      missing.map(([name, value]) => [name, entry(item.span, value)]),
    );
  });
  return [[key, { ...known, value: { ...known.value, items } }]];
}

function usesDefaultNetwork(service: MapNode): boolean {
  if (service.entries.has('provider') || service.entries.has('network_mode')) return false;
  return (mapAt(service, 'networks')?.entries.size ?? 0) === 0;
}

function dependencyDefaults(service: MapNode, implied: readonly Implied[]): readonly Change[] {
  const known = service.entries.get('depends_on');
  const entries = new Map<string, Entry>();
  for (const [name, use] of mapAt(service, 'depends_on')?.entries ?? []) {
    const { value } = use;
    const needsFlag = isMap(value) && !value.entries.has('required');
    entries.set(
      name,
      needsFlag
        ? {
            ...use,
            value: withEntries(value, [['required', entry(value.span, defaulted(true, value.span))]]),
          }
        : use,
    );
  }
  for (const { name, span, restart } of implied) {
    if (entries.has(name)) continue;
    const added = record(
      [
        ['condition', defaulted('service_started', span)],
        ['required', defaulted(true, span)],
        ['restart', defaulted(restart, span)],
      ],
      span,
    );
    entries.set(name, entry(span, added));
  }
  if (entries.size === 0) return [];
  const span = known?.value.span ?? service.span;
  return [
    ['depends_on', { ...(known ?? entry(span, service)), value: map(entries, span, known?.value.trail) }],
  ];
}

interface Implied {
  readonly name: string;
  readonly span: Span;
  readonly restart: boolean;
}

/** Links, shared namespaces and volumes of another service start that service first. */
function impliedDependencies(service: MapNode): readonly Implied[] {
  const implied: Implied[] = [];
  for (const link of itemsAt(service, 'links')) {
    if (link.kind === 'scalar')
      implied.push({ name: link.text.split(':')[0] ?? '', span: link.span, restart: true });
  }
  for (const namespace of ['network_mode', 'ipc', 'pid', 'uts', 'cgroup']) {
    const use = scalarAt(service, namespace);
    if (use?.text.startsWith('service:'))
      implied.push({ name: use.text.slice('service:'.length), span: use.span, restart: true });
  }
  for (const source of itemsAt(service, 'volumes_from')) {
    if (source.kind !== 'scalar' || source.text.startsWith('container:')) continue;
    implied.push({ name: source.text.split(':')[0] ?? '', span: source.span, restart: false });
  }
  return implied.filter(({ name }) => name !== '');
}

/** Networks, volumes, secrets and configs carry the name that they have on the engine. */
function namedObjects(tree: MapNode, containers: readonly MapNode[], project: string): readonly Change[] {
  return ['networks', 'volumes', 'secrets', 'configs'].flatMap((kind): readonly Change[] => {
    const known = tree.entries.get(kind);
    const objects = isMap(known?.value) ? known.value : map(new Map(), tree.span);
    const entries = new Map([...objects.entries].map(([key, object]) => [key, named(key, object, project)]));
    if (kind === 'networks' && !entries.has('default') && containers.some(someUseDefault)) {
      entries.set('default', named('default', entry(tree.span, scalar(null, tree.span)), project));
    }
    if (entries.size === 0) return [];
    return [[kind, { ...(known ?? entry(tree.span, objects)), value: { ...objects, entries } }]];
  });
}

function someUseDefault(services: MapNode): boolean {
  return [...services.entries.values()].some(
    ({ value }) => mapAt(value, 'networks')?.entries.has('default') === true,
  );
}

function named(key: string, object: Entry, project: string): Entry {
  const { value } = object;
  const own = isMap(value) ? value : isNull(value) ? map(new Map(), value.span) : undefined;
  if (own === undefined || own.entries.has('name')) return object;
  const isExternal = scalarAt(own, 'external')?.value === true;
  const name = defaulted(isExternal ? key : `${project}_${key}`, object.key);
  return { ...object, value: withEntries(own, [['name', entry(object.key, name)]]) };
}
