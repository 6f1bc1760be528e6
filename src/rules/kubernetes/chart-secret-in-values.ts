import type { Located } from '../../base/span.ts';
import { isMap, isScalar, type YamlNode } from '../../syntax/yaml.ts';
import { bad, defineRule, good } from '../rule.ts';
import { secretKindOf, secretWords } from '../shared/secret-value.ts';

export default defineRule({
  id: 'chart-secret-in-values',
  area: 'kubernetes',
  severity: 'high',
  confidence: 'likely',
  aliases: [],
  title: 'The values of a chart hold a secret in plain text',
  why: 'Every release that does not set another runs with it, and everyone who can read the chart knows it.',
  fix: 'Leave it empty and require it, make it when the chart is installed, or name an existing Secret.',
  references: ['https://helm.sh/docs/howto/charts_tips_and_tricks/'],
  on: 'chart',
  *check(chart, { project }) {
    const all = [
      ...(chart.valuesFile === undefined ? [] : [{ file: chart.valuesFile, node: chart.values }]),
      ...chart.otherValues,
    ];
    for (const { file, node } of all) {
      if (project.files.isGitIgnored(file)) continue;
      for (const { path, text } of textsIn(node, [])) {
        const kind = secretKindOf(path.at(-1) ?? '', text.value);
        // Placeholders of a chart are there to be replaced, and what is weak is a default for trying it out.
        if (kind !== 'secret' || words.test(text.value)) continue;
        const name = path.join('.');
        yield {
          at: text.span,
          message: `the values set ${name} to ${secretWords[kind]}`,
          object: `${file} ${name}`,
        };
      }
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
          database:
            user: shop
            password: kX9-pool-river-42
        `,
      },
      'chart/values.yaml:3:13',
    ),
    good({
      'chart/Chart.yaml': `
        apiVersion: v2
        name: api
        version: 1.0.0
      `,
      'chart/values.yaml': `
        database:
          user: shop
          password: ""
          existingSecret: shop-database
          secretKey: password
          secretFiles: certs/**
        signing:
          privateKey: |
            -----BEGIN PRIVATE KEY-----
            YOUR-PRIVATE-KEY-HERE
            -----END PRIVATE KEY-----
      `,
    }),
  ],
});

/** Words alone name something: a key, a Secret, a variable. */
const words = /^[a-z]+(?:[-_.][a-z]+)*$/i;

function* textsIn(
  node: YamlNode | undefined,
  path: readonly string[],
): Iterable<{ readonly path: readonly string[]; readonly text: Located<string> }> {
  if (!isMap(node) || path.length > 20) return;
  for (const { key, value } of node.entries) {
    const below = [...path, key.text];
    if (isScalar(value)) {
      const isName = /(?:name|ref|path|secret|selector|class|existing\w*)$/i.test(key.text);
      if (typeof value.value === 'string' && !isName && !value.text.includes('{{'))
        yield { path: below, text: { value: value.text, span: value.span } };
    } else yield* textsIn(value, below);
  }
}
