import { bad, defineRule, good } from '../rule.ts';
import { documentSeverity, isPlaceholder, ownScript } from '../shared/documents.ts';
import { unknownObjects } from '../shared/kubernetes/named-objects.ts';

export default defineRule({
  id: 'document-object-unknown',
  area: 'project',
  severity: 'low',
  confidence: 'likely',
  aliases: [],
  title: 'A document names an object of the cluster that no manifest makes',
  why: 'kubectl answers "not found" to whoever follows the document.',
  fix: 'Name the object, namespace, container and port as the manifests do.',
  references: ['https://kubernetes.io/docs/reference/kubectl/quick-reference/'],
  on: 'document',
  *check(document, { project }) {
    const script = ownScript(project, document);
    if (script === undefined) return;
    for (const problem of unknownObjects(project, script.commands)) {
      if (!isPlaceholder(problem.name)) yield { ...problem, severity: documentSeverity(document) };
    }
  },
  examples: [
    bad(
      {
        'k8s/shop.yaml': `
          apiVersion: v1
          kind: Service
          metadata: {name: grafana}
          spec: {selector: {app: grafana}, ports: [{port: 80, targetPort: 3000}]}
          ---
          apiVersion: apps/v1
          kind: Deployment
          metadata: {name: grafana}
          spec:
            selector: {matchLabels: {app: grafana}}
            template:
              metadata: {labels: {app: grafana}}
              spec: {containers: [{name: grafana, image: "grafana/grafana:11.2.0"}]}
        `,
        'docs/runbook.md': `
          # Runbook

          ~~~sh
          kubectl port-forward svc/grafana 3000:3000
          kubectl logs deployment/graffana
          ~~~
        `,
      },
      ['docs/runbook.md:4:34', 'docs/runbook.md:5:14'],
      {
        'docs/runbook.md': `
          # Runbook

          ~~~sh
          kubectl port-forward svc/grafana 3000:3000
          kubectl logs deployment/grafana
          ~~~
        `,
      },
    ),
    good({
      'k8s/shop.yaml': `
        apiVersion: v1
        kind: Service
        metadata: {name: grafana}
        spec: {selector: {app: grafana}, ports: [{port: 80, targetPort: 3000}]}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: grafana}
        spec:
          selector: {matchLabels: {app: grafana}}
          template:
            metadata: {labels: {app: grafana}}
            spec: {containers: [{name: grafana, image: "grafana/grafana:11.2.0"}]}
      `,
      'docs/runbook.md': `
        # Runbook

        ~~~sh
        kubectl port-forward svc/grafana 3000:80
        kubectl port-forward deployment/grafana 3000
        kubectl logs deployment/my-app
        ~~~
      `,
    }),
  ],
});
