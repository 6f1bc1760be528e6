import { bad, defineRule, good } from '../rule.ts';
import { forAgents, subject } from '../shared/kubernetes/pods.ts';

export default defineRule({
  id: 'host-port-used',
  area: 'kubernetes',
  severity: 'medium',
  aliases: [
    'polaris:hostPortSet',
    'trivy:KSV-0024',
    'checkov:CKV_K8S_26',
    'kics:workload_host_port_not_specified',
    'monokle:PSS106',
  ],
  title: 'A container takes a port of its node',
  why: "Only one such pod fits on a node, a rolling update waits for the old one, and the port is open on the node's address past Services and most network policies.",
  fix: 'Publish it with a Service or an Ingress.',
  references: ['https://kubernetes.io/docs/concepts/configuration/overview/'],
  on: 'container',
  *check(container, { workload }) {
    // With hostNetwork the port is the node's anyway.
    if (workload.pod.hostNetwork?.value === true) return;
    for (const { hostPort } of container.ports) {
      if (hostPort === undefined || hostPort.value === 0) continue;
      yield {
        at: hostPort.span,
        message: `${subject(container, workload)} takes port ${hostPort.value} of its node`,
        severity: forAgents(workload, 'medium', 'low'),
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
                containers:
                  - name: api
                    image: ghcr.io/acme/api:1.4.2
                    ports:
                      - containerPort: 8080
                        hostPort: 80
        `,
      },
      'k8s/api.yaml:19:25',
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
                  ports:
                    - containerPort: 8080
      `,
    }),
  ],
});
