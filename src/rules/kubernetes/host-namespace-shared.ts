import { bad, defineRule, good } from '../rule.ts';
import { forAgents } from '../shared/kubernetes/pods.ts';

const network = [
  'kube-linter:host-network',
  'polaris:hostNetworkSet',
  'trivy:KSV-0009',
  'checkov:CKV_K8S_19',
  'kics:shared_host_network_namespace',
  'kubesec:HostNetwork',
];
const processes = [
  'kube-linter:host-pid',
  'polaris:hostPIDSet',
  'trivy:KSV-0010',
  'checkov:CKV_K8S_17',
  'kics:shared_host_pid_namespace',
  'kubesec:HostPID',
];
const ipc = [
  'kube-linter:host-ipc',
  'polaris:hostIPCSet',
  'trivy:KSV-0008',
  'checkov:CKV_K8S_18',
  'kics:shared_host_ipc_namespace',
  'kubesec:HostIPC',
];
const any = ['monokle:PSS102'];

export default defineRule({
  id: 'host-namespace-shared',
  area: 'kubernetes',
  severity: 'high',
  aliases: [...network, ...processes, ...ipc, ...any],
  title: 'A pod shares a namespace of its node',
  why: 'The process sees and reaches what belongs to the node: its ports and loopback, its processes, their memory.',
  fix: 'Drop the setting; a Service or a hostPort publishes a single port.',
  references: ['https://kubernetes.io/docs/concepts/security/pod-security-standards/'],
  on: 'workload',
  *check(workload) {
    const { hostNetwork, hostPid, hostIpc } = workload.pod;
    const shared = [
      ['network', hostNetwork, 'medium', network],
      ['process', hostPid, 'high', processes],
      ['IPC', hostIpc, 'high', ipc],
    ] as const;
    for (const [name, setting, severity, aliases] of shared) {
      if (setting?.value !== true) continue;
      yield {
        at: setting.span,
        message: `${workload.title} shares the ${name} namespace of its node`,
        severity: forAgents(workload, severity, 'low'),
        aliases: [...aliases, ...any],
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
                hostNetwork: true
                hostPID: true
                hostIPC: true
                containers:
                  - name: api
                    image: ghcr.io/acme/api:1.4.2
        `,
      },
      ['k8s/api.yaml:14:20', 'k8s/api.yaml:15:16', 'k8s/api.yaml:16:16'],
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
              hostNetwork: false
              containers:
                - name: api
                  image: ghcr.io/acme/api:1.4.2
      `,
    }),
  ],
});
