import { bad, defineRule, good } from '../rule.ts';
import { written } from '../shared/kubernetes/edits.ts';
import { forAgents } from '../shared/kubernetes/pods.ts';

export default defineRule({
  id: 'seccomp-unconfined',
  area: 'kubernetes',
  severity: 'medium',
  aliases: [
    'trivy:KSV-0104',
    'kubesec:SeccompUnconfined',
    'monokle:PSS110',
    'kics:seccomp_profile_is_not_configured',
    'checkov:CKV_K8S_31',
    'trivy:KSV-0030',
  ],
  title: 'Seccomp is switched off for a container',
  why: 'Every system call of the kernel is open to whoever breaks in, also those that no program needs.',
  fix: 'Use `RuntimeDefault`.',
  references: ['https://kubernetes.io/docs/tutorials/security/seccomp/'],
  on: 'workload',
  *check(workload, { project }) {
    const { pod } = workload;
    const settings = [pod.security.seccomp, ...pod.containers.map(({ security }) => security.seccomp)];
    const old = [...pod.annotations].filter(([key]) =>
      /^(?:container\.)?seccomp\.security\.alpha\.kubernetes\.io\//.test(key),
    );
    for (const setting of [...settings, ...old.map(([, value]) => value)]) {
      if (setting === undefined || setting.value.toLowerCase() !== 'unconfined') continue;
      yield {
        at: setting.span,
        message: `${workload.title} switches seccomp off`,
        severity: forAgents(workload, 'medium', 'low'),
        ...(settings.includes(setting) ? written(project, setting.span, 'RuntimeDefault') : {}),
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
                securityContext:
                  seccompProfile:
                    type: Unconfined
                containers:
                  - name: api
                    image: ghcr.io/acme/api:1.4.2
        `,
      },
      'k8s/api.yaml:16:17',
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
                  seccompProfile:
                    type: RuntimeDefault
                containers:
                  - name: api
                    image: ghcr.io/acme/api:1.4.2
        `,
      },
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
                seccompProfile:
                  type: RuntimeDefault
              containers:
                - name: api
                  image: ghcr.io/acme/api:1.4.2
      `,
    }),
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: v1
          kind: Pod
          metadata:
            name: api
            annotations: {container.seccomp.security.alpha.kubernetes.io/api: unconfined}
          spec: {containers: [{name: api, image: "ghcr.io/acme/api:1.4.2"}]}
        `,
      },
      'k8s/api.yaml:5:69',
    ),
  ],
});
