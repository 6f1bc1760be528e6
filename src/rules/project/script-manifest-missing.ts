import { bad, defineRule, good } from '../rule.ts';
import { missingManifests } from '../shared/missing-manifests.ts';

export default defineRule({
  id: 'script-manifest-missing',
  area: 'project',
  severity: 'high',
  confidence: 'likely',
  aliases: [],
  title: 'A script applies a manifest that does not exist',
  why: 'kubectl answers "the path does not exist": the script stops in the middle of a deployment, or goes on without a part of it.',
  fix: 'Correct the path, or remove the step.',
  references: ['https://kubernetes.io/docs/reference/kubectl/generated/kubectl_apply/'],
  joins: 'file',
  on: 'script',
  *check(script, { project }) {
    // Jobs of GitLab are looked at with the files that the jobs before them leave.
    if (script.kind === 'job') return;
    for (const word of missingManifests(project, script)) {
      yield {
        at: word.span,
        message: `${script.file} applies ${word.text}, which does not exist`,
        object: `manifest ${word.text}`,
      };
    }
  },
  examples: [
    bad(
      {
        'k8s/base/api.yaml': `
          apiVersion: v1
          kind: Service
          metadata: {name: api}
          spec: {selector: {app: api}, ports: [{port: 80}]}
        `,
        'deploy.sh': `
          set -euo pipefail
          kubectl apply -f k8s/base/api.yaml
          kubectl apply -f k8s/base/ingress.yaml
          kubectl apply -k k8s/overlays/staging/
        `,
      },
      ['deploy.sh:3:18', 'deploy.sh:4:18'],
    ),
    good({
      'infra/k8s/base/api.yaml': `
        apiVersion: v1
        kind: Service
        metadata: {name: api}
        spec: {selector: {app: api}, ports: [{port: 80}]}
      `,
      'deploy.sh': `
        set -euo pipefail
        cd infra
        kubectl apply -f k8s/base/api.yaml -f "k8s/$STAGE/web.yaml"
        kubectl apply -k k8s/base
        envsubst < k8s/base/web.yaml.tmpl > k8s/base/web.yaml
        kubectl apply -f k8s/base/web.yaml
        kubectl apply -f https://example.com/install/operator.yaml
        if [ -f k8s/local/secrets.yaml ]; then kubectl apply -f k8s/local/secrets.yaml; fi
      `,
    }),
  ],
});
