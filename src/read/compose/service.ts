// A service of the model from its node.
import { keptMap } from '../../base/kept.ts';
import { type Located, located, type Span } from '../../base/span.ts';
import { parseDuration } from '../../base/units.ts';
import type { Service } from '../../model/service.ts';
import type { ServiceEnvironment } from './environment.ts';
import { type Entry, type MapNode, valueAt } from './node/node.ts';
import { plainOf } from './node/tree.ts';
import { isSelected } from './profiles.ts';
import { dependenciesOf, mountsOf, networksOf, portsOf, referencesOf } from './service/connect.ts';
import { locatedEntries, locatedFlag, locatedNumber, locatedText, locatedTexts } from './service/located.ts';
import { buildOf, commandOf, healthcheckOf, replicasOf, resourcesOf, restartOf } from './service/run.ts';

export interface ServiceSource {
  readonly name: string;
  readonly entry: Entry;
  /** With defaults and implied entries. */
  readonly node: MapNode;
  /** As the files have it. */
  readonly written: MapNode;
  readonly environment: ServiceEnvironment;
  /** Selected profiles; `*` selects all. */
  readonly profiles: readonly string[];
}

export function serviceOf(source: ServiceSource): Service {
  const { name, entry, node, environment } = source;
  const profiles = locatedTexts(node, 'profiles');
  return {
    name,
    nameSpan: entry.first,
    span: node.span,
    profiles,
    enabled: isSelected(
      profiles.map(({ value }) => value),
      source.profiles,
    ),
    environment: environment.entries,
    envFiles: environment.envFiles,
    ...runOf(node),
    ...connectionsOf(node, name),
    ...rightsOf(node),
    labels: labelsOf(node),
    extension: extensionOf(node),
    keys: keysOf(source.written),
  };
}

function runOf(node: MapNode) {
  return {
    image: locatedText(node, 'image'),
    build: buildOf(node),
    containerName: locatedText(node, 'container_name'),
    command: commandOf(valueAt(node, 'command')),
    entrypoint: commandOf(valueAt(node, 'entrypoint')),
    workingDir: locatedText(node, 'working_dir'),
    healthcheck: healthcheckOf(node),
    restart: restartOf(node),
    resources: resourcesOf(node),
    replicas: replicasOf(node),
    stopSignal: locatedText(node, 'stop_signal'),
    stopGraceMs: locatedNumber(parseDuration, node, 'stop_grace_period'),
  } satisfies Partial<Service>;
}

function connectionsOf(node: MapNode, name: string) {
  return {
    ports: portsOf(node, name),
    expose: locatedTexts(node, 'expose'),
    mounts: mountsOf(node),
    networks: networksOf(node),
    networkMode: locatedText(node, 'network_mode'),
    dependsOn: dependenciesOf(node),
    links: locatedTexts(node, 'links'),
    secrets: referencesOf(node, 'secrets'),
    configs: referencesOf(node, 'configs'),
    extraHosts: locatedTexts(node, 'extra_hosts'),
  } satisfies Partial<Service>;
}

function rightsOf(node: MapNode) {
  return {
    user: locatedText(node, 'user'),
    privileged: locatedFlag(node, 'privileged'),
    readOnly: locatedFlag(node, 'read_only'),
    capAdd: locatedTexts(node, 'cap_add'),
    capDrop: locatedTexts(node, 'cap_drop'),
    securityOpt: locatedTexts(node, 'security_opt'),
    pid: locatedText(node, 'pid'),
    ipc: locatedText(node, 'ipc'),
  } satisfies Partial<Service>;
}

function labelsOf(node: MapNode): ReadonlyMap<string, Located<string>> {
  const labels = new Map<string, Located<string>>();
  for (const [name, { value, ...at }] of locatedEntries(valueAt(node, 'labels')))
    labels.set(name, { ...at, value: value ?? '' });
  return keptMap(labels);
}

/** `x-seaworthy` as plain data: the tool's own settings inside of a compose file. */
export function extensionOf(node: MapNode): Located<unknown> | undefined {
  const extension = valueAt(node, 'x-seaworthy');
  return extension === undefined ? undefined : located(plainOf(extension), extension.span, extension.trail);
}

function keysOf(node: MapNode): ReadonlyMap<string, Span> {
  return new Map([...node.entries].map(([name, { key }]) => [name, key]));
}
