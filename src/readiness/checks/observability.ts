import { absent, type Check, composeServices, fileLinks, placeLink } from '../check.ts';
import { findingsClear, scripts, serverConfigs, services } from '../findings-clear.ts';

const group = 'Observability';

const monitors =
  /(?:^|[/_-])(?:prometheus|grafana|victoria-metrics|otel|opentelemetry|jaeger|tempo|loki|alloy|telegraf|netdata)/;

export const observability: readonly Check[] = [
  {
    id: 'observability/monitored',
    group,
    title: 'Something collects metrics',
    known: 'parsed',
    from: 'production',
    remedy: 'Add Prometheus or another collector; seaworthy generate monitoring writes one.',
    judge(facts) {
      const all = composeServices(facts);
      const found = all.filter(({ name, image }) => monitors.test(image?.value ?? '') || monitors.test(name));
      const [first] = found;
      if (first !== undefined)
        return {
          outcome: 'pass',
          detail: `${first.name} collects`,
          evidence: [placeLink(facts, first.nameSpan)],
        };
      const monitorsOfCluster = facts.artifacts.filter(
        ({ kind, file }) => kind === 'kubernetes' && /monitor|prometheus/i.test(file),
      );
      if (monitorsOfCluster.length > 0)
        return {
          outcome: 'pass',
          detail: 'monitors of the cluster are declared',
          evidence: fileLinks(monitorsOfCluster.map(({ file }) => file)),
        };
      return {
        outcome: 'fail',
        detail: 'no service collects metrics',
        evidence: fileLinks(facts.compose?.files ?? []),
      };
    },
  },
  findingsClear({
    id: 'observability/scraped',
    group,
    title: 'Metrics are taken from where they are',
    known: 'resolved',
    from: 'staging',
    remedy: 'Correct host, port and path of the scrape target.',
    over: serverConfigs,
    rules: [
      'compose/scrape*',
      'compose/exporter-not-scraped',
      'compose/remote-storage-unreachable',
      'kubernetes/monitor-*',
    ],
  }),
  findingsClear({
    id: 'observability/alerts',
    group,
    title: 'Alerts are loaded and reach somebody',
    known: 'resolved',
    from: 'production',
    remedy: 'Add alert rules, load them, and name where they are sent.',
    over: serverConfigs,
    rules: ['compose/alert-*', 'compose/alerts-*'],
  }),
  findingsClear({
    id: 'observability/dashboards',
    group,
    title: 'Dashboards show what is collected',
    known: 'resolved',
    from: 'production',
    remedy: 'Correct the data source and the folder of dashboards.',
    over: serverConfigs,
    rules: ['compose/dashboard-*', 'compose/grafana-source-unreachable'],
  }),
  findingsClear({
    id: 'observability/telemetry',
    group,
    title: 'Traces and logs are sent where somebody listens',
    known: 'resolved',
    from: 'staging',
    remedy: 'Correct the address of the collector.',
    over: services,
    rules: ['compose/telemetry-*'],
  }),
  {
    id: 'observability/logs',
    group,
    title: 'Logs of every service are kept and bounded',
    known: 'parsed',
    from: 'production',
    remedy: 'Set a logging driver with max-size, or send logs elsewhere.',
    judge(facts) {
      const all = composeServices(facts);
      if (all.length === 0) return absent('there is no service');
      const unbounded = all.filter(({ keys }) => !keys.has('logging'));
      const [first] = unbounded;
      // The local engine keeps and turns the logs itself; elsewhere the driver decides.
      if (facts.plan?.engine === 'local')
        return absent('the local engine keeps the logs', facts.compose?.files ?? []);
      if (first === undefined)
        return {
          outcome: 'pass',
          detail: 'every service has a logging driver',
          evidence: fileLinks(facts.compose?.files ?? []),
        };
      return {
        outcome: 'fail',
        detail: `${unbounded.map(({ name }) => name).join(', ')}: logs grow without bound`,
        value: `${all.length - unbounded.length} of ${all.length}`,
        evidence: [placeLink(facts, first.nameSpan)],
      };
    },
  },
  findingsClear({
    id: 'observability/failures-shown',
    group,
    title: 'Deploy scripts stop at the first failure',
    from: 'staging',
    remedy: 'Use set -euo pipefail and do not hide exit codes.',
    over: scripts,
    rules: ['project/deploy-failure-ignored', 'ci/gate-hidden-by-pipe', 'ci/gate-cannot-fail'],
  }),
];
