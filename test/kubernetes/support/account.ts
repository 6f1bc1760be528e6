// A service account of a stack's namespace that may do what it is told, and the kubeconfig that it uses.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inject } from 'vitest';
import type { UpStack } from './up-stack.ts';

/** `resources`: those that it may do anything with, or what `verbs` say, as `kubectl create role` takes them; undefined: none. */
export function accountConfig(stack: UpStack, account: string, resources?: string, verbs = '*'): string {
  const shared = inject('kubernetes');
  if (shared.kind !== 'running') throw new Error(shared.why);
  demand(stack, ['create', 'serviceaccount', account]);
  if (resources !== undefined) {
    demand(stack, ['create', 'role', account, `--verb=${verbs}`, `--resource=${resources}`]);
    const subject = `--serviceaccount=${stack.namespace}:${account}`;
    demand(stack, ['create', 'rolebinding', account, `--role=${account}`, subject]);
  }
  const config = JSON.parse(readFileSync(shared.kubeconfig, 'utf8'));
  config.users[0].user = { token: demand(stack, ['create', 'token', account]).trim() };
  const file = join(dirname(shared.kubeconfig), `${stack.namespace}-${account}`);
  writeFileSync(file, JSON.stringify(config), { mode: 0o600 });
  return file;
}

function demand(stack: UpStack, args: readonly string[]): string {
  const { code, stdout, stderr } = stack.kubectl(args);
  if (code !== 0) throw new Error(stderr);
  return stdout;
}
