import { bad, defineRule, good } from '../rule.ts';
import { dangerousCapabilities } from '../shared/kubernetes/capabilities.ts';
import { subject } from '../shared/kubernetes/pods.ts';

const added = [
  'trivy:KSV-0106',
  'trivy:KSV-0022',
  'trivy:KSV-0119',
  'checkov:CKV_K8S_25',
  'kics:containers_with_added_capabilities',
  'polaris:insecureCapabilities',
  'monokle:PSS104',
  'kube-linter:drop-net-raw-capability',
];
const sysAdmin = [
  'checkov:CKV_K8S_39',
  'kics:containers_with_sys_admin_capabilities',
  'kubesec:CapSysAdmin',
  'monokle:KBP100',
  'trivy:KSV-0005',
];

export default defineRule({
  id: 'capability-added',
  area: 'kubernetes',
  severity: 'low',
  aliases: [...added, ...sysAdmin],
  title: 'A container adds a capability',
  why: 'Each one opens a part of the kernel to whoever breaks into the process.',
  fix: 'Do without it; NET_BIND_SERVICE is the one that the restricted policy allows.',
  references: ['https://kubernetes.io/docs/concepts/security/pod-security-standards/'],
  preset: 'strict',
  on: 'container',
  *check(container, { workload }) {
    const isPrivileged = container.security.privileged?.value === true;
    for (const { value, span } of container.security.capabilitiesAdded) {
      // Those that give the node have a rule of their own, which leaves privileged containers to another.
      if (value === 'NET_BIND_SERVICE' || (dangerousCapabilities.has(value) && !isPrivileged)) continue;
      const aliases = /^(?:SYS_ADMIN|ALL)$/.test(value) ? [...added, ...sysAdmin] : added;
      yield { at: span, message: `${subject(container, workload)} adds capability ${value}`, aliases };
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
                        add: [CHOWN, NET_BIND_SERVICE]
        `,
      },
      'k8s/api.yaml:19:21',
    ),
    bad(
      {
        'k8s/agent.yaml': `
          apiVersion: v1
          kind: Pod
          metadata: {name: agent}
          spec:
            containers:
              - name: agent
                image: ghcr.io/acme/agent:1.4.2
                securityContext: {privileged: true, capabilities: {add: [SYS_ADMIN]}}
        `,
      },
      'k8s/agent.yaml:8:64',
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
                      drop: [ALL]
                      add: [NET_BIND_SERVICE]
      `,
    }),
  ],
});
