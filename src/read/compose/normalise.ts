// Short forms to long ones, file by file and before the merge, so that merging sees one form of each key.
import type { Context } from './context.ts';
import type { MapNode, Node } from './node/node.ts';
import { isMap } from './node/node.ts';
import { forContainers, type PathTable, pathTable, transform } from './node/path-table.ts';
import { commandWords } from './normalise/command.ts';
import { hostList } from './normalise/hosts.ts';
import { namesToMap, optionLists, pairsToMap, textItem, textList, withoutEmpty } from './normalise/lists.ts';
import { portList } from './normalise/ports.ts';
import {
  healthTest,
  longBuild,
  longDependencies,
  longEnvFiles,
  longFileMounts,
  longGpus,
  plainExternal,
} from './normalise/service.ts';
import { withValues } from './normalise/values.ts';
import { deviceList, volumeList } from './normalise/volumes.ts';
import type { Report } from './report.ts';

type Rule = (node: Node) => Node;

/** Names of which one without value asks the environment. */
const variablePaths = [
  'services.*.build.args',
  'services.*.develop.watch.*.exec.environment',
  'services.*.environment',
  'services.*.post_start.*.environment',
  'services.*.pre_start.*.environment',
  'services.*.pre_stop.*.environment',
];

const labelPaths = [
  'configs.*.labels',
  'networks.*.driver_opts',
  'networks.*.ipam.options',
  'networks.*.labels',
  'secrets.*.driver_opts',
  'secrets.*.labels',
  'services.*.annotations',
  'services.*.build.labels',
  'services.*.deploy.labels',
  'services.*.deploy.resources.reservations.devices.*.options',
  'services.*.gpus.*.options',
  'services.*.labels',
  'services.*.logging.options',
  'services.*.networks.*.driver_opts',
  'services.*.storage_opt',
  'services.*.sysctls',
  'services.*.volumes.*.volume.labels',
  'volumes.*.driver_opts',
  'volumes.*.labels',
];

const commandPaths = [
  'services.*.command',
  'services.*.develop.watch.*.exec.command',
  'services.*.entrypoint',
  'services.*.post_start.*.command',
  'services.*.pre_start.*.command',
  'services.*.pre_stop.*.command',
];

const resourceKinds = ['configs', 'networks', 'secrets', 'volumes'];

/** Rules that have nothing to report. */
const plainRules: Readonly<Record<string, Rule>> = {
  'services.*.build': longBuild,
  'services.*.build.no_cache_filter': textList,
  'services.*.build.provenance': textItem,
  'services.*.build.sbom': textItem,
  'services.*.build.secrets': longFileMounts,
  'services.*.configs': longFileMounts,
  'services.*.develop.watch.*.ignore': textList,
  'services.*.develop.watch.*.include': textList,
  'services.*.dns': (node) => withoutEmpty(textList(node)),
  'services.*.dns_search': textList,
  'services.*.env_file': longEnvFiles,
  'services.*.expose': textList,
  'services.*.gpus': longGpus,
  'services.*.healthcheck.test': healthTest,
  'services.*.label_file': textList,
  'services.*.provider.options': optionLists,
  'services.*.secrets': longFileMounts,
  'services.*.tmpfs': textList,
};

function rulesFor(report: Report): PathTable<Rule> {
  const variables = pairsToMap('null');
  const labels = pairsToMap('empty');
  const command = commandWords(report);
  const hosts = hostList(report);
  const names = namesToMap(report);
  const external = plainExternal(report);
  const rules: Readonly<Record<string, Rule>> = {
    ...plainRules,
    ...Object.fromEntries(variablePaths.map((path) => [path, variables])),
    ...Object.fromEntries(labelPaths.map((path) => [path, labels])),
    ...Object.fromEntries(commandPaths.map((path) => [path, command])),
    ...Object.fromEntries(resourceKinds.map((kind) => [`${kind}.*`, external])),
    'services.*.build.additional_contexts': withValues(report, labels, () => false),
    'services.*.build.extra_hosts': hosts,
    'services.*.build.ssh': withValues(report, variables, (name) => name === 'default'),
    'services.*.depends_on': longDependencies(report),
    'services.*.devices': deviceList(report),
    'services.*.extra_hosts': hosts,
    'services.*.models': names,
    'services.*.networks': names,
    'services.*.ports': portList(report),
    'services.*.volumes': volumeList(report),
  };
  return pathTable<Rule>(forContainers(rules));
}

/** The tree of one file, already checked, in long form. */
export function normalise(context: Context, tree: MapNode): MapNode {
  const long = transform(tree, rulesFor(context.report));
  return isMap(long) ? long : tree;
}
