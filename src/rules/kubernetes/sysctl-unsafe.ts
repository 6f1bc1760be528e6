import { itemsAt, textAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';

export default defineRule({
  id: 'sysctl-unsafe',
  area: 'kubernetes',
  severity: 'high',
  aliases: [
    'kube-linter:unsafe-sysctls',
    'trivy:KSV-0026',
    'kics:cluster_allows_unsafe_sysctls',
    'monokle:PSS111',
  ],
  title: 'A pod sets a kernel parameter that is not safe',
  why: 'The kubelet refuses the pod (SysctlForbidden) unless each node allows it, and where it is allowed other pods feel it.',
  fix: 'Drop it, or set it on the nodes.',
  references: ['https://kubernetes.io/docs/tasks/administer-cluster/sysctl-cluster/'],
  on: 'workload',
  *check(workload) {
    for (const item of itemsAt(workload.pod.security.node, 'sysctls')) {
      const name = textAt(item, 'name');
      if (name === undefined || safeParameters.has(name.value.replaceAll('/', '.'))) continue;
      yield { at: name.span, message: `${workload.title} sets kernel parameter ${name.value}` };
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
                  sysctls:
                    - name: net.core.somaxconn
                      value: "1024"
                containers:
                  - name: api
                    image: ghcr.io/acme/api:1.4.2
        `,
      },
      'k8s/api.yaml:16:19',
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
                sysctls:
                  - name: net.ipv4.tcp_syncookies
                    value: "1"
              containers:
                - name: api
                  image: ghcr.io/acme/api:1.4.2
      `,
    }),
    good({
      'k8s/api.yaml': `
        apiVersion: v1
        kind: Pod
        metadata: {name: api}
        spec:
          securityContext: {sysctls: [{name: net/ipv4/tcp_syncookies, value: "1"}]}
          containers: [{name: api, image: "ghcr.io/acme/api:1.4.2"}]
      `,
    }),
  ],
});

// Source: https://kubernetes.io/docs/tasks/administer-cluster/sysctl-cluster/#safe-and-unsafe-sysctls
const safeParameters = new Set([
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.ping_group_range',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_rmem',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.tcp_wmem',
]);
