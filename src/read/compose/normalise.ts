// Short forms to long ones, file by file and before the merge, so that merging sees one form of each key.
import type { Context } from './context.ts';
import type { MapNode, Node } from './node/node.ts';
import { isMap } from './node/node.ts';
import { type PathTable, pathTable, transform } from './node/path-table.ts';
import { hostList, namesToMap, type PairRules, pairsToMap, textList } from './normalise/lists.ts';
import { portList } from './normalise/ports.ts';
import {
  commandWords,
  healthTest,
  longBuild,
  longDependencies,
  longEnvFiles,
  longFileMounts,
  longGpus,
  plainExternal,
} from './normalise/service.ts';
import { deviceList, volumeList } from './normalise/volumes.ts';
import type { Report } from './report.ts';

type Rule = (node: Node) => Node;

/** Names of which one without value asks the environment, and others; keyed where equal items are taken together. */
const pairRules: Readonly<Record<string, PairRules>> = {
  'configs.*.labels': { bare: 'empty', isKeyed: false },
  'networks.*.labels': { bare: 'empty', isKeyed: true },
  'secrets.*.labels': { bare: 'empty', isKeyed: false },
  'services.*.annotations': { bare: 'empty', isKeyed: true },
  'services.*.build.additional_contexts': { bare: 'empty', isKeyed: true },
  'services.*.build.args': { bare: 'null', isKeyed: true },
  'services.*.build.labels': { bare: 'empty', isKeyed: true },
  'services.*.build.ssh': { bare: 'null', isKeyed: false },
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
};

/** Rules that have nothing to report. */
const plainRules: Readonly<Record<string, Rule>> = {
  'configs.*': plainExternal,
  'networks.*': plainExternal,
  'secrets.*': plainExternal,
  'services.*.build': longBuild,
  'services.*.build.extra_hosts': hostList,
  'services.*.build.no_cache_filter': textList,
  'services.*.build.secrets': longFileMounts,
  'services.*.command': commandWords,
  'services.*.configs': longFileMounts,
  'services.*.depends_on': longDependencies,
  'services.*.develop.watch.*.exec.command': commandWords,
  'services.*.develop.watch.*.ignore': textList,
  'services.*.develop.watch.*.include': textList,
  'services.*.dns': textList,
  'services.*.dns_search': textList,
  'services.*.entrypoint': commandWords,
  'services.*.env_file': longEnvFiles,
  'services.*.expose': textList,
  'services.*.extra_hosts': hostList,
  'services.*.gpus': longGpus,
  'services.*.group_add': textList,
  'services.*.healthcheck.test': healthTest,
  'services.*.label_file': textList,
  'services.*.models': namesToMap,
  'services.*.networks': namesToMap,
  'services.*.post_start.*.command': commandWords,
  'services.*.pre_start.*.command': commandWords,
  'services.*.pre_stop.*.command': commandWords,
  'services.*.secrets': longFileMounts,
  'services.*.tmpfs': textList,
  'volumes.*': plainExternal,
};

/** A rule for what can be taken apart: a text with a variable cannot before the variable has its value. */
function unlessTemplate(rule: Rule): Rule {
  const isTemplate = (node: Node) => node.kind === 'scalar' && node.text.includes('$');
  return (node) =>
    isTemplate(node) || (node.kind === 'list' && node.items.some(isTemplate)) ? node : rule(node);
}

function rulesFor(report: Report): PathTable<Rule> {
  const pairs = Object.entries(pairRules).map(([path, rules]) => [path, pairsToMap(report, rules)] as const);
  const splitting: Readonly<Record<string, Rule>> = {
    ...plainRules,
    'services.*.devices': deviceList(report),
    'services.*.ports': portList(report),
    'services.*.volumes': volumeList(report),
  };
  const own = report.keepsTemplates
    ? Object.fromEntries(Object.entries(splitting).map(([path, rule]) => [path, unlessTemplate(rule)]))
    : splitting;
  return pathTable<Rule>({
    ...own,
    ...Object.fromEntries(pairs),
  });
}

/** The tree of one file, already checked, in long form. */
export function normalise(context: Context, tree: MapNode): MapNode {
  const long = transform(tree, rulesFor(context.report));
  return isMap(long) ? long : tree;
}
