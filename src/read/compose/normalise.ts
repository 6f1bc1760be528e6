// Short forms to long ones, file by file and before the merge, so that merging sees one form of each key.
import type { Context } from './context.ts';
import type { MapNode, Node } from './node/node.ts';
import { isMap, isScalar, revalued } from './node/node.ts';
import { forContainers, pathTable, transform, transformBy } from './node/path-table.ts';
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
/** A rule that reports what it cannot read. */
type Reporting = (report: Report) => Rule;

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

const plain =
  (rule: Rule): Reporting =>
  () =>
    rule;

/** Rules that take a text or a list apart. */
const splitting = (): Readonly<Record<string, Reporting>> => ({
  ...Object.fromEntries(commandPaths.map((path) => [path, commandWords])),
  ...Object.fromEntries(resourceKinds.map((kind) => [`${kind}.*`, plainExternal])),
  'jobs.*.triggers.schedule.*': plain(longSchedule),
  'services.*.build': plain(longBuild),
  'services.*.build.additional_contexts': (report) =>
    withValues(report, pairsToMap(report, { bare: 'empty', isKeyed: true }), () => false),
  'services.*.build.extra_hosts': hostList,
  'services.*.build.no_cache_filter': plain(textList),
  'services.*.build.provenance': plain(textItem),
  'services.*.build.sbom': plain(textItem),
  'services.*.build.secrets': plain(longFileMounts),
  'services.*.build.ssh': (report) =>
    withValues(report, pairsToMap(report, { bare: 'null', isKeyed: false }), (name) => name === 'default'),
  'services.*.configs': plain(longFileMounts),
  'services.*.depends_on': longDependencies,
  'services.*.develop.watch.*.ignore': plain(textList),
  'services.*.develop.watch.*.include': plain(textList),
  'services.*.devices': deviceList,
  'services.*.dns': plain((node) => withoutEmpty(textList(node))),
  'services.*.dns_search': plain(textList),
  'services.*.env_file': plain(longEnvFiles),
  'services.*.expose': plain(textList),
  'services.*.extra_hosts': hostList,
  'services.*.gpus': plain(longGpus),
  'services.*.healthcheck.test': plain(healthTest),
  'services.*.label_file': plain(textList),
  'services.*.models': namesToMap,
  'services.*.networks': namesToMap,
  'services.*.ports': portList,
  'services.*.provider.options': plain(optionLists),
  'services.*.secrets': plain(longFileMounts),
  'services.*.tmpfs': plain(textList),
  'services.*.volumes': volumeList,
});

/** A rule for what can be taken apart: a text with a variable cannot before the variable has its value. */
function unlessTemplate(rule: Reporting): Reporting {
  const isTemplate = (node: Node) => node.kind === 'scalar' && node.text.includes('$');
  return (report) => (node) => {
    const isOpen = isTemplate(node) || (node.kind === 'list' && node.items.some(isTemplate));
    return isOpen && report.keepsTemplates ? node : rule(report)(node);
  };
}

const long = pathTable<Reporting>(() =>
  forContainers({
    ...mapped(splitting(), unlessTemplate),
    ...mapped(pairRules, (rules) => (report) => pairsToMap(report, rules)),
  }),
);

function mapped<T, U>(record: Readonly<Record<string, T>>, change: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}

/** The tree of one file, already checked, in long form. */
export function normalise({ report }: Context, tree: MapNode): MapNode {
  const done = transformBy(tree, long, (rule, node) => rule(report)(node));
  return isMap(done) ? done : tree;
}

/** An option without value is empty in the end; until then it leaves what earlier files say. */
function withoutNulls(node: Node): Node {
  return isScalar(node) && node.value === null ? revalued(node, '') : node;
}

const finishing = pathTable<Rule>(() => ({
  'services.*.logging.options.*': withoutNulls,
  'jobs.*.ports.*': publishedAsText,
  'jobs.*.volumes.*': withCleanTarget,
  'services.*.ports.*': publishedAsText,
  'services.*.volumes.*': withCleanTarget,
}));

/** What docker compose brings into one form only after everything is merged. */
export function finished(tree: MapNode): MapNode {
  const own = transform(tree, finishing);
  return isMap(own) ? own : tree;
}
