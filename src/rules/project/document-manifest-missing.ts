import { count } from '../../base/text.ts';
import type { Document } from '../../model/document.ts';
import type { Project } from '../../model/project.ts';
import { bad, defineRule, good } from '../rule.ts';
import { documentSeverity, isPlaceholder, ownScript } from '../shared/documents.ts';
import { missingManifests } from '../shared/missing-manifests.ts';

export default defineRule({
  id: 'document-manifest-missing',
  area: 'project',
  severity: 'low',
  confidence: 'likely',
  aliases: [],
  title: 'A document tells to apply a manifest that does not exist',
  why: 'What the document promises, a deployment or a rollback maybe, cannot be done when it is needed.',
  fix: 'Name the manifest that exists, or add the one that is promised.',
  references: ['https://diataxis.fr/how-to-guides/'],
  on: 'document',
  *check(document, { project }) {
    const script = ownScript(project, document);
    if (script === undefined || project.kubernetes.sets.length + project.charts.length === 0) return;
    const own = document.file.slice(0, document.file.lastIndexOf('/') + 1);
    // A path that begins in no folder of this repository is one of the reader's.
    const [first, ...rest] = missingManifests(project, script).filter(({ text }) => {
      const [top = ''] = text.replace(/^(?:\.{1,2}\/)+/, '').split('/');
      const isHere = project.files.kind(top) === 'folder' || project.files.kind(own + top) === 'folder';
      const isOurs = isHere || (usual.test(top) && !isShown(project, document, text));
      return isOurs && !text.split('/').some((part) => isPlaceholder(part));
    });
    if (first === undefined) return;
    yield {
      at: first.span,
      message: `${document.file} applies ${first.text}${rest.length === 0 ? '' : ` and ${count(rest.length, 'more manifest')}`}, which ${rest.length === 0 ? 'does' : 'do'} not exist`,
      object: 'manifests',
      severity: documentSeverity(document),
      related: rest.map(({ text, span }) => ({ at: span, message: `there is no ${text} either` })),
    };
  },
  examples: [
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: v1
          kind: Service
          metadata: {name: api}
          spec: {selector: {app: api}, ports: [{port: 80}]}
        `,
        'docs/runbook.md': `
          # Runbook

          ~~~sh
          kubectl apply -f k8s/api.yaml
          kubectl apply -f k8s/backup/cronjob.yaml
          kubectl apply -f k8s/restore.yaml
          ~~~
        `,
      },
      'docs/runbook.md:5:18',
    ),
    good({
      'k8s/api.yaml': `
        apiVersion: v1
        kind: Service
        metadata: {name: api}
        spec: {selector: {app: api}, ports: [{port: 80}]}
      `,
      'docs/runbook.md': `
        # Runbook

        Save the claim as \`k8s/claim.yaml\`, and another as \`small.yaml\`:

        ~~~sh
        kubectl apply -f k8s/claim.yaml
        kubectl apply -f k8s/<service>.yaml
        kubectl apply -f elsewhere/service.yaml
        kubectl apply -f infra/claims/small.yaml
        kubectl apply -f mine.yaml
        ~~~
      `,
    }),
  ],
});

/** Folders that a repository keeps its own manifests in. */
const usual = /^(?:k8s|kubernetes|deploy(?:ment)?s?|infra(?:structure)?|manifests)$/;

/** True when the document shows the file: its name stands above a block of YAML, or somewhere in the text. */
function isShown({ texts }: Project, { file }: Document, path: string): boolean {
  const name = path.replace(/\/+$/, '').replace(/^.*\//, '');
  const lines = (texts.get(file)?.text ?? '').split('\n');
  return lines.some((line) => line.includes(name) && !/\bkubectl\b/.test(line));
}
