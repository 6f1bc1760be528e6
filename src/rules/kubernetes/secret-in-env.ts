import { bad, defineRule, good } from '../rule.ts';
import { subject } from '../shared/kubernetes/pods.ts';
import { keywordAliases, secretKindOf, secretSeverity, secretWords } from '../shared/secret-value.ts';

export default defineRule({
  id: 'secret-in-env',
  area: 'kubernetes',
  severity: 'high',
  confidence: 'likely',
  aliases: [
    'kube-linter:env-var-secret',
    'polaris:sensitiveContainerEnvVar',
    'monokle:KBP111',
    'kics:regex:K8s Environment Variable Password',
    'kics:regex:Generic Password on YAML files',
    ...keywordAliases,
  ],
  title: 'A manifest holds a secret in plain text',
  why: 'Everyone who can read the repository, or the Deployment in the cluster, can use it.',
  fix: 'Take it from a Secret with `valueFrom`, and change the secret itself.',
  references: ['https://kubernetes.io/docs/concepts/configuration/secret/'],
  joins: 'folder',
  on: 'container',
  *check(container, { workload, production, project }) {
    for (const { name, value } of container.env) {
      if (value === undefined || /[{<]|\$\(/.test(value.value)) continue;
      const kind = secretKindOf(name.value, value.value);
      if (kind === undefined || project.files.isGitIgnored(value.span.file)) continue;
      if (!production || kind === 'token') continue;
      yield {
        at: value.span,
        message: `${subject(container, workload)} sets ${name.value} to ${secretWords[kind]}`,
        severity: secretSeverity[kind],
        object: `${workload.title} container ${container.name} ${name.value}`,
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
                    env:
                      - name: JWT_SECRET
                        value: 9fK2vLq8Zt4xWm1B
                      - name: DB_PASSWORD
                        value: changeme
        `,
      },
      ['k8s/api.yaml:19:22', 'k8s/api.yaml:21:22'],
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
                  env:
                    - name: JWT_SECRET
                      valueFrom:
                        secretKeyRef:
                          name: keys
                          key: jwt
                    - name: DB_PASSWORD_FILE
                      value: /run/secrets/db
      `,
    }),
  ],
});
