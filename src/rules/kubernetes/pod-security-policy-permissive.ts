import { bad, defineRule, good } from '../rule.ts';
import { admittedBy, policyAliases } from '../shared/kubernetes/pod-security-policy.ts';

export default defineRule({
  id: 'pod-security-policy-permissive',
  area: 'kubernetes',
  severity: 'medium',
  aliases: policyAliases,
  title: 'A PodSecurityPolicy admits what opens the node',
  why: 'Whoever may use it runs a pod that leaves its container; and Kubernetes 1.25 and later know no such policies any more.',
  fix: 'Enforce a Pod Security Standard on the namespace by its label.',
  references: ['https://kubernetes.io/docs/tasks/configure-pod-container/migrate-from-psp/'],
  preset: 'strict',
  on: 'kubernetes-object',
  only: ['PodSecurityPolicy'],
  *check(object) {
    if (object.kind.value !== 'PodSecurityPolicy') return;
    for (const { at, admits, aliases } of admittedBy(object))
      yield { at, message: `${object.title} admits ${admits}`, aliases };
  },
  examples: [
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: policy/v1beta1
          kind: PodSecurityPolicy
          metadata:
            name: api
          spec:
            privileged: true
            hostPID: true
            allowPrivilegeEscalation: false
            requiredDropCapabilities: [ALL]
            allowedCapabilities: [NET_ADMIN]
            defaultAddCapabilities: [SYS_TIME]
            runAsUser:
              rule: RunAsAny
            allowedHostPaths:
              - pathPrefix: /var/log
        `,
      },
      [
        'k8s/api.yaml:4:9',
        'k8s/api.yaml:6:3',
        'k8s/api.yaml:7:3',
        'k8s/api.yaml:10:3',
        'k8s/api.yaml:11:3',
        'k8s/api.yaml:13:11',
        'k8s/api.yaml:15:7',
      ],
    ),
    good({
      'k8s/api.yaml': `
        apiVersion: policy/v1beta1
        kind: PodSecurityPolicy
        metadata:
          name: api
          annotations:
            seccomp.security.alpha.kubernetes.io/defaultProfileName: runtime/default
        spec:
          privileged: false
          allowPrivilegeEscalation: false
          requiredDropCapabilities: [ALL]
          runAsUser:
            rule: MustRunAsNonRoot
      `,
    }),
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: policy/v1beta1
          kind: PodSecurityPolicy
          metadata:
            name: api
            annotations: {seccomp.security.alpha.kubernetes.io/defaultProfileName: runtime/default}
          spec:
            allowPrivilegeEscalation: false
            requiredDropCapabilities: [ALL]
            allowedUnsafeSysctls: [kernel.msgmax]
            allowedProcMountTypes: [Default, Unmasked]
            runAsUser:
              rule: MustRunAs
              ranges: [{min: 0, max: 65535}]
            fsGroup: {rule: RunAsAny}
            supplementalGroups: {rule: MustRunAs, ranges: [{min: 0, max: 10}, {min: 100, max: 200}]}
            volumes: [configMap, hostPath]
        `,
      },
      [
        'k8s/api.yaml:9:26',
        'k8s/api.yaml:10:36',
        'k8s/api.yaml:13:14',
        'k8s/api.yaml:14:19',
        'k8s/api.yaml:15:50',
        'k8s/api.yaml:16:24',
      ],
    ),
    good({
      'k8s/api.yaml': `
        apiVersion: policy/v1beta1
        kind: PodSecurityPolicy
        metadata:
          name: api
          annotations: {seccomp.security.alpha.kubernetes.io/defaultProfileName: runtime/default}
        spec:
          allowPrivilegeEscalation: false
          requiredDropCapabilities: [ALL]
          allowedHostPaths: [{pathPrefix: /data, readOnly: true}]
          runAsUser: {rule: MustRunAsNonRoot}
          fsGroup: {rule: MustRunAs, ranges: [{min: 1, max: 65535}]}
          supplementalGroups: {rule: MustRunAs, ranges: [{min: 1, max: 65535}]}
          volumes: [configMap, hostPath]
      `,
    }),
  ],
});
