// Prometheus, a prober, Alertmanager and Grafana beside a compose project, with the KPIs as alerts and as a dashboard.
import { SeaworthyError } from '../../base/errors.ts';
import type { Stack } from '../../model/service.ts';
import { parseImage } from '../../rules/shared/image.ts';
import { requireStack } from '../chosen-stack.ts';
import type { Generated, GeneratedFile, Generator, Note } from '../generator.ts';
import { besideStack } from '../shared/compose-file.ts';
import { type AskedVariable, withAsked } from '../shared/env-example.ts';
import { entry, fromPlain, item, list, map, raw, type Yaml, yamlFile } from '../yaml.ts';
import { alertRules } from './alerts.ts';
import { composeFile } from './compose.ts';
import { dashboard, prometheusUid } from './dashboard.ts';
import { type Names, namesIn } from './names.ts';
import { prometheusConfig } from './prometheus.ts';
import { targetsOf } from './targets.ts';

export const generator: Generator = {
  generate({ project, ...given }): Generated {
    const stack = requireStack({ project, ...given });
    refuseSecond(stack);
    const targets = targetsOf(project, stack);
    if (targets.endpoints.length === 0)
      throw new SeaworthyError('USAGE', `nothing of ${stack.name} can be watched`, {
        hint: 'Nothing says on which port a service listens: publish it, expose it, or give it a health check.',
      });
    const names = namesIn(stack);
    const file = (path: string, text: string): GeneratedFile => ({ path: besideStack(stack, path), text });
    return {
      files: [
        file('compose.monitoring.yaml', composeFile(stack, targets, names)),
        file('monitoring/alertmanager.yml', alertmanagerConfig()),
        file('monitoring/alerts.yml', alertRules(targets, project.settings?.kpis)),
        file('monitoring/grafana/dashboards/services.json', dashboard(stack.name, targets)),
        file('monitoring/grafana/provisioning/dashboards/files.yml', dashboardProvider()),
        file('monitoring/grafana/provisioning/datasources/prometheus.yml', sources(names)),
        file('monitoring/prometheus.yml', prometheusConfig(targets, names)),
        ...withAsked(project, stack, variables),
      ],
      notes: [...targets.notes, ...decisions],
    };
  },
};

const variables: readonly AskedVariable[] = [
  { name: 'ALERT_WEBHOOK_URL', what: 'where Alertmanager sends alerts' },
  { name: 'GRAFANA_ADMIN_PASSWORD', what: 'the password of admin in Grafana' },
];

const decisions = variables.map(({ name, what }): Note => {
  return { kind: 'decide', text: `${name} is to be set: ${what} is said nowhere` };
});

function refuseSecond({ services }: Stack): void {
  for (const { name, image } of services.values()) {
    const repository = image && parseImage(image.value)?.repository;
    if (image === undefined || !/(?:^|\/)prometheus$/.test(repository ?? '')) continue;
    throw new SeaworthyError('USAGE', `the project has a Prometheus already: ${name}`, {
      hint: 'Generate makes one where there is none.',
      at: image.span,
    });
  }
}

function alertmanagerConfig(): string {
  const receiver = map(
    entry('name', 'team'),
    entry('webhook_configs', list(item(map(entry('url_file', '/run/secrets/alert_webhook_url'))))),
  );
  const root = map(
    entry(
      'route',
      map(
        entry('receiver', 'team'),
        entry('group_by', flowList(['alertname', 'job'])),
        entry('repeat_interval', raw('4h')),
      ),
    ),
    entry('receivers', list(item(receiver)), { gap: true }),
  );
  return yamlFile({
    head: 'Who is told. The address is a secret: whoever has it can send alerts of his own.',
    root,
  });
}

function flowList(words: readonly string[]): Yaml {
  return { kind: 'list', flow: true, items: words.map((word) => item(word)) };
}

function dashboardProvider(): string {
  const provider = map(
    entry('name', 'files'),
    entry('type', 'file'),
    entry('options', map(entry('path', '/var/lib/grafana/dashboards'))),
  );
  return yamlFile({
    head: 'Dashboards come from files: changes made in the browser are not kept.',
    root: map(entry('apiVersion', 1), entry('providers', list(item(provider)))),
  });
}

function sources({ prometheus }: Names): string {
  const source = fromPlain({
    name: 'Prometheus',
    uid: prometheusUid,
    type: 'prometheus',
    access: 'proxy',
    url: `http://${prometheus}:9090`,
    isDefault: true,
  });
  return yamlFile({
    head: 'Where the panels of the dashboards get their numbers from; they name it by its uid.',
    root: map(entry('apiVersion', 1), entry('datasources', list(item(source)))),
  });
}
