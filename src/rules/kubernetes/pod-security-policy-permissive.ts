import { bad, defineRule, good } from '../rule.ts';
import { admittedBy } from '../shared/kubernetes/pod-security-policy.ts';

export default defineRule({
  id: 'pod-security-policy-permissive',
  area: 'kubernetes',
  severity: 'medium',
  aliases: [
    'checkov:CKV_K8S_2',
    'checkov:CKV_K8S_5',
    'checkov:CKV_K8S_1',
    'checkov:CKV_K8S_3',
    'checkov:CKV_K8S_4',
    'checkov:CKV_K8S_7',
    'checkov:CKV_K8S_24',
    'checkov:CKV_K8S_36',
    'checkov:CKV_K8S_32',
    'checkov:CKV_K8S_6',
    'kics:psp_set_to_privileged',
    'kics:psp_allows_privilege_escalation',
    'kics:psp_allows_sharing_host_pid',
    'kics:psp_allows_sharing_host_ipc',
    'kics:psp_containers_share_host_network_namespace',
    'kics:net_raw_capabilities_disabled_for_psp',
    'kics:psp_with_added_capabilities',
    'kics:not_limited_capabilities_for_pod_security_policy',
    'kics:psp_with_unrestricted_access_to_host_path',
    'kics:root_containers_admitted',
    'kics:cluster_allows_unsafe_sysctls',
    'kics:container_runs_unmasked',
  ],
  title: 'A PodSecurityPolicy admits what opens the node',
  why: 'Whoever may use it runs a pod that leaves its container; and Kubernetes 1.25 and later know no such policies any more.',
  fix: 'Enforce a Pod Security Standard on the namespace by its label.',
  references: ['https://kubernetes.io/docs/tasks/configure-pod-container/migrate-from-psp/'],
  preset: 'strict',
  on: 'kubernetes-object',
  only: ['PodSecurityPolicy'],
  *check(object) {
    if (object.kind.value !== 'PodSecurityPolicy') return;
    for (const { at, admits } of admittedBy(object))
      yield { at, message: `${object.title} admits ${admits}` };
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
        'k8s/api.yaml:12:11',
        'k8s/api.yaml:14:7',
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
