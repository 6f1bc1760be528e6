import { isMap, type YamlNode } from '../../syntax/yaml.ts';
import { textAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';

export default defineRule({
  id: 'chart-image-tag-floating',
  area: 'kubernetes',
  severity: 'medium',
  aliases: [],
  title: 'The values of a chart set an image tag that moves',
  why: 'Two pods of one release run different versions, and a rollback starts the same image again.',
  fix: 'Name the version, or leave the tag empty and take the `appVersion` of the chart.',
  references: ['https://helm.sh/docs/chart_best_practices/pods/#images'],
  joins: 'file',
  on: 'chart',
  *check(chart) {
    for (const { image, tag } of imagesIn(chart.values, 0)) {
      if (!floating.test(tag.value)) continue;
      yield {
        at: tag.span,
        message: `the values set the tag of ${image} to ${tag.value}, which moves`,
        object: `${chart.name?.value ?? chart.folder} ${image}`,
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
            repository: ghcr.io/acme/api
            tag: latest
        `,
      },
      'chart/values.yaml:3:8',
    ),
    good({
      'chart/Chart.yaml': `
        apiVersion: v2
        name: api
        version: 1.0.0
      `,
      'chart/values.yaml': `
        image:
          repository: ghcr.io/acme/api
          tag: ""
        tag: latest
        sidecar:
          repository: ghcr.io/acme/sidecar
          tag: latest
          digest: sha256:8f31c9b27de04a65b1f7c93e52ad60848f31c9b27de04a65b1f7c93e52ad6084
      `,
    }),
  ],
});

const floating = /^(?:latest|main|master|edge|nightly|dev|develop|stable)$/;

function* imagesIn(
  node: YamlNode | undefined,
  depth: number,
): Iterable<{ readonly image: string; readonly tag: NonNullable<ReturnType<typeof textAt>> }> {
  if (!isMap(node) || depth > 20) return;
  const name = textAt(node, 'repository') ?? textAt(node, 'image') ?? textAt(node, 'name');
  const tag = textAt(node, 'tag');
  const isPinned = (textAt(node, 'digest')?.value ?? '') !== '';
  if (name !== undefined && tag !== undefined && !isPinned) yield { image: name.value, tag };
  for (const { value } of node.entries) yield* imagesIn(value, depth + 1);
}
