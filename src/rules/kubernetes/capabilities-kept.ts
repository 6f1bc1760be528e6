import { bad, defineRule, good } from '../rule.ts';
import { subject } from '../shared/kubernetes/pods.ts';

export default defineRule({
  id: 'capabilities-kept',
  area: 'kubernetes',
  severity: 'low',
  aliases: [
    'trivy:KSV-0003',
    'trivy:KSV-0004',
    'checkov:CKV_K8S_37',
    'checkov:CKV_K8S_28',
    'kics:no_drop_capabilities_for_containers',
    'kics:net_raw_capabilities_not_being_dropped',
    'kubesec:CapDropAll',
    'kubesec:CapDropAny',
    'kube-linter:drop-net-raw-capability',
    'trivy:KSV-0119',
    'monokle:KBP103',
    'monokle:PSS206',
  ],
  title: 'A container keeps capabilities that it does not need',
  why: 'The default set holds NET_RAW and others with which a broken-in process can spoof packets and change files.',
  fix: 'Drop `ALL`, and add back what is needed.',
  references: ['https://kubernetes.io/docs/tasks/configure-pod-container/security-context/'],
  preset: 'strict',
  on: 'container',
  *check(container, { workload }) {
    const dropped = container.security.capabilitiesDropped;
    if (dropped.some(({ value }) => value === 'ALL')) return;
    const names = dropped.map(({ value }) => value);
    const netRaw = names.includes('NET_RAW') ? '' : ', NET_RAW too';
    const kept = names.length === 0 ? 'drops no capability' : `keeps capabilities${netRaw}`;
    yield { at: container.nameSpan, message: `${subject(container, workload)} ${kept}` };
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
                        drop: [KILL]
        `,
      },
      'k8s/api.yaml:15:17',
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
      `,
    }),
  ],
});
