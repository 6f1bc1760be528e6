// A stack whose names somebody else has: what they applied, and what the files say.
import { demandKubectl } from '../kubectl.ts';
import { deployment } from '../own/manifests.ts';
import { makeOwnStack } from '../own/own-stack.ts';

const gate = 'gate: { stable_for: 0s, success_threshold: 1, deadline: 20s }';
const settings = (name: string) =>
  `kubernetes: { manifests: [k8s] }\nphases: [{ name: app, services: [${name}] }]\nservices: { ${name}: { drain: 1s, ${gate} } }\n`;

/** What somebody has applied with kubectl, and what the stack's files say. */
export function adoptable(theirs: readonly string[], ours: readonly string[], name = 'web') {
  const stack = makeOwnStack();
  stack.write('seaworthy.yaml', settings(name));
  const write = (objects: readonly string[]) => stack.write('k8s/all.yaml', objects.join('---\n'));
  write(ours);
  if (theirs.length > 0) demandKubectl(['apply', '-n', stack.namespace, '-f', '-'], theirs.join('---\n'));
  for (const kind of ['deployment', 'statefulset'])
    for (const name of stack.get(kind, '-o', 'name').trim().split('\n'))
      if (name !== '') demandKubectl(['rollout', 'status', name, '-n', stack.namespace, '--timeout=60s']);
  const spec = (kind: string, name: string) =>
    JSON.parse(stack.get(kind, name, '-o', 'json', '--show-managed-fields'));
  return { ...stack, write, spec };
}

export const config = (value: string, more = '') =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings }\ndata: { mode: ${value}${more} }\n`;

export const web = (tag: string, more: Parameters<typeof deployment>[1] = {}) =>
  deployment('web', { tag, settings: 'settings', ...more });

/** Without what the server counts. */
export function said(object: { readonly metadata: Record<string, unknown>; readonly status?: unknown }) {
  const { status: _, metadata, ...rest } = object;
  const { labels, annotations } = metadata;
  const { 'deployment.kubernetes.io/revision': _of, ...notes } = {
    ...(annotations as Record<string, string>),
  };
  return { ...rest, labels, notes };
}
