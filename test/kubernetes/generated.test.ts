// What `generate kubernetes` makes of the examples, before a real API server and its admission.
import { join } from 'node:path';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { seaworthy, temporaryFolder } from '../cli/command.ts';
import { demandKubectl, describeOnCluster, kubectl } from './kubectl.ts';

/** What the repository does not tell. */
const told = [
  ['--registry', 'ghcr.io/acme'],
  ['--tag', '1.0.0'],
  ['--host', 'app.acme.dev'],
  ['--owner', 'platform'],
  ['--contact', 'platform@acme.dev'],
].flat();
const examples = ['policy-platform', 'task-manager'];

interface Rendered {
  readonly text: string;
  readonly objects: readonly KubernetesObject[];
}

interface KubernetesObject {
  readonly kind: string;
  readonly metadata: { readonly name: string };
}

/** The objects of an overlay, as kubectl's own kustomize renders them. */
function rendered(example: string, overlay: string): Rendered {
  const project = temporaryFolder(join('examples', example, 'repaired'));
  const made = seaworthy(['generate', 'kubernetes', ...told], { cwd: project });
  expect(made.stderr).toBe('');
  const text = demandKubectl(['kustomize', join(project, 'kubernetes', 'overlays', overlay)]);
  return { text, objects: parseAllDocuments(text).map((document) => document.toJS()) };
}

describeOnCluster('generated manifests', () => {
  beforeAll(() => {
    demandKubectl(['apply', '-f', 'test/kubernetes/external-secrets.yaml']);
    demandKubectl(['wait', '--for=condition=Established', 'crd/externalsecrets.external-secrets.io']);
  });

  const trials = examples.flatMap((example) =>
    ['development', 'staging'].map((overlay) => [example, overlay] as const),
  );
  test.each(trials)('%s, %s: the API server takes every object', (example, overlay) => {
    const made = rendered(example, overlay);
    makeNamespaces(made);
    expectAllTaken(made);
  });

  test.each(examples)(
    '%s, production: taken, let in by the policies of its namespace, and all starts',
    (example) => {
      const made = rendered(example, 'production');
      const [namespace = ''] = makeNamespaces(made);
      expectAllTaken(made);
      demandKubectl(['apply', '-f', '-'], made.text);
      for (const { kind, metadata } of made.objects)
        if (kind === 'Deployment' || kind === 'StatefulSet')
          demandKubectl(['rollout', 'status', '-n', namespace, `${kind}/${metadata.name}`, '--timeout=30s']);
      const refused = [
        'get',
        'events',
        '-n',
        namespace,
        '--field-selector=reason=FailedCreate',
        '-o',
        'name',
      ];
      expect(demandKubectl(refused)).toBe('');
    },
  );
});

function expectAllTaken({ text, objects }: Rendered): void {
  const answer = kubectl(['apply', '--dry-run=server', '--validate=strict', '-f', '-'], text);
  expect(answer.stderr).toBe('');
  expect(answer.code).toBe(0);
  expect(answer.stdout.trim().split('\n')).toHaveLength(objects.length);
}

/** A dry run makes none, and what lies in one cannot be tried without it. */
function makeNamespaces({ objects }: Rendered): readonly string[] {
  const names = objects.filter(({ kind }) => kind === 'Namespace').map(({ metadata }) => metadata.name);
  for (const name of names) demandKubectl(['create', 'namespace', name, '--save-config']);
  onTestFinished(() => {
    for (const name of names) demandKubectl(['delete', 'namespace', name, '--wait=false']);
  });
  return names;
}
