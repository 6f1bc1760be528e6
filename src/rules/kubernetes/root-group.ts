import type { Located } from '../../base/span.ts';
import type { YamlNode } from '../../syntax/yaml.ts';
import { itemsAt, numberAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';

export default defineRule({
  id: 'root-group',
  area: 'kubernetes',
  severity: 'low',
  aliases: ['trivy:KSV-0116', 'monokle:KBP109'],
  title: 'A pod runs with the root group',
  why: 'Files that the root group may write are open to the process.',
  fix: 'Leave group 0 out of `runAsGroup`, `fsGroup` and `supplementalGroups`.',
  references: ['https://kubernetes.io/docs/tasks/configure-pod-container/security-context/'],
  preset: 'strict',
  on: 'workload',
  *check(workload) {
    const { node } = workload.pod.security;
    const groups = [
      ...numbersAt(node, 'supplementalGroups'),
      numberAt(node, 'runAsGroup'),
      numberAt(node, 'fsGroup'),
    ];
    const own = workload.pod.containers.map(({ security }) => security.runAsGroup);
    for (const group of [...groups, ...own]) {
      if (group?.value === 0)
        yield { at: group.span, message: `${workload.title} runs with group 0, that of root` };
    }
  },
  examples: [
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: apps/v1
          kind: Deployment
          metadata:
            name: api
          spec:
            selector:
              matchLabels:
                app: api
            template:
              metadata:
                labels:
                  app: api
              spec:
                securityContext:
                  fsGroup: 0
                containers:
                  - name: api
                    image: ghcr.io/acme/api:1.4.2
        `,
      },
      'k8s/api.yaml:15:18',
    ),
    good({
      'k8s/api.yaml': `
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: api
        spec:
          selector:
            matchLabels:
              app: api
          template:
            metadata:
              labels:
                app: api
            spec:
              securityContext:
                fsGroup: 2000
              containers:
                - name: api
                  image: ghcr.io/acme/api:1.4.2
      `,
    }),
  ],
});

function numbersAt(node: YamlNode | undefined, key: string): readonly (Located<number> | undefined)[] {
  return itemsAt(node, key).map((item) => numberAt(item));
}
