import { entriesAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';
import { subject } from '../shared/kubernetes/pods.ts';

export default defineRule({
  id: 'security-context-missing',
  area: 'kubernetes',
  severity: 'low',
  aliases: ['trivy:KSV-0118', 'checkov:CKV_K8S_30', 'kics:pod_or_container_without_security_context'],
  title: 'A container has no security context',
  why: 'Its capabilities, its filesystem and whether it may gain rights are set nowhere else, so it runs with every default.',
  fix: 'Add a `securityContext` to the container.',
  references: ['https://kubernetes.io/docs/tasks/configure-pod-container/security-context/'],
  preset: 'strict',
  on: 'container',
  *check(container, { workload }) {
    if (entriesAt(container.security.node).length > 0) return;
    const hasPod = entriesAt(workload.pod.security.node).length > 0;
    yield {
      at: container.nameSpan,
      message: `${subject(container, workload)} has no security context${hasPod ? ' of its own' : ''}`,
      // The pod's covers the user and the system calls.
      ...(hasPod ? { severity: 'info' } : {}),
    };
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
        `,
      },
      'k8s/api.yaml:15:17',
    ),
    good({
      'k8s/api.yaml': `
        apiVersion: v1
        kind: Pod
        metadata: {name: api}
        spec:
          containers:
            - {name: api, image: "ghcr.io/acme/api:1.4.2", securityContext: {readOnlyRootFilesystem: true}}
      `,
    }),
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: batch/v1
          kind: CronJob
          metadata: {name: report}
          spec:
            schedule: 0 3 * * *
            jobTemplate:
              spec:
                template:
                  spec:
                    restartPolicy: Never
                    securityContext: {runAsNonRoot: true}
                    containers:
                      - {name: report, image: "ghcr.io/acme/report:1.4.2"}
        `,
      },
      'k8s/api.yaml:13:22',
    ),
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: v1
          kind: Pod
          metadata: {name: api}
          spec:
            securityContext: {}
            containers:
              - {name: api, image: "ghcr.io/acme/api:1.4.2", securityContext: {}}
              - {name: logs, image: "ghcr.io/acme/logs:2.0.1", securityContext: {readOnlyRootFilesystem: true}}
        `,
      },
      'k8s/api.yaml:7:14',
    ),
  ],
});
