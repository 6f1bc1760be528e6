import type { HelmChart, ValueUse } from '../../model/helm.ts';
import type { YamlNode } from '../../syntax/yaml.ts';
import { itemsAt, nodeAt, textAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';

export default defineRule({
  id: 'chart-value-missing',
  area: 'kubernetes',
  severity: 'high',
  confidence: 'likely',
  aliases: [],
  title: 'A template looks into a value that no file of values has',
  why: 'helm stops with "nil pointer evaluating interface {}" for everyone who does not happen to set it.',
  fix: 'Give it a default in values.yaml, or guard it in the template with `with`, `dig` or `required`.',
  references: ['https://helm.sh/docs/chart_best_practices/values/'],
  on: 'chart',
  *check(chart, { project }) {
    // A library is rendered with the values of whoever uses it.
    if (
      chart.valuesFile === undefined ||
      chart.changesValues ||
      textAt(chart.node, 'type')?.value === 'library'
    )
      return;
    const parent = project.charts.find(({ folder }) => chart.folder.startsWith(`${folder}/charts/`));
    const told = new Set<string>();
    for (const use of chart.uses) {
      const missing = missingPart(chart, use, parent);
      if (missing === undefined || told.has(missing)) continue;
      told.add(missing);
      yield {
        at: use.span,
        message: `the template reads .Values.${use.path.join('.')}, and values.yaml has no ${missing}`,
        object: `${chart.name?.value ?? chart.folder} .Values.${missing}`,
      };
    }
  },
  examples: [
    bad(
      {
        'chart/Chart.yaml': `
          apiVersion: v2
          name: api
          version: 1.0.0
        `,
        'chart/values.yaml': `
          image:
            tag: 1.4.2
        `,
        'chart/templates/service.yaml': `
          apiVersion: v1
          kind: Service
          metadata:
            name: api
          spec:
            ports:
              - port: {{ .Values.service.port }}
        `,
      },
      'chart/templates/service.yaml:7:16',
    ),
    good({
      'chart/Chart.yaml': `
        apiVersion: v2
        name: api
        version: 1.0.0
        dependencies:
          - {name: redis, version: 1.0.0, repository: "https://charts.example.com"}
      `,
      'chart/values.yaml': `
        service:
          port: 80
      `,
      'chart/templates/service.yaml': `
        apiVersion: v1
        kind: Service
        metadata:
          name: api-{{ .Values.global.name }}-{{ .Values.redis.name }}
        spec:
          {{- with .Values.extra }}
          type: {{ $.Values.extra.type }}
          {{- end }}
          ports:
            - port: {{ .Values.service.port }}
              name: {{ .Values.name }}
      `,
    }),
    good({
      'shop/Chart.yaml': `
        apiVersion: v2
        name: shop
        version: 1.0.0
      `,
      'shop/values.yaml': `
        web:
          service:
            port: 80
      `,
      'shop/charts/web/Chart.yaml': `
        apiVersion: v2
        name: web
        version: 1.0.0
      `,
      'shop/charts/web/values.yaml': `
        replicas: 2
      `,
      'shop/charts/web/templates/service.yaml': `
        apiVersion: v1
        kind: Service
        metadata:
          name: web
        spec:
          ports:
            - port: {{ .Values.service.port }}
      `,
    }),
  ],
});

/** The part in front of the last key that is nowhere; the last key itself may be empty. */
function missingPart(
  chart: HelmChart,
  { path, guarded }: ValueUse,
  parent: HelmChart | undefined,
): string | undefined {
  const [first = ''] = path;
  if (guarded || path.length < 2 || first === 'global' || isDependency(chart, first)) return undefined;
  for (let length = 1; length < path.length; length += 1) {
    const part = path.slice(0, length);
    if (hasValue(chart, part) || (parent !== undefined && hasValue(parent, [nameIn(chart), ...part])))
      continue;
    const isGuarded = chart.uses.some(
      (other) => other.guarded && part.every((key, index) => other.path[index] === key),
    );
    return isGuarded ? undefined : part.join('.');
  }
  return undefined;
}

function hasValue({ values, otherValues }: HelmChart, path: readonly string[]): boolean {
  return has(values, path) || otherValues.some(({ node }) => has(node, path));
}

/** Under which a chart that holds this one sets its values. */
function nameIn({ name, folder }: HelmChart): string {
  return name?.value ?? folder.slice(folder.lastIndexOf('/') + 1);
}

function has(values: YamlNode | undefined, path: readonly string[]): boolean {
  return nodeAt(values, ...path) !== undefined;
}

/** Values under the name of a dependency have that chart's own defaults. */
function isDependency({ node }: HelmChart, name: string): boolean {
  return itemsAt(node, 'dependencies').some(
    (item) => textAt(item, 'alias')?.value === name || textAt(item, 'name')?.value === name,
  );
}
