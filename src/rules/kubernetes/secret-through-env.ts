import { bad, defineRule, good } from '../rule.ts';
import { subject } from '../shared/kubernetes/pods.ts';

export default defineRule({
  id: 'secret-through-env',
  area: 'kubernetes',
  severity: 'low',
  aliases: [
    'kube-linter:read-secret-from-env-var',
    'checkov:CKV_K8S_35',
    'kics:secrets_as_environment_variables',
    'kubesec:SecretsAsEnvironmentVariables',
    'monokle:KBP112',
  ],
  title: 'A Secret reaches a container through its environment',
  why: 'Child processes, crash reports and debug pages carry the environment along.',
  fix: 'Mount the Secret as a file.',
  references: ['https://kubernetes.io/docs/concepts/configuration/secret/#using-secrets-as-files-from-a-pod'],
  preset: 'strict',
  on: 'container',
  *check(container, { workload }) {
    const uses = [...container.env.flatMap(({ from }) => from ?? []), ...container.envFrom];
    for (const { kind, name } of uses) {
      if (kind !== 'Secret') continue;
      yield {
        at: name.span,
        message: `${subject(container, workload)} is given Secret ${name.value} through its environment`,
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
                    envFrom:
                      - secretRef:
                          name: keys
        `,
      },
      'k8s/api.yaml:19:23',
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
                  envFrom:
                    - configMapRef:
                        name: settings
      `,
    }),
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: serving.knative.dev/v1
          kind: Service
          metadata: {name: api}
          spec: {template: {spec: {containers: [{image: "ghcr.io/acme/api:1.4.2", envFrom: [{secretRef: {name: db}}]}]}}}
          ---
          apiVersion: serving.knative.dev/v1
          kind: Revision
          metadata: {name: api-2}
          spec: {containers: [{image: "ghcr.io/acme/api:1.4.2", envFrom: [{secretRef: {name: db}}]}]}
        `,
      },
      ['k8s/api.yaml:4:102', 'k8s/api.yaml:9:84'],
    ),
  ],
});
