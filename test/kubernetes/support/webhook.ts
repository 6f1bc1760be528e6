// A webhook that refuses, for one namespace of the shared cluster.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inject, onTestFinished } from 'vitest';
import { demandKubectl, kubectl } from '../kubectl.ts';

/** Denies to make or change these objects, with these words, until the test ends. */
export async function refuseBy(
  namespace: string,
  resource: 'pods' | 'deployments',
  words: string,
): Promise<void> {
  const shared = inject('kubernetes');
  if (shared.kind !== 'running') throw new Error(shared.why);
  // The API server's own keys are good for every server on this loopback.
  const key = (name: string) => join(dirname(shared.kubeconfig), 'keys', name);
  const program = [
    'test/kubernetes/support/refusing-webhook.mjs',
    key('apiserver.crt'),
    key('apiserver.key'),
  ];
  const child = spawn(process.execPath, [...program, words], { stdio: ['ignore', 'pipe', 'inherit'] });
  const name = `refuse-${namespace}`;
  onTestFinished(() => {
    kubectl(['delete', 'validatingwebhookconfiguration', name]);
    child.kill('SIGKILL');
  });
  const [port] = await once(child.stdout, 'data');
  const webhook = {
    name: 'refuse.test.dev',
    admissionReviewVersions: ['v1'],
    sideEffects: 'None',
    failurePolicy: 'Fail',
    clientConfig: {
      url: `https://127.0.0.1:${String(port).trim()}/`,
      caBundle: readFileSync(key('ca.crt')).toString('base64'),
    },
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
    rules: [
      {
        apiGroups: [resource === 'pods' ? '' : 'apps'],
        apiVersions: ['v1'],
        operations: ['CREATE', 'UPDATE'],
        resources: [resource],
      },
    ],
  };
  const configuration = {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingWebhookConfiguration',
    metadata: { name },
    webhooks: [webhook],
  };
  demandKubectl(['create', '-f', '-'], JSON.stringify(configuration));
}
