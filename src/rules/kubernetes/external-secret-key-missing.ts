import { nearest } from '../../base/text.ts';
import { bad, defineRule, good } from '../rule.ts';
import { written } from '../shared/kubernetes/edits.ts';
import { externalKeys, secretMadeBy } from '../shared/kubernetes/external-secrets.ts';
import { findIn } from '../shared/kubernetes/find.ts';
import { ofKind } from '../shared/kubernetes/object-index.ts';
import { usesOf } from '../shared/kubernetes/references.ts';

export default defineRule({
  id: 'external-secret-key-missing',
  area: 'kubernetes',
  severity: 'critical',
  aliases: [],
  title: 'A container takes a key that the ExternalSecret does not fetch',
  why: 'The Secret is made without the key, and the container does not start (CreateContainerConfigError).',
  fix: 'Fetch the key in the ExternalSecret, or name one that it fetches.',
  references: ['https://external-secrets.io/latest/api/externalsecret/'],
  on: 'workload',
  *check(workload, { set, project }) {
    if (set.open !== undefined) return;
    for (const { kind, name, key, optional } of usesOf(workload)) {
      if (kind !== 'Secret' || key === undefined || optional || findIn(set, kind, name.value)) continue;
      const makers = ofKind(set, 'ExternalSecret').filter((each) => secretMadeBy(each) === name.value);
      const [maker] = makers;
      // One per environment may stand in one set; what any of them fetches is there somewhere.
      const keys = makers.length === 1 && maker !== undefined ? externalKeys(maker) : undefined;
      const isPatched = set.patches.some(({ kind: patched }) => patched.value === 'ExternalSecret');
      if (maker === undefined || keys === undefined || keys.includes(key.value) || isPatched) continue;
      yield {
        at: key.span,
        message: `${workload.title} takes key ${key.value} of Secret ${name.value}, which ${maker.title} does not fetch`,
        ...written(project, key.span, nearest(key.value, keys)),
        related: [{ at: maker.nameSpan, message: `fetches ${keys.slice(0, 5).join(', ')}` }],
      };
    }
  },
  examples: [
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: batch/v1
          kind: Job
          metadata:
            name: migrate
          spec:
            template:
              spec:
                restartPolicy: Never
                containers:
                  - name: migrate
                    image: ghcr.io/acme/api:1.4.2
                    env:
                      - name: DATABASE_URL
                        valueFrom:
                          secretKeyRef:
                            name: database
                            key: DATABSE_URL # as in the store
        `,
        'k8s/secrets.yaml': `
          apiVersion: external-secrets.io/v1
          kind: ExternalSecret
          metadata:
            name: api
          spec:
            target:
              name: database
            data:
              - secretKey: DATABASE_URL
                remoteRef:
                  key: api/database
        `,
      },
      'k8s/api.yaml:17:24',
      {
        'k8s/api.yaml': `
          apiVersion: batch/v1
          kind: Job
          metadata:
            name: migrate
          spec:
            template:
              spec:
                restartPolicy: Never
                containers:
                  - name: migrate
                    image: ghcr.io/acme/api:1.4.2
                    env:
                      - name: DATABASE_URL
                        valueFrom:
                          secretKeyRef:
                            name: database
                            key: DATABASE_URL # as in the store
        `,
      },
    ),
    good({
      'k8s/api.yaml': `
        apiVersion: batch/v1
        kind: Job
        metadata:
          name: migrate
        spec:
          template:
            spec:
              restartPolicy: Never
              containers:
                - name: migrate
                  image: ghcr.io/acme/api:1.4.2
                  env:
                    - name: DATABASE_URL
                      valueFrom:
                        secretKeyRef:
                          name: database
                          key: url
      `,
      'k8s/secrets.yaml': `
        apiVersion: external-secrets.io/v1
        kind: ExternalSecret
        metadata:
          name: database
        spec:
          dataFrom:
            - extract:
                key: api/database
      `,
    }),
  ],
});
