// The namespace of a stack: there before anything else, and never one that is about to go.
import { SeaworthyError } from '../../base/errors.ts';
import { textAt } from '../../base/json.ts';
import { managedBy } from './labels.ts';
import type { Kube } from './stack.ts';

/** @throws SeaworthyError PREFLIGHT for one that is being deleted */
export async function ensureNamespace({ client, namespace }: Kube, signal: AbortSignal): Promise<void> {
  const object = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } };
  const answer = await client.ask({ method: 'GET', path: `/api/v1/namespaces/${namespace}` }, signal);
  // Who may not look may still be allowed to work in it.
  if (answer.status !== 404 && answer.status !== 200) return;
  if (answer.status === 404) {
    const metadata = { name: namespace, labels: { [managedBy]: 'seaworthy' } };
    await client.apply({ ...object, metadata }, {}, signal);
    return;
  }
  if (textAt(answer.body, 'status', 'phase') !== 'Terminating') return;
  throw new SeaworthyError('PREFLIGHT', `the namespace ${namespace} is being deleted${stuck(answer.body)}`, {
    hint: `Wait until it is gone, or see kubectl get namespace ${namespace} -o yaml for what holds it.`,
  });
}

function stuck(namespace: unknown): string {
  const text = JSON.stringify(namespace);
  const said = /"type":"NamespaceFinalizersRemaining","status":"True"[^}]*"message":"([^"]*)"/.exec(
    text,
  )?.[1];
  return said === undefined ? '' : `: ${said}`;
}
