import { bad, defineRule, good } from '../rule.ts';
import { dangerousCapabilities } from '../shared/kubernetes/capabilities.ts';
import { forAgents, subject } from '../shared/kubernetes/pods.ts';

const added = [
  'polaris:dangerousCapabilities',
  'polaris:insecureCapabilities',
  'trivy:KSV-0022',
  'trivy:KSV-0106',
  'trivy:KSV-0120',
  'checkov:CKV_K8S_25',
  'kics:containers_with_added_capabilities',
  'monokle:PSS104',
];
const sysAdmin = [
  'trivy:KSV-0005',
  'checkov:CKV_K8S_39',
  'kics:containers_with_sys_admin_capabilities',
  'kubesec:CapSysAdmin',
  'monokle:KBP100',
];

export default defineRule({
  id: 'capability-dangerous',
  area: 'kubernetes',
  severity: 'high',
  aliases: [...added, ...sysAdmin],
  title: 'A container adds a capability that gives it the node',
  why: 'With it whoever breaks into the process leaves the container, or rules its network.',
  fix: 'Do without it, or keep it to an agent that nothing outside can reach.',
  references: [
    'https://man7.org/linux/man-pages/man7/capabilities.7.html',
    'https://kubernetes.io/docs/concepts/security/pod-security-standards/',
  ],
  on: 'container',
  *check(container, { workload }) {
    if (container.security.privileged?.value === true) return;
    for (const { value, span } of container.security.capabilitiesAdded) {
      const severity = dangerousCapabilities.get(value);
      if (severity === undefined) continue;
      const lower = severity === 'high' ? 'medium' : 'low';
      yield {
        at: span,
        message: `${subject(container, workload)} adds capability ${value}`,
        severity: forAgents(workload, severity, lower),
        aliases: /^(?:SYS_ADMIN|ALL)$/.test(value) ? [...added, ...sysAdmin] : added,
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
                    securityContext:
                      capabilities:
                        add: [SYS_ADMIN, CAP_NET_ADMIN, CHOWN]
        `,
      },
      ['k8s/api.yaml:19:21', 'k8s/api.yaml:19:32'],
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
                  securityContext:
                    capabilities:
                      add: [NET_BIND_SERVICE]
      `,
    }),
  ],
});
