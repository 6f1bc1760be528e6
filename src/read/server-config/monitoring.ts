// What Prometheus is to load and to watch, and what Grafana is to show.
import { type Located, located } from '../../base/span.ts';
import type { Monitoring, ServerConfig } from '../../model/server-config.ts';
import { isMap, type YamlNode } from '../../syntax/yaml.ts';
import { entriesAt, itemsAt, nodeAt, textAt, textsAt } from '../../syntax/yaml-path.ts';

const nothing: Monitoring = {
  isMain: false,
  jobs: [],
  discovers: false,
  inCluster: [],
  ruleFiles: [],
  sendsAlerts: false,
  alerts: [],
  dataSources: [],
  dashboardFolders: [],
  queried: [],
};

export function monitoringIn(roots: readonly (YamlNode | undefined)[]): Monitoring {
  const all = roots.map(monitoringOf);
  return {
    isMain: all.some(({ isMain }) => isMain),
    jobs: all.flatMap(({ jobs }) => jobs),
    discovers: all.some(({ discovers }) => discovers),
    inCluster: all.flatMap(({ inCluster }) => inCluster),
    ruleFiles: all.flatMap(({ ruleFiles }) => ruleFiles),
    sendsAlerts: all.some(({ sendsAlerts }) => sendsAlerts),
    alerts: all.flatMap(({ alerts }) => alerts),
    dataSources: all.flatMap(({ dataSources }) => dataSources),
    dashboardFolders: all.flatMap(({ dashboardFolders }) => dashboardFolders),
    queried: [],
  };
}

function monitoringOf(root: YamlNode | undefined): Monitoring {
  const jobs = itemsAt(root, 'scrape_configs');
  const finds = (node: YamlNode) => entriesAt(node).some(({ key }) => /_sd_configs$/.test(key.text));
  const sources = itemsAt(root, 'datasources').flatMap((source) => {
    const name = textAt(source, 'name');
    const isDefault = textAt(source, 'isDefault')?.value === 'true';
    const defaultOf = isDefault ? (textAt(source, 'orgId')?.value ?? '1') : undefined;
    return name === undefined ? [] : [{ name, uid: textAt(source, 'uid')?.value, defaultOf }];
  });
  return {
    ...nothing,
    isMain: isMap(root) && nodeAt(root, 'scrape_configs') !== undefined,
    jobs: jobs.flatMap((job) => textAt(job, 'job_name') ?? []),
    discovers: nodeAt(root, 'scrape_config_files') !== undefined || jobs.some(finds),
    inCluster: jobs.flatMap(inClusterOf),
    ruleFiles: textsAt(root, 'rule_files'),
    sendsAlerts: itemsAt(root, 'alerting', 'alertmanagers').length > 0,
    alerts: itemsAt(root, 'groups').flatMap((group) => itemsAt(group, 'rules').flatMap(alertOf)),
    dataSources: sources,
    dashboardFolders: itemsAt(root, 'providers').flatMap((one) => textAt(one, 'options', 'path') ?? []),
  };
}

function inClusterOf(job: YamlNode): Monitoring['inCluster'] {
  const asked = itemsAt(job, 'kubernetes_sd_configs');
  const isInside = (one: YamlNode) =>
    nodeAt(one, 'api_server') === undefined && nodeAt(one, 'kubeconfig_file') === undefined;
  const name = textAt(job, 'job_name');
  return name !== undefined && asked.length > 0 && asked.every(isInside) ? [name] : [];
}

function alertOf(rule: YamlNode): Monitoring['alerts'] {
  const name = textAt(rule, 'alert');
  const expression = textAt(rule, 'expr');
  return name === undefined || expression === undefined ? [] : [{ name, expression }];
}

/** A dashboard is looked through as text: it is long, and only the names of its data sources are wanted. */
export function readDashboard(file: string, text: string): ServerConfig | undefined {
  if (!text.includes('"panels"')) return undefined;
  const queried = new Map<string, Located<string>>();
  const targets = targetLists(text);
  for (const match of text.matchAll(/"datasource"\s*:\s*(?:\{([^{}]*)\}|"([^"]*)")/g)) {
    const name = match[2] ?? /"uid"\s*:\s*"([^"]*)"/.exec(match[1] ?? '')?.[1];
    // The source of a panel takes the place of those of its targets.
    if (targets.some(({ start, end }) => match.index > start && match.index < end)) continue;
    if (name === undefined || queried.has(name)) continue;
    const start = match.index + match[0].lastIndexOf(name);
    queried.set(name, located(name, { file, start, end: start + name.length }));
  }
  const monitoring = { ...nothing, queried: [...queried.values()] };
  return { file, program: 'grafana', addresses: [], groups: new Set(), listens: new Set(), monitoring };
}

/** Where the lists named `targets` begin and end. */
function targetLists(text: string): readonly { readonly start: number; readonly end: number }[] {
  const lists: { start: number; end: number }[] = [];
  for (const match of text.matchAll(/"targets"\s*:\s*\[/g)) {
    const start = match.index + match[0].length;
    if ((lists.at(-1)?.end ?? 0) > start) continue;
    let depth = 1;
    const brackets = /"(?:[^"\\]|\\.)*"|[[\]]/g;
    brackets.lastIndex = start;
    for (let found = brackets.exec(text); found !== null; found = brackets.exec(text)) {
      depth += found[0] === '[' ? 1 : found[0] === ']' ? -1 : 0;
      if (depth === 0) break;
    }
    lists.push({ start, end: brackets.lastIndex === 0 ? text.length : brackets.lastIndex });
  }
  return lists;
}
