// Short forms to long ones, file by file and before the merge, so that merging sees one form of each key.
import type { Context } from './context.ts';
import type { MapNode, Node } from './node/node.ts';
import { isMap } from './node/node.ts';
import { type PathTable, pathTable, transform } from './node/path-table.ts';
import { hostList, namesToMap, pairsToMap, textList } from './normalise/lists.ts';
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

function rulesFor(report: Report): PathTable<Rule> {
  const variables = pairsToMap(report, 'null');
  const labels = pairsToMap(report, 'empty');
  const hooks = Object.fromEntries(
    ['post_start.*', 'pre_start.*', 'pre_stop.*', 'develop.watch.*.exec'].flatMap((hook) => [
      [`services.*.${hook}.command`, commandWords],
      [`services.*.${hook}.environment`, variables],
    ]),
  );
  return pathTable<Rule>({
    ...hooks,
    'services.*.annotations': labels,
    'services.*.build': longBuild,
    'services.*.build.additional_contexts': labels,
    'services.*.build.args': variables,
    'services.*.build.extra_hosts': hostList,
    'services.*.build.labels': labels,
    'services.*.build.no_cache_filter': textList,
    'services.*.build.secrets': longFileMounts,
    'services.*.build.ssh': variables,
    'services.*.command': commandWords,
    'services.*.configs': longFileMounts,
    'services.*.depends_on': longDependencies,
    'services.*.deploy.labels': labels,
    'services.*.develop.watch.*.ignore': textList,
    'services.*.develop.watch.*.include': textList,
    'services.*.devices': deviceList,
    'services.*.dns': textList,
    'services.*.dns_search': textList,
    'services.*.entrypoint': commandWords,
    'services.*.env_file': longEnvFiles,
    'services.*.environment': variables,
    'services.*.expose': textList,
    'services.*.extra_hosts': hostList,
    'services.*.gpus': longGpus,
    'services.*.group_add': textList,
    'services.*.healthcheck.test': healthTest,
    'services.*.label_file': textList,
    'services.*.labels': labels,
    'services.*.models': namesToMap,
    'services.*.networks': namesToMap,
    'services.*.ports': portList(report),
    'services.*.secrets': longFileMounts,
    'services.*.sysctls': labels,
    'services.*.tmpfs': textList,
    'services.*.volumes': volumeList(report),
    'services.*.volumes.*.volume.labels': labels,
    'configs.*': plainExternal,
    'configs.*.labels': labels,
    'networks.*': plainExternal,
    'networks.*.labels': labels,
    'secrets.*': plainExternal,
    'secrets.*.labels': labels,
    'volumes.*': plainExternal,
    'volumes.*.labels': labels,
  });
}

/** The tree of one file, already checked, in long form. */
export function normalise(context: Context, tree: MapNode): MapNode {
  const long = transform(tree, rulesFor(context.report));
  return isMap(long) ? long : tree;
}
