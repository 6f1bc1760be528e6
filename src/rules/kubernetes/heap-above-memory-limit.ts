import { formatBytes } from '../../base/units.ts';
import type { Container, KubernetesSet } from '../../model/kubernetes.ts';
import { bad, defineRule, good } from '../rule.ts';
import { environmentOf } from '../shared/kubernetes/container-env.ts';
import { subject } from '../shared/kubernetes/pods.ts';
import { quantityOf } from '../shared/kubernetes/quantity.ts';
import { cachesIn, heapsIn, holdsOptions, type MemorySetting } from '../shared/memory-settings.ts';

export default defineRule({
  id: 'heap-above-memory-limit',
  area: 'kubernetes',
  severity: 'high',
  aliases: [],
  title: 'A program may take more memory than its container has',
  why: 'The kernel kills the process as soon as the memory is really used (OOMKilled), mostly under load.',
  fix: 'Keep heap and caches at about three quarters of the memory limit, or raise the limit.',
  references: ['https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/'],
  on: 'container',
  *check(container, { workload, set }) {
    const limit = container.limits.get('memory');
    const bytes = limit === undefined ? undefined : quantityOf(limit.value);
    if (limit === undefined || bytes === undefined) return;
    for (const setting of settingsOf(set, container)) {
      if (setting.bytes < bytes) continue;
      yield {
        at: setting.at.span,
        message: `${subject(container, workload)} may take ${formatBytes(setting.bytes)} of ${setting.kind}, but is limited to ${formatBytes(bytes)} of memory`,
        object: `${workload.title} container ${container.name} memory`,
        related: [{ at: limit.span, message: 'the memory limit is set here' }],
      };
    }
  },
  examples: [
    bad(
      {
        'k8s/search.yaml': `
          apiVersion: v1
          kind: Pod
          metadata: {name: search}
          spec:
            containers:
              - name: search
                image: elasticsearch:8.15.0
                env:
                  - {name: ES_JAVA_OPTS, value: "-Xms1g -Xmx1g"}
                resources:
                  limits: {memory: 1Gi}
        `,
      },
      'k8s/search.yaml:9:39',
    ),
    good({
      'k8s/search.yaml': `
        apiVersion: v1
        kind: Pod
        metadata: {name: search}
        spec:
          containers:
            - name: search
              image: elasticsearch:8.15.0
              env:
                - {name: ES_JAVA_OPTS, value: "-Xms512m -Xmx512m"}
              resources:
                limits: {memory: 1Gi}
      `,
    }),
  ],
});

function settingsOf(set: KubernetesSet, container: Container): readonly MemorySetting[] {
  const { values } = environmentOf(set, container);
  const options = [...values].flatMap(([name, value]) => (holdsOptions(name) ? [value] : []));
  const words = [...container.command, ...container.args];
  return [...[...options, ...words].flatMap(heapsIn), ...cachesIn(words)];
}
