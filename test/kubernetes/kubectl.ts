// What tests ask of the shared cluster.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, inject, onTestFinished } from 'vitest';

const shared = inject('kubernetes');

/** As `describe`; where there is no cluster its tests are left out, and the name says why. */
export function describeOnCluster(name: string, tests: () => void): void {
  if (shared.kind === 'running') describe(name, tests);
  else describe.skip(`${name} (left out: ${shared.why})`, tests);
}

export interface KubectlAnswer {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** kubectl of the cluster's version, as its administrator; `input` is what `-f -` reads. */
export function kubectl(args: readonly string[], input = ''): KubectlAnswer {
  if (shared.kind !== 'running') throw new Error(shared.why);
  return runKubectl(shared, args, input);
}

/** The same on another cluster. */
export function runKubectl(
  { kubeconfig, programs }: { readonly kubeconfig: string; readonly programs: string },
  args: readonly string[],
  input = '',
): KubectlAnswer {
  const { status, stdout, stderr } = spawnSync(join(programs, 'kubectl'), args, {
    env: { PATH: process.env['PATH'], KUBECONFIG: kubeconfig, HOME: '/nonexistent' },
    input,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    // Only ends a hang: no test measures time.
    timeout: 120_000,
  });
  return { code: status, stdout, stderr };
}

/** The answer of a call that must succeed. */
export function demandKubectl(args: readonly string[], input?: string): string {
  const { code, stdout, stderr } = kubectl(args, input);
  if (code !== 0) throw new Error(`kubectl ${args.join(' ')}: ${stderr}${stdout}`);
  return stdout;
}

let made = 0;

/** A namespace of the test's own, taken away after it. */
export function ownNamespace(): string {
  made += 1;
  const name = `test-${process.pid}-${made}`;
  demandKubectl(['create', 'namespace', name]);
  onTestFinished(() => {
    kubectl(['delete', 'namespace', name, '--wait=false']);
  });
  return name;
}
