import type { Container } from '../../model/kubernetes.ts';
import type { Project } from '../../model/project.ts';
import { bad, defineRule, good } from '../rule.ts';
import { builtImageOf } from '../shared/built-image.ts';
import { parseImage } from '../shared/image.ts';
import { defaultUserOf } from '../shared/image-users.ts';
import { setOnContainer } from '../shared/kubernetes/edits.ts';
import { inForce, subject } from '../shared/kubernetes/pods.ts';

export default defineRule({
  id: 'root-user-possible',
  area: 'kubernetes',
  severity: 'medium',
  aliases: [
    'kube-linter:run-as-non-root',
    'polaris:runAsRootAllowed',
    'trivy:KSV-0012',
    'checkov:CKV_K8S_23',
    'kics:containers_running_as_root',
    'kubesec:RunAsNonRoot',
    'monokle:PSS203',
    'trivy:KSV-0105',
    'monokle:PSS204',
  ],
  title: 'Nothing keeps a container from running as root',
  why: 'When the image has no user of its own, whoever breaks into the process is root in the container, one kernel flaw away from the node.',
  fix: 'Set `runAsNonRoot: true` for the pod, and a `runAsUser` where the image has none.',
  references: ['https://kubernetes.io/docs/tasks/configure-pod-container/security-context/'],
  preset: 'strict',
  on: 'container',
  *check(container, { project, workload }) {
    const { value: nonRoot } = inForce(container, workload, 'runAsNonRoot') ?? { value: false };
    const user = inForce(container, workload, 'runAsUser');
    if (nonRoot || (user !== undefined && user.value > 0)) return;
    const isOther = user === undefined && /^[1-9]/.test(userOf(project, container) ?? '');
    yield {
      at: container.nameSpan,
      message: `${subject(container, workload)} may run as root`,
      ...(isOther ? setOnContainer(project, container, ['securityContext', 'runAsNonRoot'], true) : {}),
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
        `,
      },
      'k8s/api.yaml:15:17',
    ),
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: apps/v1
          kind: Deployment
          metadata: {name: grafana}
          spec:
            selector: {matchLabels: {app: grafana}}
            template:
              metadata: {labels: {app: grafana}}
              spec:
                containers:
                - name: grafana
                  image: grafana/grafana:11.3.0 # as user 472

                  securityContext:
                    # for the plugins
                    readOnlyRootFilesystem: false
        `,
      },
      'k8s/api.yaml:10:15',
      {
        'k8s/api.yaml': `
          apiVersion: apps/v1
          kind: Deployment
          metadata: {name: grafana}
          spec:
            selector: {matchLabels: {app: grafana}}
            template:
              metadata: {labels: {app: grafana}}
              spec:
                containers:
                - name: grafana
                  image: grafana/grafana:11.3.0 # as user 472

                  securityContext:
                    # for the plugins
                    readOnlyRootFilesystem: false
                    runAsNonRoot: true
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
                runAsNonRoot: true
              containers:
                - name: api
                  image: ghcr.io/acme/api:1.4.2
      `,
    }),
  ],
});

/** The user that the image names by a number: what runs is the same, and another image does not start as root. */
function userOf(project: Project, container: Container): string | undefined {
  const built = builtImageOf(project, container);
  if (built !== undefined) return built.how === 'declared' ? built.stage.image.user?.value : undefined;
  const image = container.image === undefined ? undefined : parseImage(container.image.value);
  return image && defaultUserOf(image);
}
