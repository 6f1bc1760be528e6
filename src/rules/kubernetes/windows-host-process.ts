import { switchAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';
import { forAgents } from '../shared/kubernetes/pods.ts';

export default defineRule({
  id: 'windows-host-process',
  area: 'kubernetes',
  severity: 'high',
  aliases: ['polaris:hostProcess', 'trivy:KSV-0103', 'monokle:PSS101'],
  title: 'A Windows container runs as a process of its node',
  why: 'It has every right that its user has on the node.',
  fix: 'Drop `hostProcess`.',
  references: ['https://kubernetes.io/docs/tasks/configure-pod-container/create-hostprocess-pod/'],
  on: 'workload',
  *check(workload) {
    const { pod } = workload;
    for (const { node } of [pod.security, ...pod.containers.map(({ security }) => security)]) {
      const setting = switchAt(node, 'windowsOptions', 'hostProcess');
      if (setting?.value !== true) continue;
      yield {
        at: setting.span,
        message: `${workload.title} runs as a process of its node`,
        severity: forAgents(workload, 'high', 'low'),
      };
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
                hostNetwork: true # the API server demands it
                securityContext:
                  windowsOptions:
                    hostProcess: true
                containers:
                  - name: api
                    image: ghcr.io/acme/api:1.4.2
        `,
      },
      'k8s/api.yaml:17:24',
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
                windowsOptions:
                  runAsUserName: app
              containers:
                - name: api
                  image: ghcr.io/acme/api:1.4.2
      `,
    }),
  ],
});
