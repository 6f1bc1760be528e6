import type { Problem } from '../../model/finding.ts';
import type { Container, Workload } from '../../model/kubernetes.ts';
import type { Project } from '../../model/project.ts';
import { addItem } from '../../syntax/yaml-edit.ts';
import { nodeAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';
import { setOnContainer } from '../shared/kubernetes/edits.ts';
import { inForce, isOfWindows, subject } from '../shared/kubernetes/pods.ts';
import { reviewFix, yamlOf } from '../shared/yaml-fix.ts';

/** For one that does not drop all, that drops none, and that keeps NET_RAW. */
const notAll = [
  'polaris:insecureCapabilities',
  'trivy:KSV-0003',
  'checkov:CKV_K8S_37',
  'kubesec:CapDropAll',
  'monokle:KBP103',
  'monokle:PSS206',
  'trivy:KSV-0106',
];
const nothing = ['trivy:KSV-0004', 'kics:no_drop_capabilities_for_containers', 'kubesec:CapDropAny'];
const netRaw = [
  'checkov:CKV_K8S_28',
  'kics:net_raw_capabilities_not_being_dropped',
  'kube-linter:drop-net-raw-capability',
  'trivy:KSV-0119',
];

export default defineRule({
  id: 'capabilities-kept',
  area: 'kubernetes',
  severity: 'low',
  aliases: [...notAll, ...nothing, ...netRaw],
  title: 'A container keeps capabilities that it does not need',
  why: 'The default set holds NET_RAW and others with which a broken-in process can spoof packets and change files.',
  fix: 'Drop `ALL`, and add back what is needed.',
  references: ['https://kubernetes.io/docs/tasks/configure-pod-container/security-context/'],
  preset: 'strict',
  on: 'container',
  *check(container, { project, workload }) {
    if (isOfWindows(workload)) return;
    const dropped = container.security.capabilitiesDropped;
    if (dropped.some(({ value }) => value === 'ALL')) return;
    const names = dropped.map(({ value }) => value);
    const isRawKept = !names.includes('NET_RAW');
    const kept =
      names.length === 0 ? 'drops no capability' : `keeps capabilities${isRawKept ? ', NET_RAW too' : ''}`;
    yield {
      at: container.nameSpan,
      message: `${subject(container, workload)} ${kept}`,
      aliases: [...notAll, ...(names.length === 0 ? nothing : []), ...(isRawKept ? netRaw : [])],
      ...dropAll(project, container, workload),
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
                    securityContext:
                      capabilities:
                        drop: [KILL]
        `,
      },
      'k8s/api.yaml:15:17',
    ),
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: apps/v1
          kind: Deployment
          metadata: {name: api}
          spec:
            selector: {matchLabels: {app: api}}
            template:
              metadata: {labels: {app: api}}
              spec:
                securityContext: {runAsNonRoot: true}
                containers:
                  - name: api
                    image: ghcr.io/acme/api:1.4.2
                    securityContext:
                      capabilities:
                        drop:
                          - NET_RAW # at least
                  - {name: logs, image: "ghcr.io/acme/logs:2.0.1"}
        `,
      },
      ['k8s/api.yaml:11:17', 'k8s/api.yaml:17:18'],
      {
        'k8s/api.yaml': `
          apiVersion: apps/v1
          kind: Deployment
          metadata: {name: api}
          spec:
            selector: {matchLabels: {app: api}}
            template:
              metadata: {labels: {app: api}}
              spec:
                securityContext: {runAsNonRoot: true}
                containers:
                  - name: api
                    image: ghcr.io/acme/api:1.4.2
                    securityContext:
                      capabilities:
                        drop:
                          - NET_RAW # at least
                          - ALL
                  - {name: logs, image: "ghcr.io/acme/logs:2.0.1", securityContext: { capabilities: { drop: ["ALL"] } }}
        `,
      },
    ),
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: v1
          kind: Pod
          metadata: {name: api}
          spec:
            containers:
              - name: api
                image: ghcr.io/acme/api:1.4.2
                securityContext: {runAsUser: 1000, capabilities: {drop: [CAP_ALL]}}
        `,
      },
      'k8s/api.yaml:6:13',
      {
        'k8s/api.yaml': `
          apiVersion: v1
          kind: Pod
          metadata: {name: api}
          spec:
            containers:
              - name: api
                image: ghcr.io/acme/api:1.4.2
                securityContext: {runAsUser: 1000, capabilities: {drop: [CAP_ALL, ALL]}}
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
              containers:
                - name: api
                  image: ghcr.io/acme/api:1.4.2
                  securityContext:
                    capabilities:
                      drop: [ALL]
      `,
    }),
    good({
      'k8s/web.yaml': `
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec: {os: {name: windows}, containers: [{name: web, image: "ghcr.io/acme/web:1.4.2-windows"}]}
      `,
    }),
  ],
});

/** Processes of other users than root have none of them to use, as long as nothing gives them back. */
function dropAll(project: Project, container: Container, workload: Workload): Pick<Problem, 'fix'> {
  const user = inForce(container, workload, 'runAsUser')?.value ?? 0;
  const isRoot = user === 0 && inForce(container, workload, 'runAsNonRoot')?.value !== true;
  if (isRoot || container.security.privileged?.value === true) return {};
  const list = nodeAt(container.node, 'securityContext', 'capabilities', 'drop');
  if (list === undefined)
    return setOnContainer(project, container, ['securityContext', 'capabilities', 'drop'], ['ALL']);
  return reviewFix('Drop ALL', addItem(yamlOf(project, list.span.file), list.span, 'ALL'));
}
