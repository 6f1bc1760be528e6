import { nodeAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';

export default defineRule({
  id: 'host-aliases-used',
  area: 'kubernetes',
  severity: 'low',
  aliases: ['trivy:KSV-0007', 'kubesec:HostAliases'],
  title: 'A pod overrides names in its hosts file',
  why: 'The addresses stand still while what they name moves, and nobody finds them when it does.',
  fix: 'Let names resolve by DNS, with a Service of type ExternalName where it must be.',
  references: ['https://kubernetes.io/docs/tasks/network/customize-hosts-file-for-pods/'],
  preset: 'strict',
  on: 'workload',
  *check(workload) {
    const aliases = nodeAt(workload.pod.spec, 'hostAliases');
    if (aliases !== undefined)
      yield { at: aliases.span, message: `${workload.title} overrides names in its hosts file` };
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
                hostAliases:
                  - ip: 192.0.2.10
                    hostnames: [legacy]
                containers:
                  - name: api
                    image: ghcr.io/acme/api:1.4.2
        `,
      },
      'k8s/api.yaml:15:9',
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
              containers:
                - name: api
                  image: ghcr.io/acme/api:1.4.2
      `,
    }),
  ],
});
