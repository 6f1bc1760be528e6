// Short forms to long ones, file by file and before the merge, so that merging sees one form of each key.
import type { Context } from './context.ts';
import type { MapNode, Node } from './node/node.ts';
import { isMap, isScalar, revalued } from './node/node.ts';
import { forContainers, type PathTable, pathTable, transform } from './node/path-table.ts';
import { commandWords } from './normalise/command.ts';
import { hostList } from './normalise/hosts.ts';
import {
  longSchedule,
  namesToMap,
  optionLists,
  type PairRules,
  pairsToMap,
  textItem,
  textList,
  withoutEmpty,
} from './normalise/lists.ts';
import { portList, publishedAsText } from './normalise/ports.ts';
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
import { deviceList, volumeList, withCleanTarget } from './normalise/volumes.ts';
import type { Report } from './report.ts';

type Rule = (node: Node) => Node;

/** Names of which one without value asks the environment, and others; keyed where equal items are taken together. */
const pairRules: Readonly<Record<string, PairRules>> = {
  'configs.*.labels': { bare: 'empty', isKeyed: false },
  'networks.*.labels': { bare: 'empty', isKeyed: true },
  'secrets.*.labels': { bare: 'empty', isKeyed: false },
  'services.*.annotations': { bare: 'empty', isKeyed: true },
  'services.*.build.args': { bare: 'null', isKeyed: true },
  'services.*.build.labels': { bare: 'empty', isKeyed: true },
  'services.*.deploy.labels': { bare: 'empty', isKeyed: true },
  'services.*.develop.watch.*.exec.environment': { bare: 'null', isKeyed: false },
  'services.*.environment': { bare: 'null', isKeyed: true },
  'services.*.labels': { bare: 'empty', isKeyed: true },
  'services.*.post_start.*.environment': { bare: 'null', isKeyed: false },
  'services.*.pre_start.*.environment': { bare: 'null', isKeyed: false },
  'services.*.pre_stop.*.environment': { bare: 'null', isKeyed: false },
  'services.*.sysctls': { bare: 'empty', isKeyed: true },
  'services.*.volumes.*.volume.labels': { bare: 'empty', isKeyed: false },
  'volumes.*.labels': { bare: 'empty', isKeyed: false },
  'networks.*.driver_opts': { bare: 'empty', isKeyed: false },
  'networks.*.ipam.options': { bare: 'empty', isKeyed: false },
  'secrets.*.driver_opts': { bare: 'empty', isKeyed: false },
  'services.*.deploy.resources.reservations.devices.*.options': { bare: 'empty', isKeyed: false },
  'services.*.gpus.*.options': { bare: 'empty', isKeyed: false },
  'services.*.logging.options': { bare: 'null', isKeyed: false },
  'services.*.networks.*.driver_opts': { bare: 'empty', isKeyed: false },
  'services.*.storage_opt': { bare: 'empty', isKeyed: false },
  'volumes.*.driver_opts': { bare: 'empty', isKeyed: false },
};

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
  'jobs.*.triggers.schedule.*': longSchedule,
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

/** A rule for what can be taken apart: a text with a variable cannot before the variable has its value. */
function unlessTemplate(rule: Rule): Rule {
  const isTemplate = (node: Node) => node.kind === 'scalar' && node.text.includes('$');
  return (node) =>
    isTemplate(node) || (node.kind === 'list' && node.items.some(isTemplate)) ? node : rule(node);
}

function rulesFor(report: Report): PathTable<Rule> {
  const pairs = Object.entries(pairRules).map(([path, rules]) => [path, pairsToMap(report, rules)] as const);
  const contexts = pairsToMap(report, { bare: 'empty', isKeyed: true });
  const keys = pairsToMap(report, { bare: 'null', isKeyed: false });
  const command = commandWords(report);
  const hosts = hostList(report);
  const names = namesToMap(report);
  const external = plainExternal(report);
  const splitting: Readonly<Record<string, Rule>> = {
    ...plainRules,
    ...Object.fromEntries(commandPaths.map((path) => [path, command])),
    ...Object.fromEntries(resourceKinds.map((kind) => [`${kind}.*`, external])),
    'services.*.build.additional_contexts': withValues(report, contexts, () => false),
    'services.*.build.extra_hosts': hosts,
    'services.*.build.ssh': withValues(report, keys, (name) => name === 'default'),
    'services.*.depends_on': longDependencies(report),
    'services.*.devices': deviceList(report),
    'services.*.extra_hosts': hosts,
    'services.*.models': names,
    'services.*.networks': names,
    'services.*.ports': portList(report),
    'services.*.volumes': volumeList(report),
  };
  const own = report.keepsTemplates
    ? Object.fromEntries(Object.entries(splitting).map(([path, rule]) => [path, unlessTemplate(rule)]))
    : splitting;
  return pathTable<Rule>(forContainers({ ...own, ...Object.fromEntries(pairs) }));
}

/** The tree of one file, already checked, in long form. */
export function normalise(context: Context, tree: MapNode): MapNode {
  const long = transform(tree, rulesFor(context.report));
  return isMap(long) ? long : tree;
}

/** An option without value is empty in the end; until then it leaves what earlier files say. */
function withoutNulls(node: Node): Node {
  return isScalar(node) && node.value === null ? revalued(node, '') : node;
}

const finishing = pathTable<Rule>({
  'services.*.logging.options.*': withoutNulls,
  'jobs.*.ports.*': publishedAsText,
  'jobs.*.volumes.*': withCleanTarget,
  'services.*.ports.*': publishedAsText,
  'services.*.volumes.*': withCleanTarget,
});

/** What docker compose brings into one form only after everything is merged. */
export function finished(tree: MapNode): MapNode {
  const own = transform(tree, finishing);
  return isMap(own) ? own : tree;
}
