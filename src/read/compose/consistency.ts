// What docker compose refuses of a merged project although each value is right by itself.
import { liesIn, type Span } from '../../base/span.ts';
import { parseBytes } from '../../base/units.ts';
import { mountConflicts } from './consistency/mounts.ts';
import type { Context } from './context.ts';
import {
  isMap,
  isScalar,
  itemsAt,
  type MapNode,
  mapAt,
  type Node,
  scalarAt,
  textAt,
  valueAt,
} from './node/node.ts';
import { isActive } from './profiles.ts';
import { quoted } from './report.ts';

export interface Conflict {
  readonly message: string;
  readonly span: Span;
  readonly hint: string;
}

type Check = (service: MapNode, at: string) => readonly Conflict[];

const checks: readonly Check[] = [
  imageConflicts,
  platformConflicts,
  networkConflicts,
  scaleConflicts,
  limitConflicts,
  watchConflicts,
  mountConflicts,
];

/** Services of profiles that are not selected are not looked at, as in docker compose. */
export function checkConsistency(context: Context, tree: MapNode): void {
  if (context.input.checkConsistency === false || context.input.interpolate === false) return;
  const conflicts = [...activeServices(context, tree).flatMap(serviceConflicts), ...objectConflicts(tree)];
  for (const conflict of conflicts) {
    // What was left out with a problem of its own is not missed again.
    if (
      context.report.problems.some(({ accepted, span }) => accepted !== true && liesIn(span, conflict.span))
    )
      continue;
    context.report.problem({ code: 'invalid-value', ...conflict });
  }
}

function activeServices({ input }: Context, tree: MapNode): readonly (readonly [string, MapNode])[] {
  return [...(mapAt(tree, 'services')?.entries ?? [])].flatMap(([name, { value }]) => {
    if (!isMap(value)) return [];
    return isActive(value, input.profiles) ? [[name, value] as const] : [];
  });
}

function serviceConflicts([name, service]: readonly [string, MapNode]): readonly Conflict[] {
  return checks.flatMap((check) => check(service, `services.${name}`));
}

function imageConflicts(service: MapNode, at: string): readonly Conflict[] {
  const image = scalarAt(service, 'image');
  const isMissing = image?.text === '' && !service.entries.has('build') && !service.entries.has('provider');
  return isMissing
    ? [
        {
          message: `${at}.image is empty, and there is no build`,
          span: image.span,
          hint: 'Name an image, or add build.',
        },
      ]
    : [];
}

function platformConflicts(service: MapNode, at: string): readonly Conflict[] {
  const platform = scalarAt(service, 'platform');
  const platforms = itemsAt(service, 'build', 'platforms').filter(isScalar);
  if (platform === undefined || platform.text === '' || platforms.length === 0) return [];
  if (platforms.some(({ text }) => text === platform.text)) return [];
  const message = `${at}.platform is ${quoted(platform.text)}, which is not one of build.platforms`;
  return [{ message, span: platform.span, hint: `Add ${quoted(platform.text)} to build.platforms.` }];
}

function networkConflicts(service: MapNode, at: string): readonly Conflict[] {
  const mode = service.entries.get('network_mode');
  const networks = mapAt(service, 'networks');
  if (mode === undefined || networks === undefined || networks.entries.size === 0) return [];
  const message = `${at} has both network_mode and networks, of which it may have one`;
  return [{ message, span: mode.key, hint: 'Remove network_mode or networks.' }];
}

function scaleConflicts(service: MapNode, at: string): readonly Conflict[] {
  const scale = scalarAt(service, 'scale');
  const replicas = scalarAt(service, 'deploy', 'replicas');
  const name = scalarAt(service, 'container_name');
  const many = scale ?? replicas;
  const found: Conflict[] = [];
  if (scale !== undefined && replicas !== undefined && scale.value !== replicas.value) {
    const message = `${at}.scale is ${scale.text} and deploy.replicas is ${replicas.text}: two numbers for one thing`;
    found.push({ message, span: scale.span, hint: 'Remove scale, or give both the same number.' });
  }
  if (name !== undefined && many !== undefined && Number(many.value) > 1) {
    const message = `${at} has ${many.text} containers and one container_name: a name can be given once`;
    found.push({ message, span: name.span, hint: 'Remove container_name, or run one container.' });
  }
  return found;
}

