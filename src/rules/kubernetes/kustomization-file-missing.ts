import { posix } from 'node:path';
import type { Located } from '../../base/span.ts';
import { nearest } from '../../base/text.ts';
import type { Project } from '../../model/project.ts';
import { bad, defineRule, good } from '../rule.ts';
import { written } from '../shared/kubernetes/edits.ts';
import { writtenAt } from '../shared/source-text.ts';

export default defineRule({
  id: 'kustomization-file-missing',
  area: 'kubernetes',
  severity: 'critical',
  aliases: [],
  title: 'A kustomization names a file that is not there',
  why: '`kustomize build` stops with an error, so that nothing of it is deployed.',
  fix: 'Correct the path: it is relative to the kustomization.',
  references: ['https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/'],
  joins: 'file',
  on: 'kubernetes-set',
  *check(set, { project }) {
    for (const { resources, patchFiles, file } of set.kustomizations) {
      // Something fills such a folder before it is built.
      if (/templates?\//.test(file)) continue;
      for (const { value, span } of [...resources, ...patchFiles]) {
        if (
          project.files.kind(value) !== undefined ||
          project.files.isGitIgnored(value) ||
          /[$<{]/.test(value) ||
          isMade(project, value)
        )
          continue;
        yield {
          at: span,
          message: `${file} names ${value}, which is not there`,
          object: `kustomization ${file}`,
          ...written(project, span, rightPath(project, file, { value, span })),
        };
      }
    }
  },
  examples: [
    bad(
      {
        'k8s/kustomization.yaml': `
          resources:
            - ./apy.yaml # the program
            - web.yaml
        `,
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
      ['k8s/kustomization.yaml:2:5', 'k8s/kustomization.yaml:3:5'],
      {
        'k8s/kustomization.yaml': `
          resources:
            - ./api.yaml # the program
            - web.yaml
        `,
      },
    ),
    good({
      'k8s/kustomization.yaml': `
        resources:
          - api.yaml
          - https://example.com/web.yaml
      `,
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
    }),
    good({
      'config/crd/kustomization.yaml': `
        resources:
          - bases
      `,
      Makefile: 'manifests:\n\tcontroller-gen crd paths=./... output:crd:dir=config/crd/bases\n',
    }),
    // A folder of templates is filled before it is built.
    good({
      'hack/manifest-templates/kustomization.yaml': `
        resources:
          - manifest.yaml
      `,
    }),
  ],
});

/** A target of make names the path, and so may make it: `controller-gen … output:dir=config/crd/bases`. */
function isMade({ packages, files }: Project, path: string): boolean {
  return packages.some(
    ({ kind, file }) => kind === 'make' && files.text(file, longestMakefile)?.includes(path) === true,
  );
}

const longestMakefile = 500_000;

/** A file of nearly that name in the same folder, as seen from the kustomization. */
function rightPath(
  project: Project,
  kustomization: string,
  { value: path, span }: Located<string>,
): string | undefined {
  const folder = posix.dirname(path);
  const siblings = project.files
    .below(folder === '.' ? '' : folder)
    .filter((file) => posix.dirname(file) === folder);
  const near = nearest(
    posix.basename(path),
    siblings.map((file) => posix.basename(file)),
  );
  if (near === undefined) return undefined;
  const right = posix.relative(posix.dirname(kustomization), posix.join(folder, near));
  return `${/^['"]?\.\//.test(writtenAt(project, span)) ? './' : ''}${right}`;
}
