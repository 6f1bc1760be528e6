import type { Located } from '../../base/span.ts';
import type { KubernetesObject } from '../../model/kubernetes.ts';
import type { Project } from '../../model/project.ts';
import { itemsAt, nodeAt, textAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';
import { ofKind } from '../shared/kubernetes/object-index.ts';

export default defineRule({
  id: 'application-path-missing',
  area: 'kubernetes',
  severity: 'high',
  confidence: 'likely',
  aliases: [],
  title: 'An Argo CD Application deploys a folder that the repository does not have',
  why: 'The Application cannot be synchronised (app path does not exist), and what runs is no longer updated.',
  fix: 'Write the path of the folder as it is now.',
  references: ['https://argo-cd.readthedocs.io/en/stable/user-guide/application-specification/'],
  on: 'kubernetes-object',
  *check(object, { project }) {
    for (const { repository, path } of sourcesOf(object)) {
      if (project.files.kind(path.value) !== undefined || /[${<*]/.test(path.value)) continue;
      // Which repository this is stands in no file; that another source of the same one is here tells.
      const proof = siblings(project, repository.value).find(
        (one) => project.files.kind(one.path.value) === 'folder',
      );
      if (proof === undefined) continue;
      yield {
        at: path.span,
        message: `${object.title} deploys ${path.value}, which is not in the repository`,
        related: [{ at: proof.path.span, message: `the same repository, whose ${proof.path.value} is here` }],
      };
    }
  },
  examples: [
    bad(
      {
        'apps/api/deployment.yaml': `
          apiVersion: v1
          kind: ConfigMap
          metadata:
            name: api
        `,
        'argocd/applications.yaml': `
          apiVersion: argoproj.io/v1alpha1
          kind: Application
          metadata:
            name: api
          spec:
            project: default
            destination:
              namespace: api
            source:
              repoURL: https://github.com/acme/platform
              path: apps/api
          ---
          apiVersion: argoproj.io/v1alpha1
          kind: Application
          metadata:
            name: worker
          spec:
            project: default
            destination:
              namespace: worker
            source:
              repoURL: https://github.com/acme/platform
              path: apps/worker
        `,
      },
      'argocd/applications.yaml:23:11',
    ),
    good({
      'argocd/applications.yaml': `
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata:
          name: worker
        spec:
          project: default
          destination:
            namespace: worker
          source:
            repoURL: https://github.com/acme/worker
            path: deploy
      `,
    }),
  ],
});

interface Source {
  readonly repository: Located<string>;
  readonly path: Located<string>;
}

function sourcesOf({ kind, node, apiVersion }: KubernetesObject): readonly Source[] {
  if (kind.value !== 'Application' || !apiVersion.value.startsWith('argoproj.io/')) return [];
  const spec = nodeAt(node, 'spec');
  return [nodeAt(spec, 'source'), ...itemsAt(spec, 'sources')].flatMap((source) => {
    const repository = textAt(source, 'repoURL');
    const path = textAt(source, 'path');
    const revision = textAt(source, 'targetRevision')?.value ?? 'HEAD';
    // A tag or another branch may hold what this one does not.
    if (repository === undefined || path === undefined || !/^(?:HEAD|main|master)$/.test(revision)) return [];
    return [{ repository, path }];
  });
}

function siblings(project: Project, repository: string): readonly Source[] {
  const same = (url: string) => url.replace(/(?:\.git)?\/?$/, '').toLowerCase();
  return ofKind(project, 'Application')
    .flatMap(sourcesOf)
    .filter((one) => same(one.repository.value) === same(repository));
}
