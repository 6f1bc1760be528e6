import type { Problem } from '../../model/finding.ts';
import type { KubernetesObject, KubernetesSet } from '../../model/kubernetes.ts';
import type { Project } from '../../model/project.ts';
import { switchAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';
import { setOnPod, written } from '../shared/kubernetes/edits.ts';
import { findIn } from '../shared/kubernetes/find.ts';
import { ofKind, workloadsOf } from '../shared/kubernetes/object-index.ts';
import { bindingOf } from '../shared/kubernetes/roles.ts';

export default defineRule({
  id: 'token-automounted',
  area: 'kubernetes',
  severity: 'low',
  aliases: [
    'polaris:automountServiceAccountToken',
    'trivy:KSV-0036',
    'checkov:CKV_K8S_38',
    'kics:service_account_token_automount_not_disabled',
    'kubesec:AutomountServiceAccountToken',
    'monokle:KBP106',
  ],
  title: 'A pod is given a token for the Kubernetes API without being seen to need it',
  why: 'Whoever breaks into the process can speak to the API server with the rights of its account.',
  fix: 'Set `automountServiceAccountToken: false`, on the pod or on its ServiceAccount.',
  references: ['https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/'],
  preset: 'strict',
  on: 'kubernetes-object',
  *check(object, { project, set }) {
    const { workload } = object;
    if (workload === undefined) {
      if (object.kind.value === 'ServiceAccount' && isAlone(object, set)) yield* ofAccount(object);
      return;
    }
    const own = workload.pod.automountToken;
    const account = workload.pod.serviceAccount?.value ?? 'default';
    const shared = findIn(set, 'ServiceAccount', account);
    if ((own ?? switchAt(shared?.node, 'automountServiceAccountToken'))?.value === false) return;
    yield {
      at: own?.span ?? object.nameSpan,
      message: `${workload.title} is given a token for the API`,
      // Who is given rights is meant to use them.
      ...(hasRights(project, account) || (account !== 'default' && shared === undefined)
        ? {}
        : own === undefined
          ? setOnPod(project, workload, ['automountServiceAccountToken'], false)
          : written(project, own.span, false)),
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
                automountServiceAccountToken: true
                containers:
                  - name: api
                    image: ghcr.io/acme/api:1.4.2
        `,
      },
      'k8s/api.yaml:14:37',
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
                automountServiceAccountToken: false
                containers:
                  - name: api
                    image: ghcr.io/acme/api:1.4.2
        `,
      },
    ),
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: batch/v1
          kind: CronJob
          metadata: {name: clean}
          spec:
            schedule: "0 3 * * *"
            jobTemplate:
              spec:
                template:
                  spec:
                    restartPolicy: Never
                    containers:
                      - name: clean
                        image: ghcr.io/acme/api:1.4.2

          # every day
          ---
          apiVersion: v1
          kind: Pod
          metadata: {name: small}
          spec: {containers: [{name: small, image: ghcr.io/acme/small:1}]}
        `,
      },
      ['k8s/api.yaml:3:18', 'k8s/api.yaml:19:18'],
      {
        'k8s/api.yaml': `
          apiVersion: batch/v1
          kind: CronJob
          metadata: {name: clean}
          spec:
            schedule: "0 3 * * *"
            jobTemplate:
              spec:
                template:
                  spec:
                    restartPolicy: Never
                    containers:
                      - name: clean
                        image: ghcr.io/acme/api:1.4.2
                    automountServiceAccountToken: false

          # every day
          ---
          apiVersion: v1
          kind: Pod
          metadata: {name: small}
          spec: {containers: [{name: small, image: ghcr.io/acme/small:1}], automountServiceAccountToken: false}
        `,
      },
    ),
    bad(
      {
        'k8s/operator.yaml': `
          apiVersion: v1
          kind: Pod
          metadata: {name: operator}
          spec:
            serviceAccountName: operator
            containers: [{name: operator, image: ghcr.io/acme/operator:1.4.2}]
          ---
          apiVersion: v1
          kind: ServiceAccount
          metadata: {name: operator}
          ---
          apiVersion: rbac.authorization.k8s.io/v1
          kind: ClusterRoleBinding
          metadata: {name: operator}
          roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
          subjects: [{kind: ServiceAccount, name: operator, namespace: shop}]
        `,
      },
      'k8s/operator.yaml:3:18',
    ),
    bad(
      {
        'k8s/account.yaml': `
          apiVersion: v1
          kind: ServiceAccount
          metadata: {name: reader}
        `,
      },
      'k8s/account.yaml:3:18',
    ),
    good({
      'k8s/account.yaml': `
        apiVersion: v1
        kind: ServiceAccount
        metadata: {name: reader}
        automountServiceAccountToken: false
      `,
    }),
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
              automountServiceAccountToken: false
              containers:
                - name: api
                  image: ghcr.io/acme/api:1.4.2
      `,
    }),
  ],
});

/** No pod in sight runs with it, which would be told of itself. */
function isAlone({ name }: KubernetesObject, set: KubernetesSet): boolean {
  return workloadsOf(set).every(({ pod }) => (pod.serviceAccount?.value ?? 'default') !== name?.value);
}

function* ofAccount(account: KubernetesObject): Generator<Problem> {
  const own = switchAt(account.node, 'automountServiceAccountToken');
  if (own?.value === false) return;
  yield {
    at: own?.span ?? account.nameSpan,
    message: `pods of ${account.title} are given a token for the API`,
  };
}

function hasRights(project: Project, account: string): boolean {
  return ['RoleBinding', 'ClusterRoleBinding'].some((kind) =>
    ofKind(project, kind).some((object) =>
      bindingOf(object).subjects.some((one) => one.kind === 'ServiceAccount' && one.name === account),
    ),
  );
}
