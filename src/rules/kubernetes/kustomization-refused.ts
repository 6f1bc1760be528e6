import type { Project } from '../../model/project.ts';
import { bad, good } from '../rule.ts';
import { problemRule } from '../shared/problem-rule.ts';

export default problemRule({
  id: 'kustomization-refused',
  area: 'kubernetes',
  severity: 'critical',
  aliases: [],
  title: 'A kustomization cannot be built',
  why: '`kustomize build` stops with an error here, so that nothing of it is deployed.',
  fix: 'Run `kustomize build` in this folder, and mend what it says until it prints the objects.',
  references: ['https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/'],
  joins: 'file',
  takes: ({ code }) => code === 'kustomize-refused',
  // Flux builds with the whole repository in reach.
  severityOf: ({ message }, project) =>
    /lies outside of/.test(message) && usesFlux(project) ? 'low' : undefined,
  examples: [
    bad(
      {
        'base/kustomization.yaml': `
          resources: [../overlay]
        `,
        'overlay/kustomization.yaml': `
          namePrefix: dev-
          resources:
            - ../base
        `,
      },
      'overlay/kustomization.yaml:3:5',
    ),
    bad(
      {
        'k8s/kustomization.yaml': `
          resources: [settings.yaml]
          patches:
            - target:
                kind: ConfigMap
                name: settings
              patch: |
                - op: remove
                  path: /data/MODE
        `,
        'k8s/settings.yaml': `
          apiVersion: v1
          kind: ConfigMap
          metadata:
            name: settings
          data:
            LEVEL: info
        `,
      },
      'k8s/kustomization.yaml:7:9',
    ),
    bad(
      {
        'app/kustomization.yaml': `
          configMapGenerator:
            - name: settings
              files: [../shared/app.conf]
        `,
        'shared/app.conf': 'level = info\n',
      },
      'app/kustomization.yaml:3:13',
    ),
    bad(
      {
        'k8s/kustomization.yaml': `
          resources:
            - api.yaml
            - issuers.yaml
        `,
        'k8s/api.yaml': `
          apiVersion: v1
          kind: Service
          metadata: {name: api}
          spec: {selector: {app: api}, ports: [{port: 80}]}
        `,
        'k8s/issuers.yaml': 'The content of the downloaded file\n',
      },
      'k8s/kustomization.yaml:3:5',
    ),
    good({
      'base/kustomization.yaml': `
        configMapGenerator:
          - name: settings
            literals: [LEVEL=info]
      `,
      'overlay/kustomization.yaml': `
        resources:
          - ../base
        configMapGenerator:
          - name: settings
            behavior: merge
            literals: [LEVEL=debug]
      `,
    }),
  ],
});

function usesFlux({ kubernetes }: Project): boolean {
  return kubernetes.sets.some(({ objects }) =>
    objects.some(({ apiVersion }) => apiVersion.value.startsWith('kustomize.toolkit.fluxcd.io/')),
  );
}