/** The older keys of a service against those of `deploy.resources`: both may stand, but not with two values. */
const limits: readonly (readonly [
  own: string,
  part: string,
  key: string,
  read: (node: Node | undefined) => number,
])[] = [
  ['cpus', 'limits', 'cpus', numberOf],
  ['mem_limit', 'limits', 'memory', bytesOf],
  ['mem_reservation', 'reservations', 'memory', bytesOf],
  ['pids_limit', 'limits', 'pids', numberOf],
];

function numberOf(node: Node | undefined): number {
  return isScalar(node) ? Math.fround(Number(node.value)) : 0;
}

function bytesOf(node: Node | undefined): number {
  return isScalar(node) ? (parseBytes(node.text) ?? 0) : 0;
}

function limitConflicts(service: MapNode, at: string): readonly Conflict[] {
  return limits.flatMap(([own, part, key, read]) => {
    const value = valueAt(service, own);
    const others = mapAt(service, 'deploy', 'resources', part);
    if (value === undefined || others === undefined || read(value) === 0) return [];
    const other = valueAt(others, key);
    if (read(value) === read(other)) return [];
    const found = isScalar(other) ? `is ${other.text}` : 'is not set';
    const message = `${at}.${own} is ${textAt(service, own)} and deploy.resources.${part}.${key} ${found}: two values for one thing`;
    return [{ message, span: value.span, hint: `Remove ${own}, or give both the same value.` }];
  });
}

function watchConflicts(service: MapNode, at: string): readonly Conflict[] {
  return itemsAt(service, 'develop', 'watch').flatMap((rule, index) => {
    const action = scalarAt(rule, 'action');
    const path = scalarAt(rule, 'path');
    const where = `${at}.develop.watch[${index}]`;
    if (path?.text === '')
      return [{ message: `${where}.path is empty`, span: path.span, hint: 'Name what is to be watched.' }];
    const needsTarget = action !== undefined && action.text !== 'rebuild' && action.text !== 'restart';
    if (!needsTarget || (textAt(rule, 'target') ?? '') !== '') return [];
    const message = `${where} must have a target, as its action is ${action.text}`;
    return [{ message, span: action.span, hint: 'Add target: where the files go in the container.' }];
  });
}

function jobConflicts(tree: MapNode): readonly Conflict[] {
  const services = mapAt(tree, 'services')?.entries;
  return [...(mapAt(tree, 'jobs')?.entries ?? [])].flatMap(([name, { key }]) => {
    const message = `${quoted(name)} is the name of a service and of a job`;
    return services?.has(name)
      ? [{ message, span: key, hint: 'Choose another name for one of the two.' }]
      : [];
  });
}

function objectConflicts(tree: MapNode): readonly Conflict[] {
  const volumes = [...(mapAt(tree, 'volumes')?.entries ?? [])];
  const secrets = [...(mapAt(tree, 'secrets')?.entries ?? [])];
  return [
    ...jobConflicts(tree),
    ...volumes.flatMap(([name, { value }]) => externalConflicts(value, `volumes.${name}`)),
    ...secrets.flatMap(([name, { key, value }]) => secretConflicts(value, `secrets.${name}`, key)),
  ];
}

function externalConflicts(volume: Node, at: string): readonly Conflict[] {
  if (!isMap(volume) || scalarAt(volume, 'external')?.value !== true) return [];
  const strange = [...volume.entries].find(
    ([key]) => key !== 'external' && key !== 'name' && !key.startsWith('x-'),
  );
  if (strange === undefined) return [];
  const message = `${at} is external, so that ${strange[0]} has no effect`;
  return [{ message, span: strange[1].key, hint: `Remove ${strange[0]}, or external.` }];
}

function secretConflicts(secret: Node, at: string, span: Span): readonly Conflict[] {
  const hasSource = ['file', 'environment'].some((key) => (textAt(secret, key) ?? '') !== '');
  // One that has nothing of all this was found before.
  const isMissing = !isMap(secret) || !(secret.entries.has('driver') || secret.entries.has('external'));
  if (isMissing || hasSource || scalarAt(secret, 'external')?.value === true) return [];
  return [
    {
      message: `${at} must have file or environment`,
      span,
      hint: 'Add file or environment, or external: true.',
    },
  ];
}
