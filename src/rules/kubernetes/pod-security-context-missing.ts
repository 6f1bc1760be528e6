import type { Workload } from '../../model/kubernetes.ts';
import { entriesAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';
import { isOfKnative } from '../shared/kubernetes/pods.ts';

export default defineRule({
  id: 'pod-security-context-missing',
  area: 'kubernetes',
  severity: 'info',
  aliases: ['checkov:CKV_K8S_29', 'trivy:KSV-0118', 'kics:pod_or_container_without_security_context'],
  title: 'A pod has no security context',
  why: 'A container that is added later, by hand or by an injector, runs as whatever user its image names and may make every system call.',
  fix: 'Set `runAsNonRoot` and `seccompProfile` in the `securityContext` of the pod.',
  references: ['https://kubernetes.io/docs/tasks/configure-pod-container/security-context/'],
  preset: 'strict',
  on: 'workload',
  *check(workload) {
    const { pod, object, title } = workload;
    if (pod.spec === undefined || isOfKnative(workload)) return;
    if (entriesAt(pod.security.node).length > 0 || isSaidByAll(workload)) return;
    yield { at: object.nameSpan, message: `the pod of ${title} has no security context` };
  },
  examples: [
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: v1
          kind: Pod
          metadata: {name: api}
          spec:
            containers:
              - {name: api, image: "ghcr.io/acme/api:1.4.2", securityContext: {readOnlyRootFilesystem: true}}
        `,
      },
      'k8s/api.yaml:3:18',
    ),
    good({
      'k8s/api.yaml': `
        apiVersion: v1
        kind: Pod
        metadata: {name: api}
        spec:
          securityContext: {runAsNonRoot: true}
          containers:
            - {name: api, image: "ghcr.io/acme/api:1.4.2"}
      `,
    }),
    bad(
      {
        'k8s/report.yaml': `
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
                    securityContext: {}
                    containers:
                      - {name: report, image: "ghcr.io/acme/report:1.4.2"}
        `,
      },
      'k8s/report.yaml:3:18',
    ),
    good({
      'k8s/api.yaml': `
        apiVersion: v1
        kind: Pod
        metadata: {name: api}
        spec:
          containers:
            - name: api
              image: ghcr.io/acme/api:1.4.2
              securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}
      `,
    }),
  ],
});

/** What a pod could say of its user and of system calls, each container says. */
function isSaidByAll({ pod }: Workload): boolean {
  return pod.containers.every(
    ({ security }) =>
      security.seccomp !== undefined &&
      (security.runAsNonRoot !== undefined || security.runAsUser !== undefined),
  );
}
