// Findings on what kustomizations make stand where people wrote it, once for all overlays.
import { expect, it } from 'vitest';
import { readProject } from '../../src/read/project.ts';
import { review } from '../../src/review/run.ts';
import { folderWith } from '../read/folder.ts';

const api = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
spec:
  selector: {matchLabels: {app: api}}
  template:
    metadata: {labels: {app: api}}
    spec:
      containers:
        - name: api
          image: ghcr.io/acme/api:1.4.2
          securityContext: {privileged: true}
`;

const limits = `patches:
  - patch: |
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: api}
      spec: {template: {spec: {containers: [{name: api, resources: {limits: {memory: 1Gi}}}]}}}
`;

async function found(overlays: Readonly<Record<string, string>>, rules: readonly string[], more = {}) {
  const files = Object.entries(overlays).map(
    ([name, text]) =>
      [
        `overlays/${name}/kustomization.yaml`,
        `resources: [../../base]\nnamePrefix: ${name}-\n${text}`,
      ] as const,
  );
  const root = folderWith({
    'base/kustomization.yaml': 'resources: [api.yaml]\n',
    'base/api.yaml': api,
    ...Object.fromEntries(files),
    ...more,
  });
  const project = await readProject({ root, scope: 'review', processEnv: {} });
  const { findings } = review(project, { rules });
  const place = ({ file, start }: { file: string; start: number }) =>
    `${file}:${(project.texts.get(file)?.text ?? '').slice(0, start).split('\n').length}`;
  return findings.map(({ at, message, severity, related }) => ({
    at: place(at),
    message,
    severity,
    related: related.map((each) => place(each.at)),
  }));
}

it('a defect of a base is one finding, by the name in the file, as grave as where it counts most', async () => {
  const findings = await found({ dev: '', stage: '', prod: '' }, ['kubernetes/privileged-container']);
  expect(findings).toMatchObject([{ at: 'base/api.yaml:13', severity: 'high', related: [] }]);
  expect(findings[0]?.message).toContain('Deployment api');
});

it('what every overlay mends is none', async () => {
  expect(await found({ prod: limits, live: limits }, ['kubernetes/memory-limit-missing'])).toEqual([]);
});

it('what some overlays mend names the others', async () => {
  const findings = await found({ prod: limits, live: '' }, ['kubernetes/memory-limit-missing']);
  expect(findings).toMatchObject([
    { at: 'base/api.yaml:11', related: ['overlays/live/kustomization.yaml:1'] },
  ]);
});

it('what a patch brings in stands in the patch', async () => {
  const patch = 'patches: [{path: user.yaml}]\n';
  const findings = await found({ prod: patch, live: '' }, ['kubernetes/root-user-set'], {
    'base/api.yaml': api.replace(/.*privileged.*\n/, ''),
    'overlays/prod/user.yaml':
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: api}\nspec:\n  template:\n    spec:\n      containers:\n        - name: api\n          securityContext: {runAsUser: 0}\n',
  });
  expect(findings).toMatchObject([{ at: 'overlays/prod/user.yaml:9' }]);
});

it('what an entry of images sets stands there', async () => {
  const images = 'images: [{name: ghcr.io/acme/api, newTag: latest}]\n';
  const findings = await found({ prod: images }, ['kubernetes/image-tag-floating']);
  expect(findings).toMatchObject([{ at: 'overlays/prod/kustomization.yaml:3' }]);
});

it.each([
  ['bases that include each other', { 'base/kustomization.yaml': 'resources: [../overlays/prod]\n' }],
  ['a kustomization that includes itself', { 'base/kustomization.yaml': 'resources: [.]\n' }],
  [
    'a base that is fetched',
    { 'base/kustomization.yaml': 'resources: ["https://example.com/a//b?ref=v1"]\n' },
  ],
  ['what is no kustomization', { 'base/kustomization.yaml': '- [a, {b: [*c' }],
])('%s are read to an end', async (_, more) => {
  await found({ prod: limits }, ['kubernetes/privileged-container'], more);
});
